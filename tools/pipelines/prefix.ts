import { loadEnvironment } from "../../environments/load";

/** The prefix of the names of an environment's stacks, roles and resources, such as `orders-dev`. */
export function prefixOf(environment: string): string {
  const { namePrefix, name } = loadEnvironment(environment, process.env);
  return `${namePrefix}-${name}`;
}
