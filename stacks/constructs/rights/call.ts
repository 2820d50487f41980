import { type AslObject, isObject } from "../../../asl/states";
import { type Substitutions, substitute } from "../placeholders";
import { Refused } from "../refused";
import type { Resource } from "./resource";

/** The place of a call, and what its workflow knows. */
export interface Surroundings {
  /** For messages, such as `workflows/order-intake.asl.json`. */
  readonly file: string;
  readonly state: string;
  readonly substitutions: Substitutions;
  /** Resources that the state may reach but its definition does not name. Calling it marks them as needed. */
  readonly reaches: () => readonly Resource[];
  /** The state machine itself. */
  readonly self: Resource;
  /** The ARN of a resource in the workflow's account and region. */
  readonly arnOf: (service: string, resource: string) => string;
}

/** One call of AWS by a state: the resources that it names, and refusals for what it leaves open. */
export class Call {
  constructor(
    readonly around: Surroundings,
    /** As in the definition, such as `arn:aws:states:::sqs:sendMessage`. */
    readonly integration: string,
    private readonly parameters: AslObject,
  ) {}

  /** The call of a Task. */
  static of(around: Surroundings, { Resource, Parameters }: AslObject): Call {
    return new Call(around, String(Resource), isObject(Parameters) ? Parameters : {});
  }

  /** The resources that a parameter may name. Throws {@link Refused} if they are known only at run time. */
  resources(parameter: string): readonly Resource[] {
    if (this.isMadeAtRunTime(parameter)) return this.reachable(parameter);
    const value = this.parameters[parameter];
    const [, name = ""] = (typeof value === "string" ? value : "").match(/^\$\{([^}]*)\}$/) ?? [];
    const { substitutions } = this.around;
    const resource = Object.hasOwn(substitutions, name) ? substitutions[name] : undefined;
    if (typeof resource === "object") return [resource];
    throw this.refusal(
      `${parameter} is ${JSON.stringify(value) ?? "missing"}, from which no right can be derived`,
      `Write a placeholder such as \${Try${parameter}}, and supply the resource itself, not its text, where the workflow is created`,
    );
  }

  /** The text of a parameter with its placeholders filled in. Undefined without such a parameter. */
  text(parameter: string): string | undefined {
    const value = this.parameters[parameter];
    return typeof value === "string" ? substitute(value, this.around.substitutions) : undefined;
  }

  /** Like {@link text}, for a part of an ARN. Throws {@link Refused} for wildcards, which IAM would expand. */
  textOfArn(parameter: string): string | undefined {
    const text = this.text(parameter);
    if (text === undefined || !/[*?]/.test(text)) return text;
    throw this.refusal(
      `${parameter} is ${JSON.stringify(text)}, but IAM treats * and ? as wildcards, so the right would cover many resources`,
      "Write a name without them",
    );
  }

  value(parameter: string): unknown {
    return this.parameters[parameter];
  }

  isMadeAtRunTime(parameter: string): boolean {
    return `${parameter}.$` in this.parameters;
  }

  /** The path or function that computes a parameter at run time. */
  path(parameter: string): unknown {
    return this.parameters[`${parameter}.$`];
  }

  /** A part of the parameters, as a call of its own. */
  part(parameters: AslObject): Call {
    return new Call(this.around, this.integration, parameters);
  }

  /** The resources declared for the state in `reaches`. Throws {@link Refused} if there are none. */
  reachable(parameter: string): readonly Resource[] {
    return this.declared(
      `${parameter} is made at run time (${String(this.path(parameter))}), so it could be anything`,
      "Name it by a placeholder, or declare",
    );
  }

  /** Like {@link reachable}, for resources that no parameter names. `fix` ends with "declare". */
  declared(wrong: string, fix: string): readonly Resource[] {
    const reaches = this.around.reaches();
    if (reaches.length > 0) return reaches;
    throw this.refusal(
      wrong,
      `${fix} in the Workflow what the state may reach: reaches: { ${this.around.state}: [...] }`,
    );
  }

  refusal(wrong: string, fix: string): Refused {
    const { file, state } = this.around;
    return new Refused(`${file}, state ${state}: ${wrong}. ${fix}. (rights of ${this.integration})`);
  }
}
