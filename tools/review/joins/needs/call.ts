import { type AslObject, isObject, objectsOf } from "../../../../asl/states";
import { arnIn, type Place } from "../place";

/** An action of IAM that a call needs on a resource. */
export interface Need {
  /** Such as `lambda:InvokeFunction`. */
  readonly action: string;
  /** An ARN, with `*` for what is known only at run time. */
  readonly resource: string;
}

/** The needs of one kind of call. */
export type Needs = (call: Call) => readonly Need[];

/** Actions on one resource. */
export function on(resource: string, ...actions: readonly string[]): Need[] {
  return actions.map((action) => ({ action, resource }));
}

/** A call of AWS by a state, as its definition writes it. */
export class Call {
  constructor(
    readonly place: Place,
    /** Such as `sqs:sendMessage`, without the pattern after the dot. */
    readonly name: string,
    /** `sync`, `sync:2`, `waitForTaskToken`, or empty. */
    readonly pattern: string,
    private readonly parameters: AslObject,
  ) {}

  /** A parameter, or `*` if it is known only at run time. Undefined if it is not given. */
  text(name: string): string | undefined {
    if (Object.hasOwn(this.parameters, `${name}.$`)) {
      return this.parameters[`${name}.$`] === "$$.StateMachine.Id" ? this.self : "*";
    }
    if (!Object.hasOwn(this.parameters, name)) return undefined;
    const value = this.parameters[name];
    if (typeof value !== "string") return "*";
    if (/^\{%\s*\$states\.context\.StateMachine\.Id\s*%\}$/.test(value)) return this.self;
    return /^\{%|\$\{/.test(value) ? "*" : value;
  }

  /** The objects in a list, as calls of their own. Undefined if the list is made at run time. */
  parts(name: string): readonly Call[] | undefined {
    const list = Object.hasOwn(this.parameters, name) ? this.parameters[name] : undefined;
    return Array.isArray(list) ? objectsOf(list).map((part) => this.part(part)) : undefined;
  }

  /** The objects in this one by their names, as calls of their own. */
  inner(): readonly (readonly [string, Call])[] {
    return Object.entries(this.parameters).flatMap(([name, value]) =>
      isObject(value) ? [[name, this.part(value)] as const] : [],
    );
  }

  /** The names of the fields of an object. Undefined if the object is made at run time. */
  fields(name: string): readonly string[] | undefined {
    const value = Object.hasOwn(this.parameters, name) ? this.parameters[name] : undefined;
    return isObject(value) ? Object.keys(value).map((field) => (field.endsWith(".$") ? "*" : field)) : undefined;
  }

  get self(): string {
    return arnIn(this.place, "states", `stateMachine:${this.place.machine}`);
  }

  private part(parameters: AslObject): Call {
    return new Call(this.place, this.name, this.pattern, parameters);
  }
}
