import type { ProxyHooks } from "../hooks";
import type { Intervention } from "./intervention";
import { bucketNotification } from "./interventions/bucket-notification";
import { bucketPolicy } from "./interventions/bucket-policy";
import { distributedMapType } from "./interventions/distributed-map-type";
import { executionName } from "./interventions/execution-name";
import { functionSettings } from "./interventions/function-settings";
import { itemBatcher } from "./interventions/item-batcher";
import { lambdaInvoke } from "./interventions/lambda-invoke";
import { listVersions } from "./interventions/list-versions";
import { machineTypes } from "./interventions/machine-types";
import { notices } from "./interventions/notices";
import { objectChecksum } from "./interventions/object-checksum";
import { objectCreated } from "./interventions/object-created";
import { queuePolicies } from "./interventions/queue-policies";
import { startSyncExecution } from "./interventions/start-sync-execution";
import { validateDefinition } from "./interventions/validate-definition";
import { versionsAndAliases } from "./interventions/versions-and-aliases";

/**
 * The proxy's interventions. Each keeps its memory as long as one moto runs. A call goes through them in this order, so each
 * one sees the calls that those before it make.
 */
export function interventions(hooks: ProxyHooks): Intervention[] {
  return [
    validateDefinition,
    startSyncExecution,
    executionName,
    versionsAndAliases((version) => void hooks.started.push(version)),
    listVersions(),
    machineTypes(),
    itemBatcher(),
    distributedMapType(),
    lambdaInvoke(() => hooks.surroundings?.lambda),
    functionSettings(),
    queuePolicies(),
    bucketPolicy(),
    bucketNotification(),
    objectChecksum,
    notices((notice) => hooks.surroundings?.takeNotice(notice)),
    objectCreated((object) => hooks.surroundings?.takeObject(object)),
  ];
}
