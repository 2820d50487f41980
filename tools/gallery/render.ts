import { availableParallelism } from "node:os";
import { CHANGES } from "./changes";
import { readFixture } from "./fixtures";
import { galleryPage, type Reviewed } from "./page";
import { reviewFixture } from "./review-fixture";

/** Reviews every plan that is kept and returns the page. */
export async function renderGallery(): Promise<string> {
  const reviewed: Reviewed[] = [];
  for (let at = 0; at < CHANGES.length; at += availableParallelism()) {
    const some = CHANGES.slice(at, at + availableParallelism());
    reviewed.push(...(await Promise.all(some.map(reviewedChange))));
  }
  return galleryPage(reviewed);
}

async function reviewedChange(change: Reviewed["change"]): Promise<Reviewed> {
  return { change, review: await reviewFixture(change.name, readFixture(change.name)) };
}
