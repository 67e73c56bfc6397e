/**
 * Builds dist/: the command line (one file per lazily loaded part), the library, the prettier plugin, the CodeMirror mode, the JSON Schemas
 * and the type declarations. Run by `npm ci` through the `prepare` script.
 */
import { chmod, cp, mkdir, readdir, rename, rm } from "node:fs/promises";
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as esbuild from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const out = path.join(root, "dist");

/** A build in progress is invisible: everything is written next to dist/ and moved into place at the end. */
const staging = path.join(root, `dist.${process.pid}`);

const common = {
  absWorkingDir: root,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  minify: false,
  sourcemap: "linked",
  logLevel: "warning",
};

async function commandLine() {
  await esbuild.build({
    ...common,
    entryPoints: { mech: "cli/main.ts", "sweep-worker": "cli/sweep-worker.ts", "lsp-worker": "cli/lsp-worker.ts" },
    outdir: staging,
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    // WASM solvers and prettier load files of their own and stay outside; the rest is bundled, which halves start-up time.
    external: ["glpk.js", "highs", "prettier"],
    banner: {
      // Bundled CommonJS packages call require() for node's own modules, which an ES module does not have.
      js: 'import { createRequire as createRequireForBundle } from "node:module";\nconst require = createRequireForBundle(import.meta.url);',
    },
  });
}

async function library() {
  await esbuild.build({
    ...common,
    entryPoints: { index: "index.ts", "prettier-plugin": "grammar/prettier-plugin.ts", codemirror: "editor/highlight/codemirror.ts" },
    outdir: staging,
    splitting: true,
    chunkNames: "chunks/library-[name]-[hash]",
    packages: "external",
  });
}

/** The language server for a page: one file for a web worker, with the WASM of its only solver beside it. */
async function languageServerWorker() {
  const target = path.join(staging, "browser");
  await esbuild.build({
    ...common,
    platform: "browser",
    target: "es2022",
    minify: true,
    sourcemap: false,
    entryPoints: { "language-server": "editor/server/worker.ts" },
    outdir: target,
    // The GPL solver is not for bundles, and HiGHS asks for node's own module only where it runs in node.
    external: ["glpk.js", "node:module"],
  });
  await cp(createRequire(import.meta.url).resolve("highs/runtime"), path.join(target, "highs.wasm"));
}

async function schemas() {
  const target = path.join(staging, "schema");
  await mkdir(target, { recursive: true });
  for (const folder of ["compiler", "runtime"]) {
    for (const entry of await readdir(path.join(root, folder), { recursive: true })) {
      if (entry.endsWith(".schema.json")) await cp(path.join(root, folder, entry), path.join(target, path.basename(entry)));
    }
  }
}

async function declarations() {
  const compiler = createRequire(import.meta.url).resolve("typescript/package.json");
  const tsc = path.join(path.dirname(compiler), "bin", "tsc");
  await promisify(execFile)(process.execPath, [tsc, "-p", "tsconfig.build.json", "--outDir", path.join(staging, "types")], { cwd: root });
}

/** Two builds may end at the same moment; the later one wins. */
async function replaceOutput() {
  for (let attempt = 1; ; attempt += 1) {
    await rm(out, { recursive: true, force: true });
    try {
      return await rename(staging, out);
    } catch (error) {
      if (attempt === 5 || !["ENOTEMPTY", "EEXIST"].includes(error.code)) throw error;
    }
  }
}

/** @param {{ types: boolean }} options without types the build takes well under a second, which is what the tests need. */
export async function build({ types }) {
  await rm(staging, { recursive: true, force: true });
  try {
    // All of them end before anything is cleaned up: one that is still running would write into a removed folder.
    const parts = await Promise.allSettled([commandLine(), library(), languageServerWorker(), schemas(), ...(types ? [declarations()] : [])]);
    for (const part of parts) if (part.status === "rejected") throw part.reason;
    await chmod(path.join(staging, "mech.js"), 0o755);
    if (!types) await cp(path.join(out, "types"), path.join(staging, "types"), { recursive: true }).catch(() => undefined);
    await replaceOutput();
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build({ types: !process.argv.includes("--no-types") });
