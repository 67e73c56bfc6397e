import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lineColumn, lineStarts, parse, syntaxMessages } from "../../grammar/index.ts";
import type { Expression, Item, SyntaxFault } from "../../grammar/index.ts";
import { builderMessages, misspellings } from "../../grammar/lexical-messages.ts";
import { MechParser } from "../../grammar/parser.ts";
import { shape } from "./generate.ts";
import { snippets } from "./snippets.ts";

function codes(text: string): string[] {
  return parse(text).faults.map((fault) => fault.code);
}

function items(text: string): readonly Item[] {
  const { file, faults } = parse(text);
  expect(faults, text).toEqual([]);
  return file.items;
}

/** An expression with every operator parenthesized, which shows how it was grouped. */
function grouped(text: string): string {
  const [item] = items(`let probe = ${text}`);
  if (item?.kind !== "let") throw new Error("the probe is a let");
  return show(item.value);
}

function show(node: Expression): string {
  switch (node.kind) {
    case "number":
      return node.text;
    case "reference":
      return node.name.text + node.indices.map((entries) => `[${entries.map(show).join(", ")}]`).join("");
    case "call":
      return `${node.name.text}(${node.arguments.map(show).join(", ")}${node.given === undefined ? "" : ` | ${show(node.given)}`})`;
    case "unary":
      return `(${node.operator} ${show(node.operand)})`;
    case "binary":
      return `(${show(node.left)} ${node.operator} ${show(node.right)})`;
    case "conditional":
      return `(if ${show(node.condition)} then ${show(node.then)} else ${show(node.otherwise)})`;
    case "range":
      return `(${show(node.from)}..${show(node.to)}${node.step === undefined ? "" : `:${show(node.step)}`})`;
    case "group":
      return show(node.body);
    case "aggregate":
      return `(${node.operator}(${node.binders.map((binder) => `${binder.name.text} in ${show(binder.set)}`).join(", ")}) ${node.body === undefined ? "" : show(node.body)})`;
    case "payoff":
      return `payoff ${show(node.agent)}`;
    case "deviation":
      return `(${show(node.body)} when ${node.reports.map(({ who, what }) => `${show(who)}: ${show(what)}`).join("; ")})`;
    default:
      return node.kind;
  }
}

describe("the grammar", () => {
  it("passes Chevrotain's own checks", () => {
    expect(() => new MechParser(false)).not.toThrow();
  });

  it.each(snippets.map((snippet) => [snippet.trim().split("\n")[0] ?? "", snippet]))("reads %s", (_, snippet) => {
    expect(parse(snippet).faults).toEqual([]);
  });

  it("builds the tree of the first example", () => {
    const kinds = items(snippets[0] ?? "").map((item) => item.kind);
    expect(kinds).toEqual([
      "model", "cite", "param", "agents", "state", "prior", "mechanism", "payoff-declaration", "incentives", "participation",
      "quantity", "quantity", "move", "assert", "assert", "show",
    ]); // prettier-ignore
    const [model, , , , type] = items(snippets[0] ?? "");
    expect(model).toMatchObject({
      doc: "Revenue-optimal auction for two bidders whose values are positively correlated.",
      title: { value: "Full surplus extraction" },
    });
    expect(type).toMatchObject({
      observed: true,
      head: { name: { text: "value" }, indices: [{ name: { text: "i" }, set: { kind: "reference" } }] },
      domain: { kind: "in" },
    });
  });
});

