import type { Rule } from "../rule";
import { alarmActions } from "./alarm-actions";
import { apiReplacement } from "./api-replacement";
import { bucketAccessLog } from "./bucket-access-log";
import { bucketAcl } from "./bucket-acl";
import { bucketDataEvents } from "./bucket-data-events";
import { bucketEncryption } from "./bucket-encryption";
import { bucketForceDestroy } from "./bucket-force-destroy";
import { bucketKey } from "./bucket-key";
import { bucketLifecycle } from "./bucket-lifecycle";
import { bucketMfaDelete } from "./bucket-mfa-delete";
import { bucketMultipart } from "./bucket-multipart";
import { bucketName } from "./bucket-name";
import { bucketNotification } from "./bucket-notification";
import { bucketObjectLock } from "./bucket-object-lock";
import { bucketOwnership } from "./bucket-ownership";
import { bucketPolicyLockout } from "./bucket-policy-lockout";
import { bucketPublicAccess } from "./bucket-public-access";
import { bucketReplication } from "./bucket-replication";
import { bucketVersioning } from "./bucket-versioning";
import { dataPreventDestroy } from "./data-prevent-destroy";
import { eventBusDeadLetters } from "./event-bus-dead-letters";
import { eventBusKey } from "./event-bus-key";
import { eventTargetDeadLetters } from "./event-target-dead-letters";
import { executionDataPrivacy } from "./execution-data-privacy";
import { functionCodeSigning } from "./function-code-signing";
import { functionConcurrency } from "./function-concurrency";
import { functionDeadLetters } from "./function-dead-letters";
import { functionEnvironmentKey } from "./function-environment-key";
import { functionEnvironmentSecret } from "./function-environment-secret";
import { functionMemory } from "./function-memory";
import { functionRuntime } from "./function-runtime";
import { functionRuntimeNewest } from "./function-runtime-newest";
import { functionTimeout } from "./function-timeout";
import { functionTracing } from "./function-tracing";
import { functionUrl } from "./function-url";
import { functionVpc } from "./function-vpc";
import { keyDeletionWindow } from "./key-deletion-window";
import { keyEnabled } from "./key-enabled";
import { keyPolicy } from "./key-policy";
import { keyRotation } from "./key-rotation";
import { logGroupKey } from "./log-group-key";
import { logGroupRetention } from "./log-group-retention";
import { logGroupYear } from "./log-group-year";
import { methodAuthorization } from "./method-authorization";
import { methodCache } from "./method-cache";
import { methodCacheEncryption } from "./method-cache-encryption";
import { methodDataTrace } from "./method-data-trace";
import { methodLogLevel } from "./method-log-level";
import { methodThrottling } from "./method-throttling";
import { methodValidation } from "./method-validation";
import { permissionPrincipal } from "./permission-principal";
import { permissionSource } from "./permission-source";
import { pipeDeadLetters } from "./pipe-dead-letters";
import { policyCredentials } from "./policy-credentials";
import { policyDataReading } from "./policy-data-reading";
import { policyEscalation } from "./policy-escalation";
import { policyEveryAction } from "./policy-every-action";
import { policyNegation } from "./policy-negation";
import { policyPassRole } from "./policy-pass-role";
import { policyPermissionsManagement } from "./policy-permissions-management";
import { policyResourceScope } from "./policy-resource-scope";
import { policyStorageEverywhere } from "./policy-storage-everywhere";
import { policyWholeService } from "./policy-whole-service";
import { policyWildcard } from "./policy-wildcard";
import { policyWriting } from "./policy-writing";
import { queueDeadLetterRetention } from "./queue-dead-letter-retention";
import { queueDeadLetters } from "./queue-dead-letters";
import { queueEncryption } from "./queue-encryption";
import { queueRedrive } from "./queue-redrive";
import { queueVisibility } from "./queue-visibility";
import { resourcePolicyAction } from "./resource-policy-action";
import { resourcePolicyPrincipal } from "./resource-policy-principal";
import { resourcePolicyTls } from "./resource-policy-tls";
import { roleFunctionStar } from "./role-function-star";
import { roleInlinePolicy } from "./role-inline-policy";
import { roleManagedPolicies } from "./role-managed-policies";
import { roleTrustAccount } from "./role-trust-account";
import { roleTrustEveryone } from "./role-trust-everyone";
import { roleTrustGithub } from "./role-trust-github";
import { scheduleDeadLetters } from "./schedule-dead-letters";
import { scheduleKey } from "./schedule-key";
import { secretKey } from "./secret-key";
import { secretRecovery } from "./secret-recovery";
import { secretValue } from "./secret-value";
import { stageAccessLog } from "./stage-access-log";
import { stageAccessLogFormat } from "./stage-access-log-format";
import { stageCache } from "./stage-cache";
import { stageClientCertificate } from "./stage-client-certificate";
import { stageFirewall } from "./stage-firewall";
import { stageTracing } from "./stage-tracing";
import { stateMachineExecutionData } from "./state-machine-execution-data";
import { stateMachineLogLevel } from "./state-machine-log-level";
import { stateMachineTaskCatch } from "./state-machine-task-catch";
import { stateMachineTaskRetry } from "./state-machine-task-retry";
import { stateMachineTracing } from "./state-machine-tracing";
import { subscriptionDeadLetters } from "./subscription-dead-letters";
import { tableBackup } from "./table-backup";
import { tableDeletionProtection } from "./table-deletion-protection";
import { tableExpiry } from "./table-expiry";
import { tableKey } from "./table-key";
import { tableRecovery } from "./table-recovery";
import { tableScaling } from "./table-scaling";
import { topicEncryption } from "./topic-encryption";
import { topicPolicyCondition } from "./topic-policy-condition";
import { validatorScope } from "./validator-scope";

