import type { Blocks, SynthesizedStack } from "../../terraform/synthesis";
import { Resource } from "./resource";
import { Stack } from "./stack";

/** A stack as rules see it, from what cdktf has written. */
export function synthesizedStack({ id, tags, resources, data }: SynthesizedStack): Stack {
  return new Stack({
    id,
    environment: tags.Environment ?? "",
    source: "synthesis",
    resources: [...resourcesOf(resources, ""), ...resourcesOf(data, "data.")],
  });
}

function resourcesOf(all: Blocks, prefix: string): Resource[] {
  return Object.entries(all).flatMap(([type, named]) =>
    // `//` holds cdktf's notes.
    Object.entries(named).map(([name, { "//": _notes, ...values }]) => new Resource(`${prefix}${type}`, name, values)),
  );
}
