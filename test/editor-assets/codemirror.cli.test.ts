import { readFileSync } from "node:fs";
import path from "node:path";
import { EditorState } from "@codemirror/state";
import { ensureSyntaxTree } from "@codemirror/language";
import type { LanguageSupport } from "@codemirror/language";
import { describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };

describe("the CodeMirror mode of the built package", () => {
  const file = manifest.exports["./codemirror"].default;

  it("works in an editor's state", async () => {
    const { mech } = (await import(path.resolve(file))) as { mech: () => LanguageSupport };
    const state = EditorState.create({ doc: "agents bidder = 1..2 // two\n", extensions: [mech()] });
    const tree = ensureSyntaxTree(state, state.doc.length);
    const kinds: string[] = [];
    tree?.iterate({ enter: ({ name, from, to }) => void kinds.push(`${name} ${state.sliceDoc(from, to)}`) });
    expect(kinds).toEqual(expect.arrayContaining(["declaration agents", "type-definition bidder", "number 1", "line-comment // two"]));
  });

  it("loads nothing of the compiler", () => {
    const text = readFileSync(file, "utf8");
    const chunks = [...text.matchAll(/from "(\.\/[^"]+)"/g)].map((match) => readFileSync(path.join(path.dirname(file), match[1] ?? ""), "utf8"));
    const packages = [text, ...chunks].flatMap((each) => [...each.matchAll(/from "([^./][^"]*)"/g)].map((match) => match[1]));
    expect(new Set(packages)).toEqual(new Set(["@codemirror/language", "@lezer/highlight"]));
  });
});
