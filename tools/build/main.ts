import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { BuildError, buildFunctions } from "./functions";

const usage = `Usage: npm run build -- [OPTIONS]

Builds each folder of functions/ except shared into an archive for AWS Lambda.

  --functions DIR  the folder of the functions (default: functions)
  --out DIR        the folder for the archives (default: dist/functions)
  --help           this text
`;

const root = resolve(__dirname, "..", "..");
const patienceMs = 2000;

async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === "string") {
    process.stderr.write(`${options}\n\n${usage}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(usage);
    return 0;
  }
  const start = performance.now();
  const seconds = () => ((performance.now() - start) / 1000).toFixed(1);
  const progress = setInterval(() => process.stderr.write(`Still building (${seconds()} s) ...\n`), patienceMs);
  try {
    const built = await buildFunctions({ functionsDir: options.functions, outDir: options.out });
    for (const { name, file, bytes, isChanged } of built) {
      const size = `${(bytes / 1024).toFixed(1)} KiB`.padStart(10);
      process.stdout.write(
        `${name.padEnd(20)}${size}  ${relative(process.cwd(), file)}${isChanged ? "" : " (unchanged)"}\n`,
      );
    }
    process.stdout.write(`Built ${built.length} functions in ${seconds()} s.\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    process.stderr.write(`Build failed: ${error.message}\n`);
    return 1;
  } finally {
    clearInterval(progress);
  }
}

/** The options, or what is wrong with them. */
function readOptions(args: string[]): { functions: string; out: string; help: boolean } | string {
  try {
    const { values } = parseArgs({
      args,
      options: { functions: { type: "string" }, out: { type: "string" }, help: { type: "boolean", short: "h" } },
    });
    return {
      functions: values.functions ?? join(root, "functions"),
      out: values.out ?? join(root, "dist", "functions"),
      help: values.help ?? false,
    };
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
}

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
