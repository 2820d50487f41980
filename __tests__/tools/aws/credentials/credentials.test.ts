import { credentialsOf, principalOf } from "../../../../tools/aws/credentials";

const role = "arn:aws:iam::123456789012:role/orders-dev-intake-api";

test("a role has the same credentials each time, in the shapes that AWS has", () => {
  expect(credentialsOf(role)).toEqual(credentialsOf(role));
  expect(credentialsOf(role)).toEqual({
    accessKeyId: expect.stringMatching(/^[A-Z0-9]{20}$/),
    secretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/),
  });
});

test("two roles have different credentials, and each is known by its own", () => {
  const other = `${role}-2`;
  expect(credentialsOf(other).accessKeyId).not.toBe(credentialsOf(role).accessKeyId);
  expect(credentialsOf(other).secretAccessKey).not.toBe(credentialsOf(role).secretAccessKey);
  expect(principalOf(credentialsOf(role).accessKeyId)).toEqual({ arn: role });
  expect(principalOf(credentialsOf(other).accessKeyId)).toEqual({ arn: other });
});

test.each(["", "AKIAUNKNOWN", "__proto__"])("the key %j belongs to the person at this machine", (key) => {
  expect(principalOf(key)).toEqual({ arn: "arn:aws:iam::123456789012:user/local" });
});
