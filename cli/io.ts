/** The only place of the command line that touches files, streams and the process. */
import { readFile, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { setFlagsFromString } from "node:v8";
import type { Source } from "../compiler/diagnostics/index.ts";
import { UsageError } from "./errors.ts";

/** Specs are short. The limit keeps a wrong path (a disk image, a log) from filling the memory. */
const largestFile = 4 * 1024 * 1024;

/**
 * Reads a spec; the path `-` is standard input. The name of the source is the path as given, so that messages show what the user typed.
 *
 * @throws UsageError (exit code 2) when the file is missing, unreadable, too large or not UTF-8.
 */
export async function readSource(path: string): Promise<Source> {
  if (path === "-") return readStandardInput();
  let bytes: Uint8Array;
  try {
    const { size } = await stat(path);
    if (size > largestFile) throw tooLarge(path, size);
    bytes = await readFile(path);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot read ${path}: ${reason(error)}`, { diagnostic: "cannot-read-file" });
  }
  return { name: path, text: decode(path, bytes) };
}

let standardInput: Promise<Source> | undefined;

/** Reads a spec from standard input; a stream can be read once only, so later calls get the same text. @throws UsageError as {@link readSource} does. */
export function readStandardInput(): Promise<Source> {
  return (standardInput ??= readStream());
}

async function readStream(): Promise<Source> {
  const name = "<stdin>";
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestFile) throw tooLarge(name, size);
    chunks.push(chunk);
  }
  return { name, text: decode(name, Buffer.concat(chunks)) };
}

/** @throws UsageError (exit code 2) when the file cannot be written. */
export async function writeText(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${reason(error)}`, { diagnostic: "cannot-write-file" });
  }
}

/** Results go to standard output. */
export function out(text: string): void {
  process.stdout.write(text);
}

/** Progress and diagnostics go to standard error, so that results can be piped. */
export function err(text: string): void {
  process.stderr.write(text);
}

/**
 * Lets V8 stay longer with its baseline compiler for WASM: a solver runs for a second or two, and optimising it in the
 * background would take as long. Call before a solver is loaded.
 */
export function preferQuickWasmStart(): void {
  setFlagsFromString("--wasm-tiering-budget=20000000");
}

/** Both streams, for a protocol that owns them. */
export function standardStreams(): { readonly input: NodeJS.ReadStream; readonly output: NodeJS.WriteStream } {
  return { input: process.stdin, output: process.stdout };
}

export function commandLine(): readonly string[] {
  return process.argv;
}

/** The exit code is set and not forced: output that is still in a pipe is written before the process ends. */
export function endWith(code: number): void {
  process.exitCode = code;
}

/** A reader that has seen enough (`mech explain | head`) closes the pipe; that is not an error. */
export function tolerateClosedPipe(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

/** Calls `handler` at the first Ctrl-C (or SIGTERM); the second one ends the process. Returns what undoes it. */
export function onInterrupt(handler: () => void): () => void {
  const signals = ["SIGINT", "SIGTERM"] as const;
  const remove = (): void => signals.forEach((signal) => process.off(signal, once));
  const once = (): void => {
    remove();
    handler();
  };
  signals.forEach((signal) => process.on(signal, once));
  return remove;
}

/** Where files may be kept that can be made again: https://specifications.freedesktop.org/basedir-spec. */
export function cacheFolder(): string {
  const configured = process.env["XDG_CACHE_HOME"];
  return join(configured !== undefined && isAbsolute(configured) ? configured : join(homedir(), ".cache"), "mech");
}

/** Whether standard error is a terminal, on which a line can be rewritten. */
export function hasProgressLine(): boolean {
  return process.stderr.isTTY === true;
}

/** Whether a stream shows colours by default: https://no-color.org and FORCE_COLOR before the kind of terminal. */
export function streamHasColors(stream: "stdout" | "stderr"): boolean {
  return wantsColors(process.env, process[stream].isTTY === true);
}

/** The rule behind {@link streamHasColors}. */
export function wantsColors(environment: Readonly<Record<string, string | undefined>>, terminal: boolean): boolean {
  const force = environment["FORCE_COLOR"];
  if (force !== undefined && force !== "") return force !== "0" && force !== "false";
  const none = environment["NO_COLOR"];
  if (none !== undefined && none !== "") return false;
  return terminal && environment["TERM"] !== "dumb";
}

function decode(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`cannot read ${name}: it is not UTF-8 text`, { diagnostic: "cannot-read-file" });
  }
}

function tooLarge(name: string, size: number): UsageError {
  return new UsageError(`cannot read ${name}: ${size} bytes are more than the limit of ${largestFile}`, { diagnostic: "file-too-large" });
}

function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case "ENOENT":
      return "no such file";
    case "EISDIR":
      return "it is a directory";
    case "EACCES":
    case "EPERM":
      return "permission denied";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
