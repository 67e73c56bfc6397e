import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diagnostic, plainPainter, render, toJson, type Label } from "../../compiler/diagnostics/index.ts";

/** A spec in which `«...»` is the primary place and `‹text|...›` are labels. */
function marked(template: string): { text: string; primary: { start: number; end: number }; labels: Label[] } {
  let text = "";
  let primary = { start: 0, end: 0 };
  const labels: Label[] = [];
  const open: { start: number; label: string | undefined }[] = [];
  for (let i = 0; i < template.length; i += 1) {
    const character = template[i] ?? "";
    if (character === "«") open.push({ start: text.length, label: undefined });
    else if (character === "‹") {
      const bar = template.indexOf("|", i);
      open.push({ start: text.length, label: template.slice(i + 1, bar) });
      i = bar;
    } else if (character === "»" || character === "›") {
      const { start, label } = open.pop() ?? { start: 0, label: undefined };
      if (label === undefined) primary = { start, end: text.length };
      else labels.push({ span: { start, end: text.length }, text: label });
    } else text += character;
  }
  return { text, primary, labels };
}

function frame(template: string, details: { text?: string; hint?: string } = {}): string {
  const { text, primary, labels } = marked(template);
  return render(
    [
      diagnostic("unknown-name", {
        text: details.text ?? "what is wrong",
        span: primary,
        labels,
        ...(details.hint === undefined ? {} : { hint: details.hint }),
      }),
    ],
    { name: "a.mech", text },
  );
}

