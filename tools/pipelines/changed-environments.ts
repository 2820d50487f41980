/** Files that no deployment uses. Any file not listed here counts as changing every environment. */
const DEPLOYS_NOTHING = [
  /^(docs|examples|__tests__|\.ci|types)\//,
  /^tools\/(aws|bench|diagrams|local|rehearse|review|support)\//,
  /^\.github\/dependabot\.yml$/,
  /^(LICENSE|biome\.json|review\.json|jest\.config\.json|\.editorconfig|\.gitignore)$/,
  /\.md$/,
];

const SETTINGS = /^environments\/([^/]+)\.ts$/;

/**
 * The environments that a change of these files may affect, in the order of `environments`. The settings of one
 * environment affect that one; shared files affect all.
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
