import { type AslObject, isObject } from "../../../../asl/states";

const INVOKE = "arn:aws:states:::lambda:invoke";

/** The ARN of a function, by default in the account and Region of the plan. */
export function functionArn(name: string, place = "eu-west-1:111122223333"): string {
  return `arn:aws:lambda:${place}:function:${name}`;
}

/** A Task that calls a function. */
export function call(name: string, fields: AslObject): AslObject {
  return {
    Type: "Task",
    Resource: INVOKE,
    Parameters: { FunctionName: functionArn(name), "Payload.$": "$" },
    ...fields,
  };
}

const retry = { ErrorEquals: ["States.TaskFailed"], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 2 };
const onFailure = (Next: string) => ({ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next });

const ORDERS: AslObject = {
  Comment: "orders",
  StartAt: "Validate",
  States: {
    Validate: call("validate", { Next: "Reserve", Retry: [retry], Catch: [onFailure("Reject")] }),
    Reserve: call("reserve", {
      Next: "IsBig",
      TimeoutSeconds: 30,
      Retry: [{ ...retry, ErrorEquals: ["Throttled"] }, retry],
      Catch: [{ ErrorEquals: ["OutOfStock"], Next: "Reject" }, onFailure("Alert")],
    }),
    IsBig: {
      Type: "Choice",
      Choices: [
        { Variable: "$.amount", NumericGreaterThan: 1000, Next: "Approve" },
        { Variable: "$.vip", BooleanEquals: true, Next: "Charge" },
      ],
      Default: "Charge",
    },
    Approve: {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Parameters: {
        QueueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/approvals",
        MessageBody: { "token.$": "$$.Task.Token" },
      },
      TimeoutSeconds: 86400,
      HeartbeatSeconds: 3600,
      Next: "Charge",
    },
    Charge: call("charge", {
      Next: "Ship",
      ResultPath: "$.charge",
      Retry: [retry],
      Catch: [onFailure("ReleaseStock")],
    }),
    ReleaseStock: call("release", { Next: "Alert" }),
    Ship: {
      Type: "Map",
      ItemsPath: "$.items",
      MaxConcurrency: 5,
      ItemProcessor: {
        ProcessorConfig: { Mode: "INLINE" },
        StartAt: "Pack",
        States: {
          Pack: call("pack", { Next: "Send", Retry: [retry] }),
          Send: call("send", { End: true, TimeoutSeconds: 60 }),
        },
      },
      Next: "Cool",
    },
    Cool: { Type: "Wait", Seconds: 60, Next: "Notify" },
    Notify: {
      Type: "Parallel",
      Branches: [
        { StartAt: "Mail", States: { Mail: call("mail", { End: true }) } },
        { StartAt: "Sms", States: { Sms: call("sms", { End: true }) } },
      ],
      Next: "Done",
    },
    Done: { Type: "Succeed" },
    Reject: { Type: "Fail", Error: "OrderRejected", Cause: "no" },
    Alert: { Type: "Fail", Error: "OrderFailed", Cause: "look" },
  },
};

const JSONATA: AslObject = {
  QueryLanguage: "JSONata",
  StartAt: "Sum",
  States: {
    Sum: {
      Type: "Task",
      Resource: INVOKE,
      Arguments: { FunctionName: functionArn("sum"), Payload: "{% $states.input %}" },
      Assign: { total: "{% $states.result.total %}" },
      Output: "{% $states.result %}",
      Next: "IsBig",
    },
    IsBig: { Type: "Choice", Choices: [{ Condition: "{% $total > 100 %}", Next: "Pause" }], Default: "Done" },
    Pause: { Type: "Wait", Seconds: "{% $pause %}", Next: "Done" },
    Done: { Type: "Succeed", Output: "{% $total %}" },
  },
};

/** Values by their place, such as `Charge.Retry.0.MaxAttempts`; undefined removes. Fields of the machine begin with a dot. */
export type Edits = Readonly<Record<string, unknown>>;

/** A workflow with a Choice, a wait for an answer, a compensation, a Map and a Parallel. */
export function orders(edits: Edits = {}): AslObject {
  return edited(ORDERS, edits);
}

/** A workflow whose expressions are JSONata. */
export function jsonata(edits: Edits = {}): AslObject {
  return edited(JSONATA, edits);
}

function edited(definition: AslObject, edits: Edits): AslObject {
  return Object.entries(edits).reduce<AslObject>((result, [place, value]) => {
    const path = place.startsWith(".") ? place.slice(1).split(".") : ["States", ...place.split(".")];
    const changed = put(result, path, value);
    if (!isObject(changed)) throw new Error(`${place} is no place in a definition`);
    return changed;
  }, definition);
}

function put(given: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(given))
    return given.map((each: unknown, at) => (String(at) === step ? put(each, rest, value) : each));
  const object = isObject(given) ? given : {};
  const changed = put(Object.hasOwn(object, step) ? object[step] : undefined, rest, value);
  const others = Object.entries(object).filter(([name]) => name !== step);
  return Object.fromEntries(changed === undefined ? others : [...others, [step, changed]]);
}
