/** What no deployment is made of. Anything that is not named here counts as changing every environment. */
const DEPLOYS_NOTHING = [
  /^(docs|examples|__tests__|\.ci|types)\//,
  /^tools\/(aws|bench|diagrams|local|rehearse|review|support)\//,
  /^\.github\/dependabot\.yml$/,
  /^(LICENSE|biome\.json|jest\.config\.json|\.editorconfig|\.gitignore)$/,
  /\.md$/,
];

const SETTINGS = /^environments\/([^/]+)\.ts$/;

/**
 * The environments that a change of these files may change, in the order of `environments`: the settings of one
 * environment change that one, and what is shared changes all.
 */
export function changedEnvironments(files: readonly string[], environments: readonly string[]): readonly string[] {
  const changed = new Set<string>();
  for (const file of files) {
    if (DEPLOYS_NOTHING.some((pattern) => pattern.test(file))) continue;
    const environment = SETTINGS.exec(file)?.[1];
    if (environment === undefined || !environments.includes(environment)) return environments;
    changed.add(environment);
  }
  return environments.filter((environment) => changed.has(environment));
}
