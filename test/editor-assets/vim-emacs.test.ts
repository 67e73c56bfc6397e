import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { reservedCategories, vocabulary, wordsOf } from "../../grammar/tokens.ts";
import { classOf } from "../../scripts/highlighting/classes.ts";
import { scopes } from "../../scripts/highlighting/textmate.ts";
import { vimGroups } from "../../scripts/highlighting/vim.ts";

const vim = readFileSync("editor/vim/syntax/mech.vim", "utf8");
const emacs = readFileSync("editor/emacs/mech-mode.el", "utf8");

describe("the syntax file of Vim", () => {
  const keywords = [...vim.matchAll(/^syn keyword \w+ (.*?)(?: nextgroup=.*)?$/gm)].flatMap((line) => (line[1] ?? "").split(" "));

  it("has every reserved word as a keyword, once, and no word that can be a name", () => {
    expect(keywords.sort()).toEqual(reservedCategories.flatMap(wordsOf).sort());
  });

  it("links every class to a group, and defines every group that it asks for", () => {
    expect(Object.keys(vimGroups).sort()).toEqual(Object.keys(scopes).sort());
    for (const row of vocabulary) expect(vimGroups[classOf(row)], row.name).toBeDefined();
    const defined = new Set([...vim.matchAll(/^syn (?:match|region|keyword) (\w+)/gm)].map((line) => line[1]));
    for (const line of vim.matchAll(/nextgroup=(\w+)|^hi def link (\w+Name) /gm)) expect(defined).toContain(line[1] ?? line[2]);
  });

  it("escapes what means something else in its patterns", () => {
    const patterns = [...vim.matchAll(/^syn match \w+ \/\\v(.*)\/(?: contained| contains=@Spell)?$/gm)].map((line) => line[1] ?? "");
    expect(patterns.length).toBe([...vim.matchAll(/^syn match /gm)].length);
    // A slash that is not escaped would end the pattern.
    for (const pattern of patterns) expect(pattern.replace(/\\./g, "")).not.toContain("/");
  });
});

describe("the mode of Emacs", () => {
  it("has every word of the table", () => {
    const lists = emacs.slice(0, emacs.indexOf("(defconst mech-mode--name"));
    for (const row of vocabulary) if (typeof row.pattern === "string" && /^[A-Za-z]/.test(row.pattern)) expect(lists).toContain(`"${row.pattern}"`);
  });

  it("has balanced brackets outside strings, characters and comments", () => {
    const code = emacs.replace(/"(?:[^"\\]|\\[^])*"|\?\\?[^\s]|;.*/g, "");
    let depth = 0;
    for (const character of code) {
      depth += character === "(" ? 1 : character === ")" ? -1 : 0;
      expect(depth).toBeGreaterThanOrEqual(0);
    }
    expect(depth).toBe(0);
  });
});
