import type { Rehearsal } from "../../../tools/rehearse/rehearse";
import { isAllWell, summaryText } from "../../../tools/rehearse/summary";

const deployed = { step: "deploy", ok: true, told: "247 resources", details: ["orders-dev-data: 19 resources"] };
const changed = {
  step: "second plan",
  ok: false,
  told: "1 changes",
  details: ["orders-dev-data: update aws_kms_key.key"],
};
const rehearsal = (environment: string, ...findings: Rehearsal["findings"]): Rehearsal => ({
  environment,
  findings,
  inPlaceOfMoto: [
    { does: "mends", because: "moto breaks" },
    { does: "tells types", because: "moto forgets them", calls: 2 },
    { does: "never asked", because: "nobody called", calls: 0 },
  ],
});
const summary = (...rehearsals: Rehearsal[]) => ({ seed: 7, seconds: 59.6, rehearsals });

it("is well only when every step of every environment is, and there was one", () => {
  expect(isAllWell(summary(rehearsal("dev", deployed), rehearsal("prod", deployed)))).toBe(true);
  expect(isAllWell(summary(rehearsal("dev", deployed), rehearsal("prod", deployed, changed)))).toBe(false);
  expect(isAllWell(summary(rehearsal("dev")))).toBe(false);
});

it("tells each step of each environment, what differs, what was done in moto's place, and how to repeat it", () => {
  const text = summaryText(summary(rehearsal("dev", deployed, changed), rehearsal("prod", deployed)), false);
  expect(text.split("\n")).toEqual([
    "             dev                 prod",
    "deploy       247 resources       247 resources",
    "second plan  DIFFERS: 1 changes  not reached",
    "",
    "In detail:",
    "  dev, deploy: orders-dev-data: 19 resources",
    "  dev, second plan: DIFFERS: orders-dev-data: update aws_kms_key.key",
    "  prod, deploy: orders-dev-data: 19 resources",
    "",
    "Done in moto's place, because moto does not do it as AWS does:",
    "  mends: moto breaks",
    "  tells types: moto forgets them",
    "",
    "Rehearsed in 60 s with --seed 7: something DIFFERS.",
  ]);
});
