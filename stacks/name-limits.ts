import { type IAspect, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";
import type { Environment } from "../environments/schema";
import { Refused } from "./constructs/refused";

interface NameLimit {
  /** The property of the binding that holds the resource's name. */
  readonly attribute: string;
  readonly most: number;
}

/**
 * The longest names that AWS accepts, by Terraform's type. Sources: the API reference of each service, and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const LIMITS: Readonly<Record<string, NameLimit>> = {
  aws_cloudwatch_event_bus: { attribute: "nameInput", most: 256 },
  aws_cloudwatch_event_rule: { attribute: "nameInput", most: 64 },
  aws_cloudwatch_metric_alarm: { attribute: "alarmNameInput", most: 255 },
  aws_dynamodb_table: { attribute: "nameInput", most: 255 },
  aws_iam_policy: { attribute: "nameInput", most: 128 },
  aws_iam_role: { attribute: "nameInput", most: 64 },
  aws_lambda_function: { attribute: "functionNameInput", most: 64 },
  aws_pipes_pipe: { attribute: "nameInput", most: 64 },
  aws_s3_bucket: { attribute: "bucketInput", most: 63 },
  aws_scheduler_schedule: { attribute: "nameInput", most: 64 },
  aws_scheduler_schedule_group: { attribute: "nameInput", most: 64 },
  aws_sfn_state_machine: { attribute: "nameInput", most: 80 },
  aws_sns_topic: { attribute: "nameInput", most: 256 },
  aws_sqs_queue: { attribute: "nameInput", most: 80 },
};

/** Refuses a name that is too long during synthesis. AWS would refuse it half-way through a deployment. */
export class NameLimits implements IAspect {
  constructor(private readonly environment: Environment) {}

  visit(construct: IConstruct): void {
    if (!(construct instanceof TerraformResource)) return;
    const limit = LIMITS[construct.terraformResourceType];
    if (limit === undefined) return;
    const name = plain(Reflect.get(construct, limit.attribute));
    if (name.length <= limit.most) return;
    const { name: environment, namePrefix } = this.environment;
    throw new Refused(
      `${construct.node.path}: the name ${name} has ${name.length} characters, but AWS allows ${limit.most} for an ${construct.terraformResourceType}. Shorten namePrefix (${namePrefix}), the environment's name (${environment}) or the name of the part.`,
    );
  }
}

/** A name with twelve digits in place of the reference that Terraform replaces with the account's id. */
function plain(name: unknown): string {
  return String(name).replace(/\$\{[^}]*\}/g, "000000000000");
}
