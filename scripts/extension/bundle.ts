/** The two files of the extension's code: what runs in the editor, and the language server that it starts. */
import { cp, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import * as esbuild from "esbuild";

const common: esbuild.BuildOptions = { bundle: true, platform: "node", target: "node20", minify: true, keepNames: true, legalComments: "none", metafile: true, logLevel: "warning" };

/** Only solvers under a permissive licence are bundled. */
const permissiveSolvers: esbuild.Plugin = {
  name: "permissive-solvers",
  setup(build) {
    build.onResolve({ filter: /^\.\/registry\.ts$/ }, ({ resolveDir }) =>
      resolveDir.endsWith(path.join("runtime", "solvers")) ? { path: path.join(resolveDir, "registry-permissive.ts") } : undefined,
    );
  },
};

/** The files that went into the bundles, relative to the repository. */
export interface Bundled {
  readonly inputs: readonly string[];
}

/**
 * Writes `extension.cjs`, `server.mjs` and the WASM of the solver into a folder.
 *
 * @example await bundleExtension("dist.vscode/extension/dist")
 */
export async function bundleExtension(outdir: string): Promise<Bundled> {
  await mkdir(outdir, { recursive: true });
  const [extension, server] = await Promise.all([
    esbuild.build({ ...common, entryPoints: ["editor/vscode/src/extension.ts"], outfile: path.join(outdir, "extension.cjs"), format: "cjs", external: ["vscode"] }),
    esbuild.build({
      ...common,
      entryPoints: ["editor/vscode/src/server.ts"],
      outfile: path.join(outdir, "server.mjs"),
      format: "esm",
      plugins: [permissiveSolvers],
      // An optional part of the document model, for pictures in pixels, which nothing here draws.
      external: ["canvas"],
      banner: { js: 'import { createRequire as createRequireForBundle } from "node:module";\nconst require = createRequireForBundle(import.meta.url);' },
    }),
  ]);
  // The loader of HiGHS looks for its WASM beside the file that it is in.
  await cp(path.join(path.dirname(createRequire(import.meta.url).resolve("highs")), "highs.wasm"), path.join(outdir, "highs.wasm"));
  const metafiles = [extension.metafile, server.metafile];
  return { inputs: [...new Set(metafiles.flatMap((each) => Object.keys(each?.inputs ?? {})))].sort() };
}
