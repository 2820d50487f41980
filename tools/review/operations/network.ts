import { isPlanList, isPlanObject, type PlanObject, type PlanValue } from "../../terraform/plan-value";
import { amount, anyChange, choice, flag, presence, ranked } from "../attributes/judges";
import { attention, dangerous, type Outcome, type Row, safe } from "../attributes/row";
import { say } from "../text";

const VPC = "https://docs.aws.amazon.com/vpc/latest/userguide";
const FRONT = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide";
const BALANCER = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application";
const WAF = "https://docs.aws.amazon.com/waf/latest/developerguide";
const GROUP_RULES = `${VPC}/security-group-rules.html`;
const BALANCERS = ["aws_lb", "aws_alb"];

const CLOUDFRONT_TLS = [
  "SSLv3",
  "TLSv1",
  "TLSv1_2016",
  "TLSv1.1_2016",
  "TLSv1.2_2018",
  "TLSv1.2_2019",
  "TLSv1.2_2021",
  "TLSv1.2_2025",
  "TLSv1.3_2025",
];

export const networkRows: readonly Row[] = [
  {
    rule: "network-opened",
    at: ["aws_security_group.ingress", "aws_default_security_group.ingress"],
    judge: (before, after) => {
      const known = new Set(openings(before).map(String));
      const [first, ...others] = openings(after).filter((opening) => !known.has(String(opening)));
      if (first === undefined) return undefined;
      return {
        ...worstOf([first, ...others]),
        verb: "is opened",
        shown: [list(openings(before)), list([first, ...others])],
      };
    },
    isWhole: true,
    isForNew: true,
    source: GROUP_RULES,
  },
  {
    rule: "network-opened",
    at: ["cidr_blocks", "ipv6_cidr_blocks"].map((name) => `aws_security_group_rule.${name}`),
    judge: (before, after, { after: rule }) =>
      rule?.type === "egress" || !isAnywhere(after) || isAnywhere(before) ? undefined : opened(rule ?? {}),
    isForNew: true,
    source: GROUP_RULES,
  },
  {
    rule: "network-opened",
    at: ["cidr_ipv4", "cidr_ipv6"].map((name) => `aws_vpc_security_group_ingress_rule.${name}`),
    judge: (before, after, { after: rule }) =>
      isAnywhere(after) && !isAnywhere(before) ? opened(rule ?? {}) : undefined,
    isForNew: true,
    source: GROUP_RULES,
  },
  {
    rule: "balancer-protocol",
    at: ["aws_lb_listener.protocol", "aws_alb_listener.protocol"],
    judge: choice(
      {
        HTTP: dangerous("clients talk to the listener without encryption (TLS)"),
        HTTPS: attention("clients must talk to the listener with TLS"),
      },
      { other: attention("clients must talk to the listener in another way") },
    ),
    source: `${BALANCER}/create-https-listener.html`,
  },
  {
    rule: "balancer-tls",
    at: ["aws_lb_listener.ssl_policy", "aws_alb_listener.ssl_policy"],
    judge: (before, after) =>
      /2016-08|TLS-1-0|TLS-1-1|2015/.test(String(after)) && !/2016-08|TLS-1-0|TLS-1-1|2015/.test(String(before))
        ? { ...dangerous("clients may use TLS 1.0 or 1.1, which are broken"), verb: "is weakened" }
        : { ...attention("clients must know the ciphers of another policy"), verb: "changes" },
    source: `${BALANCER}/describe-ssl-policies.html`,
  },
  {
    rule: "balancer-log",
    at: BALANCERS.map((type) => `${type}.access_logs.enabled`),
    judge: flag({
      off: attention("access logs are no longer written: no record says who called"),
      on: safe("access logs are written"),
    }),
    source: `${BALANCER}/load-balancer-access-logs.html`,
  },
  {
    rule: "balancer-internal",
    at: BALANCERS.map((type) => `${type}.internal`),
    judge: flag({
      off: dangerous("the load balancer can be reached from the internet"),
      on: attention("the load balancer can be reached from the VPC only"),
    }),
    source: `${BALANCER}/application-load-balancers.html`,
  },
  {
    rule: "distribution-tls",
    at: ["aws_cloudfront_distribution.viewer_certificate.minimum_protocol_version"],
    judge: ranked(CLOUDFRONT_TLS, {
      weaker: dangerous("viewers may use an older version of TLS"),
      stronger: attention("viewers that know only an older version of TLS are refused"),
      changed: attention("viewers must speak another version of TLS"),
    }),
    source: `${FRONT}/secure-connections-supported-viewer-protocols-ciphers.html`,
  },
  {
    rule: "distribution-protocol",
    at: ["default_cache_behavior", "ordered_cache_behavior"].map(
      (block) => `aws_cloudfront_distribution.${block}.viewer_protocol_policy`,
    ),
    judge: choice(
      { "allow-all": dangerous("viewers may talk to CloudFront without encryption (TLS)") },
      { other: attention("viewers must talk to CloudFront with TLS") },
    ),
    source: `${FRONT}/using-https-viewers-to-cloudfront.html`,
  },
  {
    rule: "distribution-log",
    at: ["aws_cloudfront_distribution.logging_config"],
    judge: presence({
      removed: attention("access logs are no longer written: no record says who called"),
      added: safe("access logs are written"),
    }),
    source: `${FRONT}/AccessLogs.html`,
  },
  {
    rule: "distribution-enabled",
    at: ["aws_cloudfront_distribution.enabled"],
    judge: flag({
      off: dangerous("the distribution is disabled: it answers nobody"),
      on: attention("the distribution answers viewers"),
    }),
    source: `${FRONT}/HowToUpdateDistribution.html`,
  },
  {
    rule: "firewall-removed",
    at: ["aws_cloudfront_distribution.web_acl_id"],
    judge: presence({
      removed: dangerous("no firewall (WAF) filters requests any more"),
      changed: attention("another firewall (WAF) filters requests"),
      added: attention("a firewall (WAF) filters requests"),
    }),
    source: `${WAF}/web-acl-associating-aws-resource.html`,
  },
  {
    rule: "firewall-rule",
    at: ["aws_wafv2_web_acl.rule"],
    judge: presence({
      removed: dangerous("requests that this rule of the firewall (WAF) blocked or counted pass"),
      added: attention("one more rule of the firewall (WAF) filters requests"),
    }),
    source: `${WAF}/web-acl-rules.html`,
  },
  {
    rule: "firewall-default",
    at: [
      "aws_wafv2_web_acl.default_action.allow",
      "aws_wafv2_web_acl.rule.action.allow",
      "aws_wafv2_web_acl.rule.override_action.count",
      "aws_wafv2_web_acl.rule.action.count",
    ],
    judge: presence({ added: dangerous("requests that the firewall (WAF) blocked pass") }),
    source: `${WAF}/web-acl-default-action.html`,
  },
  {
    rule: "capacity",
    at: [
      "aws_ecs_service.desired_count",
      "aws_appautoscaling_target.max_capacity",
      "aws_autoscaling_group.max_size",
      "aws_autoscaling_group.desired_capacity",
      "kubernetes_deployment.spec.replicas",
    ],
    judge: amount({
      special: { 0: { means: "nothing runs", as: 0 } },
      to: { 0: dangerous("nothing of it runs any more") },
      lowered: attention("less of it runs, so it takes less load"),
      raised: safe("more of it runs, at a higher price"),
    }),
    source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_definition_parameters.html",
  },
  {
    rule: "capacity-least",
    at: ["aws_appautoscaling_target.min_capacity", "aws_autoscaling_group.min_size"],
    judge: amount({
      lowered: attention("less of it is kept running while there is little load"),
      raised: safe("more of it is kept running, at a higher price"),
    }),
    source: "https://docs.aws.amazon.com/autoscaling/application/userguide/what-is-application-auto-scaling.html",
  },
  {
    rule: "task-definition",
    at: ["aws_ecs_service.task_definition"],
    judge: anyChange(attention("the service runs another task definition")),
    source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/update-service-console-v2.html",
  },
];

