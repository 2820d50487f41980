import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { Fauxqs } from "../../../../tools/aws/services/fauxqs";

test("fauxqs listens where only this user's programs reach it, and leaves nothing behind", async () => {
  const fauxqs = await Fauxqs.start({ accountId: "123456789012", region: "eu-central-1" });
  try {
    expect(statSync(fauxqs.socket).isSocket()).toBe(true);
    expect(statSync(dirname(fauxqs.socket)).mode & 0o777).toBe(0o700);
  } finally {
    await fauxqs.close();
  }
  expect(existsSync(dirname(fauxqs.socket))).toBe(false);
});
