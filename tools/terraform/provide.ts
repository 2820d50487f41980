import type { SetUp } from "../support/cache";
import { pathWithTerraform } from "./find-terraform";
import { provideProviderMirror } from "./provider-mirror";

/**
 * Provides what plans and deploys need: makes PATH lead to Terraform 1.10 or later, and returns the folder of a mirror that
 * has the AWS provider. Downloads once what this machine lacks. Throws a StartError that says what to do.
 */
export async function provideTerraform(setUp: SetUp): Promise<string> {
  setUp.env.PATH = await pathWithTerraform(setUp);
  return provideProviderMirror(setUp);
}