/** Ports that are meant to be public. */
const WEB_PORTS = [80, 443];

/** A way in from every address. */
class Opening {
  constructor(private readonly rule: PlanObject) {}

  get isForWeb(): boolean {
    const { from_port, to_port, protocol, ip_protocol } = this.rule;
    return String(protocol ?? ip_protocol) === "tcp" && from_port === to_port && WEB_PORTS.includes(Number(from_port));
  }

  toString(): string {
    const { from_port, to_port, protocol, ip_protocol, cidr_blocks, ipv6_cidr_blocks, cidr_ipv4, cidr_ipv6 } =
      this.rule;
    const by = String(protocol ?? ip_protocol ?? "-1");
    const sources = [cidr_blocks, ipv6_cidr_blocks, cidr_ipv4, cidr_ipv6].flatMap((value = null) => anywhere(value));
    const ports =
      by === "-1" ? "every port" : from_port === to_port ? `port ${from_port}` : `ports ${from_port}-${to_port}`;
    return `${by === "-1" ? "all protocols" : by} ${ports} from ${sources.join(" and ")}`;
  }
}

function openings(rules: PlanValue | undefined): readonly Opening[] {
  if (!isPlanList(rules)) return isPlanObject(rules) && hasAnywhere(rules) ? [new Opening(rules)] : [];
  return rules.flatMap(openings);
}

function hasAnywhere({ cidr_blocks = null, ipv6_cidr_blocks = null }: PlanObject): boolean {
  return isAnywhere(cidr_blocks) || isAnywhere(ipv6_cidr_blocks);
}

function isAnywhere(value: PlanValue | undefined): boolean {
  return value !== undefined && anywhere(value).length > 0;
}

/** The address ranges of a value that hold every address. */
function anywhere(value: PlanValue): readonly string[] {
  return (isPlanList(value) ? value : [value]).map(String).filter((range) => /^(0\.0\.0\.0|::)\/0$/.test(range));
}

function opened(rule: PlanObject): Outcome {
  const opening = new Opening(rule);
  return { ...worstOf([opening]), verb: "is opened", shown: [say`none`, list([opening])] };
}

function worstOf(found: readonly Opening[]): Omit<Outcome, "verb"> {
  return found.every(({ isForWeb }) => isForWeb)
    ? attention("everyone on the internet can connect to the web port")
    : dangerous("everyone on the internet can connect");
}

function list(found: readonly Opening[]): ReturnType<typeof say> {
  return found.length === 0 ? say`none` : say`${found.map(String).join(", ")}`;
}