describe("binding strength", () => {
  it.each([
    ["a - b - c", "((a - b) - c)"],
    ["a ^ b ^ c", "(a ^ (b ^ c))"],
    ["-x^2", "(- (x ^ 2))"],
    ["2 ^ -x * y", "((2 ^ (- x)) * y)"],
    ["a + b * c", "(a + (b * c))"],
    ["not a = b and c or d", "(((not (a = b)) and c) or d)"],
    ["1..n - 1", "(1..(n - 1))"],
    ["0..1:1/10", "(0..1:(1 / 10))"],
    ["i in 1..n", "(i in (1..n))"],
    ["i not in S", "(i not in S)"],
    ["sum(i in S) x * y + z", "((sum(i in S) (x * y)) + z)"],
    ["2 * sum(i in S) -x", "(2 * (sum(i in S) (- x)))"],
    ["all(i in S) x <= y and z", "((all(i in S) (x <= y)) and z)"],
    ["count(i in S) + 1", "((count(i in S) ) + 1)"],
    ["a + if b then c else d + e", "(a + (if b then c else (d + e)))"],
    ["max(a, b) + max(i in S) x", "(max(a, b) + (max(i in S) x))"],
    ["nth(2, a) + nth(2, i in S) x", "(nth(2, a) + (nth(2, i in S) x))".replace("nth(2, i", "nth(i")],
    ["E + P", "(E + P)"],
    ["f(a - b | a > b)", "f((a - b) | (a > b))"],
    ["payoff b[i] when b[i] reports r + 1 and others(b[i]) report z", "(payoff b[i] when b[i]: (r + 1); others(b[i]): z)"],
    ["support[i][2]", "support[i][2]"],
  ])("%s", (text, tree) => {
    expect(grouped(text)).toBe(tree);
  });

  it("tells braces apart by their first colon", () => {
    const kinds = ["{}", "{1, 2}", "{ i in S : x }", "{1: 2, (1, 2): 3}"].map((text) => {
      const [item] = items(`let a = ${text}`);
      return item?.kind === "let" ? item.value.kind : "";
    });
    expect(kinds).toEqual(["set", "set", "builder", "table"]);
  });
});

describe("declarations", () => {
  it("gives an unnamed row the empty name", () => {
    const [named, unnamed] = items("require a[i in S]: x <= 1 when y\nrequire x <= 1");
    expect(named).toMatchObject({ head: { name: { text: "a" }, indices: [{}] }, condition: { kind: "reference" } });
    expect(unnamed).toMatchObject({ head: { name: { text: "" }, indices: [] } });
  });

  it("does not take the bound of a component for its rule", () => {
    const [block] = items("mechanism { allocation q in [0, 1] = r  transfer t >= 0 = s }");
    expect(block).toMatchObject({
      items: [
        { domain: { kind: "in", set: { kind: "list" } }, rule: { kind: "reference" } },
        { domain: { kind: "bound" }, rule: {} },
      ],
    });
  });

  it("separates the constraints of a prior from their binders", () => {
    const [prior] = items("prior v ~ any with E[v] = m for i in S, j in T, E[w] <= 1");
    expect(prior).toMatchObject({ constraints: [{ binders: [{ name: { text: "i" } }, { name: { text: "j" } }] }, { binders: [] }] });
  });

  it("keeps words that matter in one place usable as names elsewhere", () => {
    expect(codes("param to = 1\nparam within = to\nparam E = 1\nparam sum = E + P\nparam with = 2")).toEqual([]);
  });

  it("attaches the doc comment above, not the one behind the line before", () => {
    const [first, second] = items("param a /// behind\n/// one\n/// two\nparam b");
    expect(first).not.toHaveProperty("doc");
    expect(second).toHaveProperty("doc", "one\ntwo");
  });
});

describe("messages", () => {
  const rows = [...syntaxMessages, ...Object.values(misspellings), ...builderMessages];

  it.each(rows.map((row) => [row.code, row.example]))("%s has an example that gives it and nothing else", (code, example) => {
    expect(codes(example)).toEqual([code]);
  });

  it("have different codes", () => {
    expect(new Set(rows.map((row) => row.code)).size).toBe(rows.length);
  });

  it("show the place: the missing bracket behind what was read, the wrong word itself", () => {
    expect(parse("payoff bidder[i = 1").faults[0]).toMatchObject({ message: "a closing `]` is missing", span: { start: 15, end: 15 } });
    expect(parse("param state = 3").faults[0]).toMatchObject({ span: { start: 6, end: 11 } });
  });

  it("report semicolons once, and the declarations stay", () => {
    const { file, faults } = parse("param n = 2;\nparam m = 3;\n");
    expect(faults.map((fault) => fault.code)).toEqual(["semicolon"]);
    expect(file.items).toHaveLength(2);
  });

  it("let a misspelt operator mean what was meant", () => {
    expect(shape(parse("assert a ≤ b && c == 1").file.items)).toEqual(shape(parse("assert a <= b and c = 1").file.items));
  });
});

