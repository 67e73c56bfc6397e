import { getIndentation, StringStream } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { highlightTree, tagHighlighter, tags } from "@lezer/highlight";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mech, mechLanguage, mechParser, tokenTags } from "../../editor/highlight/codemirror.ts";
import type { State } from "../../editor/highlight/codemirror.ts";
import { vocabulary } from "../../grammar/tokens.ts";
import { snippets } from "../grammar/snippets.ts";
import { pieces, plain, specs } from "./truth.ts";
import type { Piece } from "./truth.ts";

/** The tokens that the mode makes of a text, a comment over several lines in one piece. */
function tokens(text: string): Piece[] {
  const state: State = mechParser.startState?.(2) ?? { inComment: false, operand: false, keyword: "", depth: 0 };
  const found: Piece[] = [];
  let offset = 0;
  let open = false;
  for (const line of text.split("\n")) {
    const stream = new StringStream(line, 2, 2);
    if (open) extend(found, `\n`);
    while (!stream.eol()) {
      const before = open;
      const kind = mechParser.token(stream, state);
      if (stream.pos === stream.start) throw new Error(`no progress at ${offset + stream.pos}`);
      if (before) extend(found, stream.current());
      else if (kind !== null) found.push({ start: offset + stream.start, text: stream.current(), kind: plain(kind) });
      open = state.inComment;
      stream.start = stream.pos;
    }
    offset += line.length + 1;
  }
  return found;
}

function extend(found: Piece[], more: string): void {
  const last = found.pop();
  if (last) found.push({ ...last, text: last.text + more });
}

describe("the CodeMirror mode agrees with the lexer and the parser", () => {
  it.each(specs)("on every token of $file", ({ text }) => {
    expect(tokens(text)).toEqual(pieces(text));
  });

  it.each(snippets.map((text) => ({ text })))("on $text", ({ text }) => {
    expect(tokens(text)).toEqual(pieces(text));
  });

  it("on words that are keywords in one place and names in another", () => {
    const text = [
      "param to = 1",
      "param with in 1..3 = to + 1",
      "agents private = 1..with",
      "type for[i in private] in {report, against}",
      "function max(x) = x",
      "let sum = max(with, to) + max(i in private) i + E + P[for[1] = report]",
      "prior for ~ any with E[for[i]] = 1 for i in private",
      "against chooses mechanism to maximize to then to minimize maximize ties against",
      "require within[i in private]: E[for[i] when private[i] reports reports | private[i]] <= within when for[i] = report",
      "assert to within [with, 4]",
      "information { signal ties[private in private] in {to} private to private[private] }",
    ].join("\n");
    expect(tokens(text)).toEqual(pieces(text));
    expect(tokens(text).filter((each) => each.kind === "contextual").map((each) => each.text)).toEqual(
      ["with", "for", "to", "maximize", "to", "minimize", "ties", "against", "reports", "within", "private", "to"],
    );
  });

  it("on comments, strings, numbers, keywords and symbols in any order, also in texts that mean nothing", () => {
    const samples = vocabulary.flatMap((row) => (typeof row.pattern === "string" && !["Semicolon"].includes(row.name) ? [row.pattern] : []));
    const piece = fc.constantFrom(...samples, "1.5e-3", "0.1", "1..2", '"a \\" b"', "x", "value_2", "/* a\n b */", "/* c */", "// d\n", "/// e\n", "\n", "“f”", "'g'");
    // What words mean beside each other is for texts that can be parsed; here a word counts as what the table says.
    const coarse = (kind: string): string => (["contextual", "aggregate", "expectation", "call"].includes(kind) ? "name" : kind);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (list) => {
        const text = list.join(" ");
        const kinds = (all: readonly Piece[]): Piece[] => all.map((each) => ({ ...each, kind: coarse(each.kind) }));
        expect(kinds(tokens(text))).toEqual(kinds(pieces(text, false)));
      }),
      { numRuns: 500 },
    );
  });
});

describe("the CodeMirror mode", () => {
  it("reads any text to its end", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const found = tokens(text);
        for (const [index, each] of found.entries()) expect(each.start + each.text.length).toBeLessThanOrEqual(found[index + 1]?.start ?? text.length);
      }),
    );
  });

  it("paints what it finds", () => {
    const text = 'agents bidder = 1..2 // two\nassert E[sum(i in bidder) pay[i]] within [0, 1/2]\ncite "x"';
    const names = tagHighlighter([
      { tag: tags.definitionKeyword, class: "keyword" },
      { tag: tags.definition(tags.typeName), class: "type" },
      { tag: tags.number, class: "number" },
      { tag: tags.lineComment, class: "comment" },
      { tag: tags.modifier, class: "context" },
      { tag: tags.string, class: "string" },
      { tag: tags.standard(tags.function(tags.variableName)), class: "builtin" },
    ]);
    const painted: string[] = [];
    highlightTree(mechLanguage.parser.parse(text), names, (from, to, kind) => painted.push(`${kind}: ${text.slice(from, to)}`));
    expect(painted).toEqual([
      "keyword: agents", "type: bidder", "number: 1", "number: 2", "comment: // two",
      "keyword: assert", "builtin: E", "builtin: sum", "context: within", "number: 0", "number: 1", "number: 2", "keyword: cite", "string: \"x\"",
    ]);
  });

  it("has a tag for every class, under the name that the tokenizer returns", () => {
    expect(mechParser.tokenTable).toEqual(tokenTags);
  });

  it("indents by brackets, and says how comments are written", () => {
    const text = "mechanism {\n  let a = [\n    1,\n  ]\n}\nx";
    const state = EditorState.create({ doc: text, extensions: [mech()] });
    const indents = [1, 2, 3, 4, 5, 6].map((line) => getIndentation(state, state.doc.line(line).from));
    expect(indents).toEqual([0, 2, 4, 2, 0, 0]);
    expect(state.languageDataAt<{ line: string }>("commentTokens", 0)).toEqual([{ line: "//", block: { open: "/*", close: "*/" } }]);
  });
});