/** Every rule, subject by subject. */
export const allRules: readonly Rule[] = [
  alarmActions,
  apiReplacement,
  bucketAccessLog,
  bucketAcl,
  bucketDataEvents,
  bucketEncryption,
  bucketForceDestroy,
  bucketKey,
  bucketLifecycle,
  bucketMfaDelete,
  bucketMultipart,
  bucketName,
  bucketNotification,
  bucketObjectLock,
  bucketOwnership,
  bucketPolicyLockout,
  bucketPublicAccess,
  bucketReplication,
  bucketVersioning,
  dataPreventDestroy,
  eventBusDeadLetters,
  eventBusKey,
  eventTargetDeadLetters,
  executionDataPrivacy,
  functionCodeSigning,
  functionConcurrency,
  functionDeadLetters,
  functionEnvironmentKey,
  functionEnvironmentSecret,
  functionMemory,
  functionRuntime,
  functionRuntimeNewest,
  functionTimeout,
  functionTracing,
  functionUrl,
  functionVpc,
  keyDeletionWindow,
  keyEnabled,
  keyPolicy,
  keyRotation,
  logGroupKey,
  logGroupRetention,
  logGroupYear,
  methodAuthorization,
  methodCache,
  methodCacheEncryption,
  methodDataTrace,
  methodLogLevel,
  methodThrottling,
  methodValidation,
  permissionPrincipal,
  permissionSource,
  pipeDeadLetters,
  policyCredentials,
  policyDataReading,
  policyEscalation,
  policyEveryAction,
  policyNegation,
  policyPassRole,
  policyPermissionsManagement,
  policyResourceScope,
  policyStorageEverywhere,
  policyWholeService,
  policyWildcard,
  policyWriting,
  queueDeadLetterRetention,
  queueDeadLetters,
  queueEncryption,
  queueRedrive,
  queueVisibility,
  resourcePolicyAction,
  resourcePolicyPrincipal,
  resourcePolicyTls,
  roleFunctionStar,
  roleInlinePolicy,
  roleManagedPolicies,
  roleTrustAccount,
  roleTrustEveryone,
  roleTrustGithub,
  scheduleDeadLetters,
  scheduleKey,
  secretKey,
  secretRecovery,
  secretValue,
  stageAccessLog,
  stageAccessLogFormat,
  stageCache,
  stageClientCertificate,
  stageFirewall,
  stageTracing,
  stateMachineExecutionData,
  stateMachineLogLevel,
  stateMachineTaskCatch,
  stateMachineTaskRetry,
  stateMachineTracing,
  subscriptionDeadLetters,
  tableBackup,
  tableDeletionProtection,
  tableExpiry,
  tableKey,
  tableRecovery,
  tableScaling,
  topicEncryption,
  topicPolicyCondition,
  validatorScope,
];
