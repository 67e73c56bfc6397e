import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import configuration from "../../editor/vscode/language-configuration.json" with { type: "json" };
import manifest from "../../editor/vscode/package.json" with { type: "json" };
import project from "../../package.json" with { type: "json" };
import { vocabulary } from "../../grammar/tokens.ts";
import { solverNames } from "../../runtime/solvers/choose.ts";

const { indentationRules, onEnterRules, wordPattern, comments, brackets } = configuration;

describe("the language configuration", () => {
  it("takes words and comments as the token table does", () => {
    const source = (name: string): string => vocabulary.flatMap((row) => (row.name === name && row.pattern instanceof RegExp ? [row.pattern.source] : [])).join("");
    expect(wordPattern).toBe(`${source("Name")}|${source("Number")}`);
    expect(new RegExp(`^${source("LineComment")}$`).test(`${comments.lineComment} x`)).toBe(true);
    expect(new RegExp(`^${source("BlockComment")}$`).test(comments.blockComment.join(" x "))).toBe(true);
    const symbols = vocabulary.filter((row) => row.category === "bracket").map((row) => row.pattern);
    expect(brackets.flat().sort()).toEqual([...symbols].sort());
  });

  it.each([
    ["mechanism {", true],
    ["param a = [", true],
    ["let x = max(  // of these", true],
    ["agents bidder = 1..n", false],
    ["// mechanism {", false],
    ["information { signal x private to a[1] }", false],
  ])("indents behind %j: %s", (line, more) => {
    expect(new RegExp(indentationRules.increaseIndentPattern).test(line)).toBe(more);
  });

  it("takes back the indentation at a closing bracket, and continues documentation", () => {
    expect(["}", "  ]", ") + 1", "x }"].map((line) => new RegExp(indentationRules.decreaseIndentPattern).test(line))).toEqual([true, true, true, false]);
    const documentation = onEnterRules.find((rule) => rule.action.appendText === "/// ");
    expect(["/// About", "  ///", "// no", "x /// no"].map((line) => new RegExp(documentation?.beforeText ?? "$^").test(line))).toEqual([true, true, false, false]);
  });
});

describe("the manifest of the extension", () => {
  it("names files that exist", () => {
    const { languages, grammars, snippets } = manifest.contributes;
    const files = [...languages.map((each) => each.configuration), ...grammars.map((each) => each.path), ...snippets.map((each) => each.path)];
    for (const file of files) expect(existsSync(path.join("editor/vscode", file)), file).toBe(true);
  });

  it("has the project's version and licence", () => {
    expect(manifest.version).toBe(project.version);
    expect(manifest.license).toBe(project.license);
  });

  it("offers only solvers that it brings along", () => {
    const offered = manifest.contributes.configuration.properties["mech.solver"].enum;
    expect(offered).toEqual(["auto", ...solverNames().filter((name) => name !== "glpk")]);
  });

  it("puts every command in the palette and in the menu, and into the documentation", () => {
    const commands = manifest.contributes.commands;
    expect(manifest.contributes.menus["editor/context"].map((each) => each.command).sort()).toEqual(commands.map((each) => each.command).sort());
    const text = readFileSync("docs/editor.md", "utf8");
    for (const { title } of commands) expect(text).toContain(`**Mech: ${title}**`);
    for (const setting of Object.keys(manifest.contributes.configuration.properties)) expect(text).toContain(`| \`${setting}\` |`);
  });
});

