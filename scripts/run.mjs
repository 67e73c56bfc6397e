/** Runs a TypeScript script of this repository: `node scripts/run.mjs bench/main.ts ARGS...`. */
import { mkdtemp, rm } from "node:fs/promises";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const [script, ...rest] = process.argv.slice(2);
if (script === undefined) throw new Error("usage: node scripts/run.mjs SCRIPT.ts [ARGS...]");

// Inside node_modules, so that the script finds the packages and no checker looks at it.
const folder = await mkdtemp(path.join(root, "node_modules", ".run-"));
try {
  const outfile = path.join(folder, "script.mjs");
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: [script],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
    format: "esm",
    sourcemap: "inline",
    logLevel: "warning",
  });
  const child = spawn(process.execPath, ["--enable-source-maps", outfile, ...rest], { cwd: root, stdio: "inherit" });
  const [code] = await once(child, "exit");
  process.exitCode = code ?? 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