describe("a rendered diagnostic", () => {
  it("shows the place, the line, the caret, the text and the hint", () => {
    expect(frame("model m\nquantity q = E[«valeu»]\n", { text: "nothing is called `valeu`", hint: "did you mean `value`?" })).toBe(
      [
        "error[MECH0201]: unknown name",
        " --> a.mech:2:16",
        "  |",
        "2 | quantity q = E[valeu]",
        "  |                ^^^^^",
        "  |",
        "  nothing is called `valeu`",
        "  hint: did you mean `value`?",
        "",
      ].join("\n"),
    );
  });

  it("shows labels on other lines, in the order of the text, and leaves out what lies between", () => {
    expect(frame("agents ‹i is one of these|bidder› = 1..2\nset ‹expected|good› = {apple}\n\n\n\npayoff bidder[i] = worth«[i]»\n")).toBe(
      [
        "error[MECH0201]: unknown name",
        " --> a.mech:6:25",
        "  |",
        "1 | agents bidder = 1..2",
        "  |        ------ i is one of these",
        "2 | set good = {apple}",
        "  |     ---- expected",
        "...",
        "6 | payoff bidder[i] = worth[i]",
        "  |                         ^^^",
        "  |",
        "  what is wrong",
        "",
      ].join("\n"),
    );
  });

  it("hangs several labels of one line below each other", () => {
    expect(frame("let x = ‹first|a› + ‹second|b› + «c»\n")).toContain(
      ["1 | let x = a + b + c", "  |         -   -   ^", "  |         |   |", "  |         |   second", "  |         first", "  |"].join("\n"),
    );
  });

  it("underlines the first and the last line of a place that spans several", () => {
    expect(frame("let x = «[\n  1,\n  2,\n  3\n]» + 1\n")).toContain(["1 | let x = [", "  |         ^", "...", "5 | ] + 1", "  | ^"].join("\n"));
  });

  it("makes room for line numbers of several digits", () => {
    expect(frame(`${"\n".repeat(98)}param ‹first|n› = 1\nparam «n» = 2\n`)).toContain(
      ["   --> a.mech:100:7", "    |", " 99 | param n = 1", "    |       - first", "100 | param n = 2", "    |       ^", "    |"].join("\n"),
    );
  });

  it("shows a single line between two marked ones instead of a gap", () => {
    expect(frame("param ‹first|n› = 1\nparam k = 2\nparam «n» = 3\n")).toContain(["  |       - first", "2 | param k = 2", "3 | param n = 3"].join("\n"));
  });

  it("keeps carets under their words behind tabs, wide characters and combining marks", () => {
    expect(frame("\tlet «x» = 1\n")).toContain("1 |     let x = 1\n  |         ^\n");
    expect(frame('cite "日本" «x»\n')).toContain('1 | cite "日本" x\n  |             ^\n');
    expect(frame("/* e\u0301 */ «x»\n")).toContain("1 | /* e\u0301 */ x\n  |         ^\n");
    expect(frame('"😀" «x»\n')).toContain('1 | "😀" x\n  |      ^\n');
  });

  it("points behind the text when something is missing at its end", () => {
    expect(frame("param n =«»")).toContain("1 | param n =\n  |          ^\n");
    expect(frame("param n =\n«»")).toContain("2 |\n  | ^\n");
  });

  it("ignores the carriage return of a line end", () => {
    expect(frame("param «n»\r\nparam k\r\n")).toContain("1 | param n\n  |       ^\n");
  });

  it("needs no frame for an empty file", () => {
    expect(frame("«»")).toBe("error[MECH0201]: unknown name\n --> a.mech:1:1\n  what is wrong\n");
  });

  it("cuts a very long line around its mark", () => {
    const output = frame(`${"a ".repeat(100_000)}«wrong»${" b".repeat(100_000)}`);
    expect(output.length).toBeLessThan(1000);
    const [line = "", carets = ""] = output.split("\n").slice(3, 5);
    expect(line.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toBe("wrong");
  });

  it("does not let the source control the terminal", () => {
    expect(frame("let «x» = \u001b[31m\u202e\n", { text: "bad \u001b]0;name" })).not.toMatch(/[\u001b\u202e]/);
  });

  it("wraps prose between words", () => {
    const lines = frame("«x»", { text: "word ".repeat(60).trim() }).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(lines.join(" ").match(/word/g)).toHaveLength(60);
  });

  it("paints what the painter paints and nothing else", () => {
    const tag = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
    const painter = { ...plainPainter, primary: tag("p"), label: tag("l") };
    const { text, primary, labels } = marked("let «x» = ‹seen|y›\n");
    const output = render([diagnostic("unknown-name", { text: "", span: primary, labels })], { name: "a", text }, { painter });
    expect(output).toContain("  |     <p>^</p>   <l>-</l> <l>seen</l>\n");
    expect(output.replaceAll(/<\/?[pl]>/g, "")).toBe(render([diagnostic("unknown-name", { text: "", span: primary, labels })], { name: "a", text }));
  });

  it("survives any text and any span", () => {
    const span = fc.record({ start: fc.integer({ min: -3, max: 40 }), end: fc.integer({ min: -3, max: 40 }) });
    const text = fc.string({ unit: fc.constantFrom("a", " ", "\n", "\r", "\t", "日", "😀", "\u0301", "\u001b"), maxLength: 30 });
    fc.assert(
      fc.property(text, span, fc.array(fc.record({ span, text: fc.string() }), { maxLength: 4 }), (source, primary, labels) => {
        const output = render([diagnostic("unknown-name", { text: "t", span: primary, labels })], { name: "f", text: source });
        expect(output.startsWith("error[MECH0201]: unknown name\n")).toBe(true);
        if (source !== "") expect(output).toContain("^");
      }),
    );
  });
});

describe("diagnostics as JSON", () => {
  it("give offsets and, counted from one, lines and columns", () => {
    const { text, primary, labels } = marked("param ‹here|n› = 1\nparam «n» = 2\n");
    const fix = { title: "rename", edits: [{ span: primary, newText: "k" }] };
    const [json] = toJson([diagnostic("duplicate-declaration", { text: "twice", span: primary, labels, fix })], { name: "a.mech", text });
    expect(json).toEqual({
      file: "a.mech",
      code: "MECH0202",
      severity: "error",
      title: "name declared twice",
      text: "twice",
      range: { start: 18, end: 19, from: { line: 2, column: 7 }, to: { line: 2, column: 8 } },
      labels: [{ range: { start: 6, end: 7, from: { line: 1, column: 7 }, to: { line: 1, column: 8 } }, text: "here" }],
      fix: { title: "rename", edits: [{ range: { start: 18, end: 19, from: { line: 2, column: 7 }, to: { line: 2, column: 8 } }, newText: "k" }] },
    });
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  });
});
