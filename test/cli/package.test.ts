import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { format, type Plugin } from "prettier";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };

/** What a module of dist/ and its static imports load from outside: packages and node's own modules. */
function loads(file: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(file)) return packages;
  seen.add(file);
  for (const statement of ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022).statements) {
    if (!(ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) || statement.moduleSpecifier === undefined) continue;
    if (!ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const target = statement.moduleSpecifier.text;
    const inner = target.startsWith(".") ? loads(path.join(path.dirname(file), target), seen) : [target];
    for (const each of inner) packages.add(each);
  }
  return packages;
}

function chunk(command: string): string {
  const main = readFileSync("dist/mech.js", "utf8");
  const found = new RegExp(`import\\("\\./(chunks/${command}-[A-Z0-9]+\\.js)"\\)`).exec(main)?.[1];
  if (found === undefined) throw new Error(`dist/mech.js does not load ${command} lazily`);
  return path.join("dist", found);
}

describe("the built package", () => {
  it("has an executable command", () => {
    expect(readFileSync(manifest.bin.mech, "utf8").startsWith("#!/usr/bin/env node\n")).toBe(true);
    expect(statSync(manifest.bin.mech).mode & 0o111).toBe(0o111);
  });

  it("has what its exports name", () => {
    expect(existsSync(manifest.exports["."].default)).toBe(true);
    expect(existsSync(manifest.exports["./prettier-plugin"].default)).toBe(true);
  });

  it("gives the library and the prettier plugin to other programs", async () => {
    const library = (await import(path.resolve(manifest.exports["."].default))) as Record<string, unknown>;
    expect(Object.keys(library)).toEqual(expect.arrayContaining(["parse", "render", "explain"]));
    const plugin = (await import(path.resolve(manifest.exports["./prettier-plugin"].default))) as Plugin;
    expect(await format("model   m\nparam n=2\n", { parser: "mech", plugins: [plugin] })).toContain("param n = 2\n");
  });

  it("loads neither a solver nor prettier before a command needs it", () => {
    for (const file of ["dist/mech.js", chunk("check"), chunk("explain")]) {
      expect([...loads(file)].filter((each) => /^(prettier|highs|glpk\.js)/.test(each))).toEqual([]);
    }
    expect([...loads(chunk("fmt"))].some((each) => each.startsWith("prettier"))).toBe(true);
  });
});
