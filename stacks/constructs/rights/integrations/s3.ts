import type { Access } from "../../key-use";
import type { Call } from "../call";
import { objectsIn, type Resource } from "../resource";
import type { Integration, Integrations } from "./integration";

export const getObject = reads(() => true);

export const s3: Integrations = {
  getObject,
  // S3 decrypts the object only to return its checksum. Source:
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
  headObject: reads((call) => call.text("ChecksumMode") === "ENABLED"),
  putObject: onObject("PutObject", "write"),
  deleteObject: onObject("DeleteObject"),
};

/** Reading a specific version is an action of its own. */
function reads(decrypts: (call: Call) => boolean): Integration {
  return (call) => {
    const isVersion = call.isMadeAtRunTime("VersionId") || call.text("VersionId") !== undefined;
    const actions = [isVersion ? "GetObjectVersion" : "GetObject"];
    return objectsOf(call).map((on) => ({ actions, on, ...(decrypts(call) ? { access: "read" } : {}) }));
  };
}

function onObject(action: string, access?: Access): Integration {
  return (call) =>
    objectsOf(call).map((on) => ({ actions: [action], on, ...(access === undefined ? {} : { access }) }));
}

/** The objects that Bucket and Key may name. If either is made at run time, all that the state may reach. */
function objectsOf(call: Call): readonly Resource[] {
  for (const parameter of ["Bucket", "Key"]) {
    if (call.isMadeAtRunTime(parameter)) return call.reachable(parameter);
  }
  const key = call.textOfArn("Key");
  if (key === undefined) throw call.refusal("Key is missing", "Write the object's key");
  return call.resources("Bucket").map((bucket) => objectsIn(bucket, key));
}
