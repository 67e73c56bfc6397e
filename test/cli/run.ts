/** Starts the built command line the way a shell would. */
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const mech = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../dist/mech.js");

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  /** The exit code; -1 when the process was killed, e.g. after the time limit. */
  readonly status: number;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutSeconds?: number;
}

/** Runs `mech ARGS`. Colours are off unless `env` asks for them. */
export function mechIn(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const { FORCE_COLOR: _force, NO_COLOR: _none, ...environment } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [mech, ...args], {
      cwd: options.cwd,
      env: { ...environment, ...options.env },
      timeout: (options.timeoutSeconds ?? 60) * 1000,
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
    child.on("error", reject);
    child.on("close", (code) => resolve({ stdout, stderr, status: code ?? -1 }));
    // The process may end without having read its input; that is its right.
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.stdin ?? "");
  });
}

/** A temporary directory with some files in it, in which commands can be run. */
export class Workplace {
  private constructor(readonly folder: string) {}

  /** Creates the directory, hands it to `body`, and removes it whatever happens. */
  static async with<T>(files: Readonly<Record<string, string>>, body: (place: Workplace) => Promise<T>): Promise<T> {
    const place = new Workplace(await mkdtemp(path.join(tmpdir(), "mech-test-")));
    try {
      for (const [name, text] of Object.entries(files)) {
        const file = path.join(place.folder, name);
        await mkdir(path.dirname(file), { recursive: true });
        await writeFile(file, text);
      }
      return await body(place);
    } finally {
      await rm(place.folder, { recursive: true, force: true });
    }
  }

  mech(args: readonly string[], options: Omit<RunOptions, "cwd"> = {}): Promise<Outcome> {
    return mechIn(args, { ...options, cwd: this.folder });
  }

  read(name: string): Promise<string> {
    return readFile(path.join(this.folder, name), "utf8");
  }
}

/**
 * Runs `mech ARGS` in a fresh directory that holds `files`.
 *
 * @example expect(await run(["check", "a.mech"], { "a.mech": "model m\n" })).toMatchObject({ status: 0 });
 */
export function run(args: readonly string[], files: Readonly<Record<string, string>> = {}, options: Omit<RunOptions, "cwd"> = {}): Promise<Outcome> {
  return Workplace.with(files, (place) => place.mech(args, options));
}
