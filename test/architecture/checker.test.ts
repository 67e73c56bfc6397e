import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const folder = path.join("runtime", "verify", "checker");
const files = readdirSync(folder);

/** What a text imports at run time, from where it stands: `import type` and `type` names leave no trace. */
function runtimeImports(text: string): string[] {
  const file = ts.createSourceFile("x.ts", text, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier && !isErased(node)) found.push(textOf(node.moduleSpecifier));
    if (ts.isCallExpression(node) && (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === "require"))
      found.push(node.arguments[0] ? textOf(node.arguments[0]) : "");
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const textOf = (node: ts.Expression): string => (ts.isStringLiteral(node) ? node.text : node.getText());

function isErased(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const clause = node.importClause;
  if (!clause) return false;
  const names = clause.namedBindings && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings.elements : [];
  return clause.phaseModifier === ts.SyntaxKind.TypeKeyword || (!clause.name && names.length > 0 && names.every((each) => each.isTypeOnly));
}

describe("the checker is independent of what it checks", () => {
  it.each(files)("%s uses nothing but the checker's own files and fractions", (file) => {
    const allowed = new Set([...files.map((each) => path.resolve(folder, each)), path.resolve("compiler/exact/rational.ts")]);
    const foreign = runtimeImports(readFileSync(path.join(folder, file), "utf8")).filter((each) => !allowed.has(path.resolve(folder, each)));
    expect(foreign).toEqual([]);
  });

  it("also as fractions are concerned: they use nothing of the compiler that could be wrong with them", () => {
    expect(runtimeImports(readFileSync("compiler/exact/rational.ts", "utf8")).filter((each) => !each.startsWith("./"))).toEqual([]);
  });

  it("is short enough to be read: every file within 280 lines", () => {
    for (const file of files) expect(readFileSync(path.join(folder, file), "utf8").split("\n").length, file).toBeLessThanOrEqual(280);
  });

  it("is told from dependence by the scan", () => {
    expect(runtimeImports('import type { A } from "./a.ts"; import { type B } from "./b.ts"; export type { C } from "./c.ts";')).toEqual([]);
    expect(runtimeImports('import { type B, b } from "./b.ts"; export * from "./c.ts"; import "./d.ts"; await import("./e.ts");')).toEqual([
      "./b.ts",
      "./c.ts",
      "./d.ts",
      "./e.ts",
    ]);
  });
});
