import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const core = ["grammar", "compiler", "runtime"];
const all = [...core, "cli", "editor", "scripts", "bench", "test"];
const longestFile = 400;

function sources(folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) => list(folder))
    .filter((file) => /\.(ts|mjs)$/.test(file) && !file.includes("node_modules"))
    .sort();
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((each) => path.posix.join(folder, each));
  } catch {
    return [];
  }
}

/** Names of the outer world, used as values, in a text: `console.log`, `process.env`, `globalThis.fetch`. Comments and property names do not count. */
function outerWorld(text: string): string[] {
  const file = ts.createSourceFile("x.ts", text, ts.ScriptTarget.ES2022, true);
  const names = new Set(["console", "process", "globalThis", "window", "document", "fetch", "setTimeout", "setInterval", "Deno", "Bun"]);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && names.has(node.text) && isFreeUse(node))
      found.push(`line ${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${node.text}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isFreeUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  return (
    !(ts.isPropertyAssignment(parent) && parent.name === node) &&
    !ts.isPropertySignature(parent) &&
    !ts.isMethodDeclaration(parent) &&
    !ts.isMethodSignature(parent)
  );
}

describe("the pure core", () => {
  it.each(sources(core))("%s does not touch console, process or timers", (file) => {
    // The solver packages' own loaders need to know where they run; that is the one exception.
    const allowed = file.startsWith("runtime/solvers/") ? /: (globalThis|setTimeout)$/ : /$^/;
    expect(outerWorld(readFileSync(file, "utf8")).filter((each) => !allowed.test(each))).toEqual([]);
  });

  it("is told from harmless text by the scan", () => {
    expect(outerWorld("console.log(1); const x = { process: 2 }; x.process; /* process.exit() */")).toEqual(["line 1: console"]);
    expect(outerWorld("\nconst e = process.env;")).toEqual(["line 2: process"]);
  });
});

describe("files", () => {
  it(`have at most ${longestFile} lines`, () => {
    const long = sources(all)
      .filter((file) => !file.endsWith(".generated.ts"))
      .map((file) => ({ file, lines: readFileSync(file, "utf8").split("\n").length }))
      .filter((each) => each.lines > longestFile);
    expect(long).toEqual([]);
  });

  it("of the core have no suppressions and no debris", () => {
    for (const file of sources([...core, "cli", "editor"])) {
      const text = readFileSync(file, "utf8");
      expect(text, file).not.toMatch(/@ts-(ignore|expect-error|nocheck)|eslint-disable|\b(TODO|FIXME|XXX)\b/);
      expect(text, file).not.toMatch(/(^|[^\w.])debugger;/);
    }
  });
});
