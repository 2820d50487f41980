import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findPython } from "../../../tools/rehearse/moto/find-python";
import { BareMachine } from "../support/bare-machine";

let machine: BareMachine;
beforeEach(() => {
  machine = new BareMachine();
});
afterEach(() => machine.remove());

const own = () => join(machine.cache, "moto-5.2.1");

/** A stand-in for a Python without moto. Its virtual environments have moto once pip has installed it. */
function pythonWithoutMoto({ venv = ":", pip = ":" } = {}): void {
  const log = join(machine.folder, "log");
  machine.program(
    "python3",
    `[ "$1 $2" = "-m venv" ] || exit 1
    ${venv}
    mkdir "$3/bin"
    cat > "$3/bin/python" <<'END'
#!/bin/sh
PATH=/bin:/usr/bin
[ "$1" != -c ] || exec test -f "$(dirname "$0")/moto"
echo "$@" >> ${log}
echo "Collecting moto"
${pip}
touch "$(dirname "$0")/moto"
END
    chmod +x "$3/bin/python"`,
  );
}

it("takes a Python on PATH that has moto", async () => {
  machine.program("python3", "exit 1");
  machine.program("python", '[ "$2" = "import moto.server, moto.stepfunctions.parser.models" ]');
  await expect(findPython(machine.setUp)).resolves.toBe("python");
  expect(existsSync(machine.cache)).toBe(false);
});

it("takes the interpreter of a moto_server on PATH", async () => {
  machine.program("python3-of-moto", "exit 0");
  const python = join(machine.folder, "bin/python3-of-moto");
  writeFileSync(join(machine.folder, "bin/moto_server"), `#!${python}\nimport moto\n`);
  await expect(findPython(machine.setUp)).resolves.toBe(python);
});

describe("where none has moto", () => {
  it("makes an environment with the pinned moto in the cache, once, and shows its progress", async () => {
    pythonWithoutMoto();
    const python = await findPython(machine.setUp);
    expect(python).toBe(join(own(), "bin/python"));
    expect(machine.said).toEqual([
      `No Python on PATH has moto. Installing moto[all,server]==5.2.1 into ${own()} (a few minutes, once) ...`,
      "  Collecting moto",
    ]);
    await expect(findPython(machine.setUp)).resolves.toBe(python);
    expect(machine.said).toHaveLength(2);
  });

  it("makes the environment again when its Python no longer runs", async () => {
    mkdirSync(join(own(), "bin"), { recursive: true });
    writeFileSync(join(own(), "bin/python"), "#!/nowhere/python3\n", { mode: 0o755 });
    pythonWithoutMoto();
    await findPython(machine.setUp);
    expect(existsSync(join(own(), "bin/moto"))).toBe(true);
  });

  it.each([
    ["there is no Python", () => {}, "spawn python3 ENOENT"],
    ["Python has no venv", () => pythonWithoutMoto({ venv: "exit 1" }), "-m venv .* ended with 1, see above"],
    ["pip fails", () => pythonWithoutMoto({ pip: "exit 1" }), "-m pip install .* ended with 1, see above"],
  ])("says what to do when %s, and leaves nothing", async (_what, prepare, reason) => {
    prepare();
    await expect(findPython(machine.setUp)).rejects.toThrow(
      new RegExp(
        `^The rehearsal needs moto 5\\.1 or later with its server\\. No Python on PATH has it, and it cannot be installed:\n.*${reason}\\.\nPut Python 3\\.10 or later with venv on PATH, let pip reach a package index \\(HTTPS_PROXY, PIP_INDEX_URL\\), and run\nthis again\\. Or install it by hand: pip install 'moto\\[all,server\\]==5\\.2\\.1'$`,
      ),
    );
    expect(readdirSync(machine.cache)).toEqual([]);
  });
});
