import { z } from "zod";
import { definitionRewrite, objectsIn } from "../definition-rewrite";
import type { Intervention } from "../intervention";

const express = z.looseObject({ Mode: z.literal("DISTRIBUTED"), ExecutionType: z.literal("EXPRESS") });

export function distributedMapType(): Intervention {
  return definitionRewrite(
    {
      does: "creates Distributed Maps with children of type STANDARD",
      because:
        "moto's interpreter knows no other type and refuses the definition; it runs both types in the same way, and callers read the original definition",
    },
    (definition) => {
      const configs = [...objectsIn(definition)].filter((it) => express.safeParse(it).success);
      for (const config of configs) Reflect.set(config, "ExecutionType", "STANDARD");
      return configs.length > 0;
    },
  );
}