describe("recovery", () => {
  it("reports every broken declaration once, on its line, and keeps the others", () => {
    const text = "param n = \nagents bidder = 1..n\npayoff bidder[i = 1\nquantity r = E[x\nmechanism {\n  transfer = 3\n  allocation q\n}\nshow r";
    const { file, faults } = parse(text);
    const starts = lineStarts(text);
    expect(faults.map((fault) => lineColumn(starts, fault.span.start).line)).toEqual([1, 3, 4, 6]);
    expect(file.items.map((item) => item.kind)).toEqual(["agents", "mechanism", "show"]);
    expect(file.items[1]).toMatchObject({ items: [{ kind: "allocation" }] });
  });

  it("says of an unclosed block only that, and reads on behind it", () => {
    const { file, faults } = parse("mechanism {\n  transfer t\n\npayoff a[i] = t[i]\nshow t");
    expect(faults.map((fault) => fault.code)).toEqual(["unclosed-block"]);
    expect(file.items.map((item) => item.kind)).toEqual(["payoff-declaration", "show"]);
  });

  it("says of a declaration in the wrong block only that", () => {
    const { file, faults } = parse("mechanism {\n  quantity r = 1\n  transfer t\n}\nshow t");
    expect(faults.map((fault) => fault.code)).toEqual(["declaration-in-block"]);
    expect(file.items.map((item) => item.kind)).toEqual(["mechanism", "show"]);
  });

  it("does not report what an unclosed text or a strange character has broken", () => {
    expect(codes('cite "Myerson\nparam n = 2')).toEqual(["unclosed-string"]);
    expect(codes("let a = x @ y\nparam n = 2")).toEqual(["unexpected-character"]);
  });
});

function expectValid(faults: readonly SyntaxFault[], text: string): void {
  for (const { span, message } of faults) {
    expect(span.start).toBeGreaterThanOrEqual(0);
    expect(span.end).toBeGreaterThanOrEqual(span.start);
    expect(span.end).toBeLessThanOrEqual(text.length);
    expect(message).not.toMatch(/undefined|NaN|\[object/);
  }
  expect(faults.length).toBeLessThanOrEqual(50);
}

describe("any text", () => {
  it("is read without an exception, with faults inside the text", () => {
    const mutation = fc.tuple(
      fc.constantFrom("delete", "duplicate", "swap", "insert"),
      fc.nat(),
      fc.constantFrom("(", "]", "{", "}", '"', "when", " in ", "::", "\n", "E["),
    );
    fc.assert(
      fc.property(fc.constantFrom(...snippets), fc.array(mutation, { minLength: 1, maxLength: 6 }), (snippet, mutations) => {
        let text = snippet;
        for (const [kind, place, piece] of mutations) {
          const at = place % (text.length + 1);
          const here = text.slice(at, at + 3);
          if (kind === "delete") text = text.slice(0, at) + text.slice(at + 3);
          else if (kind === "duplicate") text = text.slice(0, at) + here + text.slice(at);
          else if (kind === "swap") text = text.slice(0, at) + [...here].reverse().join("") + text.slice(at + 3);
          else text = text.slice(0, at) + piece + text.slice(at);
        }
        expectValid(parse(text).faults, text);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => expectValid(parse(text).faults, text)),
      { numRuns: 200 },
    );
  });

  it.each([
    "(",
    "let a = (",
    "let a = [",
    "if ",
    "let a = if ",
    "let a = - ",
    "x when a reports ",
    "nth(1, i in ",
    "let a = {i in ",
    "mechanism {\n",
    "/*",
    "/*/ ",
    "a.b",
    "é ",
    '"',
  ])("of a great many %j is refused in a bounded time, without a stack overflow", (piece) => {
    const text = piece.repeat(Math.ceil(300_000 / piece.length));
    const start = performance.now();
    const { faults } = parse(text);
    expect(performance.now() - start).toBeLessThan(5000);
    expectValid(faults, text);
  });

  it("may nest brackets and chain operators as deeply as anybody needs, and no deeper", () => {
    const nested = (depth: number): string => `let a = ${"(".repeat(depth)}1${")".repeat(depth)}`;
    expect(codes(nested(90))).toEqual([]);
    expect(codes(nested(100_000))).toEqual(["too-deep"]);
    expect(codes(`let a = 1${" + 1".repeat(900)}`)).toEqual([]);
    expect(codes(`let a = 1${" + 1".repeat(100_000)}`)).toEqual(["too-long"]);
    expect(codes(`let a = ${"-".repeat(100_000)}1`)).toEqual(["too-long"]);
  });
});
