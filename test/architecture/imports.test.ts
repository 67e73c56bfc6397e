import { existsSync } from "node:fs";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { describe, expect, it } from "vitest";
import configuration from "../../.dependency-cruiser.mjs";

const folders = ["grammar", "compiler", "runtime", "cli", "editor", "lib", "index.ts"];

async function violations(baseDir: string): Promise<string[]> {
  const present = folders.filter((each) => existsSync(path.join(baseDir, each)));
  // The type configuration is a file of this repository; a made-up tree is judged by the rules alone.
  const { tsConfig: _tsConfig, enhancedResolveOptions, ...options } = configuration.options ?? {};
  const rules = { forbidden: configuration.forbidden ?? [] };
  const { output } = await cruise(present, { ...options, baseDir, ruleSet: rules, validate: true }, enhancedResolveOptions);
  return (output as ICruiseResult).summary.violations.map(
    (each) => `${each.rule.name}: ${each.from} -> ${each.cycle?.map((step) => step.name).join(" -> ") ?? each.to}`,
  );
}

describe("imports point one way: grammar <- compiler <- runtime <- cli, editor", () => {
  it("holds in this repository", async () => {
    expect(await violations(process.cwd())).toEqual([]);
  });

  it("is enforced: every kind of wrong import is found", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "mech-imports-"));
    try {
      const files: Record<string, string> = {
        "grammar/a.ts": 'import { c } from "../compiler/c.ts";\nexport const a = c;\n',
        "compiler/c.ts": 'import { readFileSync } from "node:fs";\nexport const c = readFileSync;\n',
        "compiler/d.ts": 'import type { R } from "../runtime/r.ts";\nexport type D = R;\n',
        "runtime/r.ts": 'import { q } from "./q.ts";\nexport type R = typeof q;\nexport const r = 1;\n',
        "runtime/q.ts": 'import { r } from "./r.ts";\nexport const q = r;\n',
        "runtime/x.ts": 'import "./missing.ts";\n',
        "editor/e.ts": 'import "../cli/m.ts";\n',
        "cli/m.ts": "export const m = 1;\n",
      };
      for (const [file, text] of Object.entries(files)) {
        await mkdir(path.join(folder, path.dirname(file)), { recursive: true });
        await writeFile(path.join(folder, file), text);
      }
      const names = (await violations(folder)).map((each) => each.split(":")[0]);
      expect(new Set(names)).toEqual(
        new Set([
          "grammar-knows-no-economics",
          "core-is-pure",
          "compiler-knows-no-solver",
          "no-circular-imports",
          "everything-resolves",
          "editor-does-not-use-the-command-line",
        ]),
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
