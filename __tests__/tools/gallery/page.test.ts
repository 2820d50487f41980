import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CHANGES } from "../../../tools/gallery/changes";
import { readFixture } from "../../../tools/gallery/fixtures";
import { galleryPage } from "../../../tools/gallery/page";
import { renderGallery } from "../../../tools/gallery/render";
import { reviewFixture } from "../../../tools/gallery/review-fixture";
import { readPlan } from "../../../tools/terraform/plan";

const root = join(__dirname, "../../..");

it("docs/review.md shows what the review says now", async () => {
  const page = readFileSync(join(root, "docs/review.md"), "utf8");
  // The difference would be pages long.
  if ((await renderGallery()) !== page) throw new Error("docs/review.md is stale. Write it with: npm run gallery");
});

describe("the two changes whose addresses and actions are the same", () => {
  const names = ["payment-retried", "first-9"];

  it("are the same in a list of addresses", () => {
    const [one, other] = names.map((name) =>
      readPlan(name, readFixture(name).plan)
        .changes.filter(({ kind }) => kind !== "no-op")
        .map(({ address, actions }) => `${actions.join()} ${address}`),
    );
    expect(one?.length).toBeGreaterThan(0);
    expect(one).toEqual(other);
  });

  it("have different reviews", async () => {
    const reviews = await Promise.all(names.map((name) => reviewFixture("plan", readFixture(name))));
    // A picture has every state of the workflow.
    const [retried, first] = reviews.map((review) => review.replace(/```mermaid.*?```/gs, ""));
    expect(retried).not.toBe(first);
    expect(retried).toContain("ProcessPayment");
    expect(retried).not.toContain("ReserveInventory");
    expect(first).toContain("ReserveInventory");
    expect(first).not.toContain("ProcessPayment");
  });
});

describe("the page", () => {
  const [change] = CHANGES.filter(({ name }) => name === "payment-retried");

  it("shows the changed lines as a diff, and the whole review as a quotation", () => {
    if (change === undefined) throw new Error("The gallery lacks the change.");
    const page = galleryPage([{ change, review: "## Plan review: **attention**\n\n- one" }]);
    expect(page).toContain('-          "MaxAttempts": 3,\n+          "MaxAttempts": 9,\n');
    expect(page).toContain("> ## Plan review: **attention**\n>\n> - one\n");
    expect(page).toContain("(#a-payment-is-retried-9-times-instead-of-3) | attention |");
  });
});
