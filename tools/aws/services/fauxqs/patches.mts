/** A change to one file of a package for which the package has no option. */
export interface Patch {
  /** The file, from the folder of the package's code, such as `common/types.js`. */
  readonly file: string;
  /** Text of the file that occurs once. */
  readonly find: string;
  readonly replace: string;
}

export interface Patcher {
  /** The file's source with its patches. Throws when one does not match exactly once. */
  patch(file: string, source: string): string;
  /** Throws when a patch was never used because the package did not load its file. */
  confirm(): void;
}

/** Patches the files of a package as they load. `name` names the package with its version in errors. */
export function patcherOf(name: string, patches: readonly Patch[]): Patcher {
  const unused = new Set(patches);
  return {
    patch(file, source) {
      let patched = source;
      for (const patch of patches.filter((candidate) => candidate.file === file)) {
        const parts = patched.split(patch.find);
        if (parts.length !== 2) throw failure(name, patch, `matches ${parts.length - 1} times instead of once`);
        patched = parts.join(patch.replace);
        unused.delete(patch);
      }
      return patched;
    },
    confirm() {
      for (const patch of unused) throw failure(name, patch, "was not used because the file was not loaded");
    },
  };
}

/** fauxqs has no option for the account id. It writes twelve zeros. */
export function accountPatches(accountId: string): Patch[] {
  const zeros = "0".repeat(12);
  const places: readonly (readonly [file: string, find: string])[] = [
    ["common/types.js", `DEFAULT_ACCOUNT_ID = "${zeros}"`],
    ["s3/actions/listBuckets.js", `ID: "${zeros}"`],
    ["sns/actions/getSubscriptionAttributes.js", `Owner: "${zeros}"`],
    ["sns/actions/getSubscriptionAttributes.js", `arn:aws:iam::${zeros}:`],
    ["sns/actions/listSubscriptions.js", `Owner: "${zeros}"`],
    ["sqs/actions/receiveMessage.js", `SenderId = "${zeros}"`],
  ];
  return places.map(([file, find]) => ({ file, find, replace: find.replace(zeros, accountId) }));
}

function failure(name: string, { file, find }: Patch, problem: string): Error {
  return new Error(
    `${name} cannot be patched: the patch of ${file} that looks for ${JSON.stringify(find)} ${problem}. ` +
      "Compare it with this version's file, or use an option if the version has one.",
  );
}
