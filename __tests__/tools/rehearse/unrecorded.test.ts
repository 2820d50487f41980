import type { DeployedStack } from "../../../tools/rehearse/deployed";
import type { RawCall } from "../../../tools/rehearse/raw-call";
import {
  type Ask,
  removeUnrecorded,
  removeUnrecordedApis,
  removeUnrecordedKeys,
} from "../../../tools/rehearse/unrecorded";

const STACK = "orders-dev-fulfilment";
const resource = (type: string, attributes: DeployedStack["resources"][number]["attributes"]) => ({
  address: `${type}.it`,
  type,
  name: "it",
  attributes,
});
const nameOf = ({ target, form, method, path }: RawCall) =>
  target?.split(".")[1] ?? form?.Action ?? `${method} ${path}`;

/** A stand-in for AWS with an answer for each call's name, and an empty answer for all others. */
function aws(answers: Readonly<Record<string, string>>): { ask: Ask; changes: string[] } {
  const changes: string[] = [];
  const ask: Ask = async (call) => {
    const name = nameOf(call);
    if (!/^(List|Describe|GET )/.test(name)) changes.push(`${name} ${JSON.stringify(call.input ?? call.form ?? {})}`);
    return answers[name] ?? "";
  };
  return { ask, changes };
}

const recorded = (...resources: DeployedStack["resources"]): DeployedStack[] => [{ id: STACK, folder: "", resources }];

describe("a resource that a killed deploy created and did not record", () => {
  it("is removed by its whole name, and resources that are recorded or of another stack are left", async () => {
    const { ask, changes } = aws({
      DescribeLogGroups: JSON.stringify({
        logGroups: [
          { logGroupName: `/aws/lambda/${STACK}-ship-order`, arn: `arn:aws:logs:r:a:log-group:/aws/lambda/${STACK}-x` },
          { logGroupName: `/aws/vendedlogs/states/${STACK}-settle-order` },
          { logGroupName: "/aws/lambda/orders-dev-intake-validate-order" },
        ],
      }),
    });
    const known = recorded(resource("aws_cloudwatch_log_group", { name: `/aws/lambda/${STACK}-ship-order` }));
    expect(await removeUnrecorded(STACK, known, ask)).toEqual([
      `aws_cloudwatch_log_group /aws/vendedlogs/states/${STACK}-settle-order`,
    ]);
    expect(changes).toEqual([`DeleteLogGroup {"logGroupName":"/aws/vendedlogs/states/${STACK}-settle-order"}`]);
  });

  it("may be a role: its policies are detached first and removed after it", async () => {
    const arn = `arn:aws:iam::123456789012:policy/${STACK}-hand-over`;
    const { ask, changes } = aws({
      ListRoles: `<RoleName>${STACK}-hand-over</RoleName><Arn>arn:aws:iam::123456789012:role/${STACK}-hand-over</Arn>`,
      ListAttachedRolePolicies: `<PolicyArn>${arn}</PolicyArn>`,
      ListPolicies: `<PolicyName>${STACK}-hand-over</PolicyName><Arn>${arn}</Arn>`,
      ListEntitiesForPolicy: "",
    });
    expect(await removeUnrecorded(STACK, recorded(), ask)).toEqual([
      `aws_iam_role ${STACK}-hand-over`,
      `aws_iam_policy ${STACK}-hand-over`,
    ]);
    expect(changes.map((change) => change.split(" ")[0])).toEqual(["DetachRolePolicy", "DeleteRole", "DeletePolicy"]);
  });

  it("may be a bucket that has logs already: its versions and delete markers go first", async () => {
    const bucket = `${STACK}-access-log-123456789012`;
    const version = (tag: string, id: string) => `<${tag}><Key>payloads/a b</Key><VersionId>${id}</VersionId></${tag}>`;
    const listings = [`${version("Version", "1")}${version("DeleteMarker", "2")}`, version("Version", "3"), ""];
    const deleted: string[] = [];
    const ask: Ask = async (call) => {
      if (call.method === "DELETE") deleted.push(call.path ?? "");
      if (call.path === `/${bucket}?versions`) return listings.shift() ?? "";
      return call.service === "s3" && call.method === "GET" ? `<Name>${bucket}</Name>` : "";
    };
    expect(await removeUnrecorded(STACK, recorded(), ask)).toEqual([`aws_s3_bucket ${bucket}`]);
    expect(deleted).toEqual([
      ...["1", "2", "3"].map((id) => `/${bucket}/payloads/a%20b?versionId=${id}`),
      `/${bucket}`,
    ]);
  });

  // Two APIs may have one name: https://github.com/amazon-archives/aws-apigateway-importer/pull/27
  it("may be a REST API with the stack's name and an id that is not recorded", async () => {
    const api = (id: string, name: string) => ({ id, name });
    const deleted: string[] = [];
    const ask: Ask = async (call) => {
      if (call.method === "DELETE") deleted.push(call.path ?? "");
      if (call.path !== "/restapis") return "";
      return JSON.stringify({
        item: [
          api("recorded", `${STACK}-api`),
          api("lost", `${STACK}-api`),
          api("of-another", `${STACK}2-api`),
          api("of-all", "orders"),
        ],
      });
    };
    const known = recorded(resource("aws_api_gateway_rest_api", { id: "recorded", name: `${STACK}-api` }));
    expect(await removeUnrecordedApis(STACK, known, ask)).toEqual([`aws_api_gateway_rest_api ${STACK}-api`]);
    expect(deleted).toEqual(["/restapis/lost"]);
    expect(await removeUnrecordedApis(STACK, [], async () => "{}")).toEqual([]);
  });

  it("may be one of the platform's keys that no state has", async () => {
    const keys = ["recorded", "lost", "going", "of-aws"].map((KeyId) => ({ KeyId }));
    const { ask, changes } = aws({ ListKeys: JSON.stringify({ Keys: keys }) });
    const asked: Ask = async (call) => {
      if (nameOf(call) !== "DescribeKey") return ask(call);
      const { KeyId = "" } = Object(call.input);
      const KeyMetadata = {
        KeyState: KeyId === "going" ? "PendingDeletion" : "Enabled",
        Description:
          KeyId === "of-aws" ? "Default key" : "Encrypts what the dev environment of the order platform stores.",
      };
      return JSON.stringify({ KeyMetadata });
    };
    const known = recorded(resource("aws_kms_key", { key_id: "recorded" }));
    expect(await removeUnrecordedKeys(known, asked)).toEqual(["aws_kms_key lost"]);
    expect(changes).toEqual(['ScheduleKeyDeletion {"KeyId":"lost","PendingWindowInDays":7}']);
  });
});
