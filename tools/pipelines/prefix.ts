import { loadEnvironment } from "../../environments/load";

/** What the names of an environment's stacks, roles and resources begin with, such as `orders-dev`. */
export function prefixOf(environment: string): string {
  const { namePrefix, name } = loadEnvironment(environment, process.env);
  return `${namePrefix}-${name}`;
}
