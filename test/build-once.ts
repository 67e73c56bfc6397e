/** Vitest's global setup for tests of the built command line: builds dist/ when a source is newer than it. */
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
// The build script is plain JavaScript: it has to run before anything of this project is compiled.
import { build } from "../scripts/build.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const sources = ["grammar", "compiler", "runtime", "cli", "lib", "editor", "scripts"];

export default async function setup(): Promise<void> {
  const built = await modified(path.join(root, "dist", "mech.js"));
  if (built < (await newest())) await build({ types: false });
}

async function newest(): Promise<number> {
  let latest = await modified(path.join(root, "package.json"));
  for (const folder of sources) {
    const entries = await readdir(path.join(root, folder), { recursive: true }).catch(() => []);
    for (const entry of entries) latest = Math.max(latest, await modified(path.join(root, folder, entry)));
  }
  return latest;
}

async function modified(file: string): Promise<number> {
  return stat(file).then(
    (found) => found.mtimeMs,
    () => 0,
  );
}
