import { type AslObject, isObject } from "../../../asl/states";
import { type Substitutions, substitute } from "../placeholders";
import { Refused } from "../refused";
import type { Resource } from "./resource";

/** Where a call stands, and what the workflow knows that it is part of. */
export interface Surroundings {
  /** For messages, such as `workflows/order-intake.asl.json`. */
  readonly file: string;
  readonly state: string;
  readonly substitutions: Substitutions;
  /** What the state may reach beyond what its definition names. Whoever asks needs it. */
  readonly reaches: () => readonly Resource[];
  /** The state machine itself. */
  readonly self: Resource;
  /** The ARN of something in the workflow's account and region. */
  readonly arnOf: (service: string, resource: string) => string;
}

/** One call of AWS by a state: what it names, and how to refuse what it leaves open. */
export class Call {
  constructor(
    readonly around: Surroundings,
    /** `arn:aws:states:::sqs:sendMessage`, as the definition writes it. */
    readonly integration: string,
    private readonly parameters: AslObject,
  ) {}

  /** The call of a Task. */
  static of(around: Surroundings, { Resource, Parameters }: AslObject): Call {
    return new Call(around, String(Resource), isObject(Parameters) ? Parameters : {});
  }

  /** The resources of which a parameter names one. Throws {@link Refused} when that is known at run time only. */
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

  /** The text of a parameter, its placeholders filled in; undefined where there is none. */
  text(parameter: string): string | undefined {
    const value = this.parameters[parameter];
    return typeof value === "string" ? substitute(value, this.around.substitutions) : undefined;
  }

  /** The same for what becomes a part of an ARN. Throws {@link Refused} for what IAM would take for many names. */
  textOfArn(parameter: string): string | undefined {
    const text = this.text(parameter);
    if (text === undefined || !/[*?]/.test(text)) return text;
    throw this.refusal(
      `${parameter} is ${JSON.stringify(text)}, and IAM takes * and ? for wildcards, so the right would be one on many resources`,
      "Write a name without them",
    );
  }

  value(parameter: string): unknown {
    return this.parameters[parameter];
  }

  isMadeAtRunTime(parameter: string): boolean {
    return `${parameter}.$` in this.parameters;
  }

  /** The path or function that makes a parameter at run time. */
  path(parameter: string): unknown {
    return this.parameters[`${parameter}.$`];
  }

  /** A part of the parameters, as if it were a call of its own. */
  part(parameters: AslObject): Call {
    return new Call(this.around, this.integration, parameters);
  }

  /** What the state was told to reach. Throws {@link Refused} when that is nothing. */
  reachable(parameter: string): readonly Resource[] {
    return this.told(
      `${parameter} is made at run time (${String(this.path(parameter))}), so it could be anything`,
      "Name it by a placeholder, or tell",
    );
  }

  /** The same for what no parameter names; `mend` ends in "tell". */
  told(wrong: string, mend: string): readonly Resource[] {
    const reaches = this.around.reaches();
    if (reaches.length > 0) return reaches;
    throw this.refusal(
      wrong,
      `${mend} the Workflow what the state may reach: reaches: { ${this.around.state}: [...] }`,
    );
  }

  refusal(wrong: string, mend: string): Refused {
    const { file, state } = this.around;
    return new Refused(`${file}, state ${state}: ${wrong}. ${mend}. (rights of ${this.integration})`);
  }
}
