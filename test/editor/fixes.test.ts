import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { codes, type CodeEntry } from "../../compiler/diagnostics/index.ts";
import { compile } from "../../compiler/driver.ts";
import { lint } from "../../compiler/lint/index.ts";
import { applyFix, codeActions, fixesOf } from "../../editor/services/fixes.ts";
import { snapshotOf, type Snapshot } from "../../editor/services/snapshot.ts";
import { builderMessages, misspellings } from "../../grammar/lexical-messages.ts";
import { syntaxMessages } from "../../grammar/messages.ts";
import { badSpecs } from "./files.ts";

function diagnosticsOf(text: string): readonly Diagnostic[] {
  const compilation = compile(text);
  return [...compilation.diagnostics, ...lint(text, compilation)];
}

function checked(text: string): Snapshot {
  const snapshot = snapshotOf(text);
  snapshot.slow = { diagnostics: diagnosticsOf(text) };
  return snapshot;
}

const count = (list: readonly Diagnostic[], { code, text }: Diagnostic): number => list.filter((each) => each.code === code && each.text === text).length;
const compiles = (list: readonly Diagnostic[]): boolean => !list.some((each) => each.severity === "error");

const mistakes = [
  ...badSpecs(),
  ...Object.entries<CodeEntry>(codes)
    .filter(([, { stage }]) => stage === undefined || stage === "lint")
    .map(([name, { example }]) => ({ name: `example of ${name}`, text: example })),
  ...[...syntaxMessages, ...Object.values(misspellings), ...builderMessages].map(({ code, example }) => ({
    name: `syntax ${code}`,
    text: `model m\n${example}\n`,
  })),
];

describe("a quick fix", () => {
  it.each(mistakes)("in $name leaves a file that compiles, or removes its diagnostic", ({ text }) => {
    const snapshot = checked(text);
    const before = snapshot.diagnostics;
    for (const diagnostic of before) {
      for (const fix of fixesOf(snapshot, diagnostic)) {
        const after = applyFix(text, fix);
        expect(after, fix.title).not.toBe(text);
        const left = diagnosticsOf(after);
        expect(compiles(left) || count(left, diagnostic) < count(before, diagnostic), `${fix.title}\n${after}\n${JSON.stringify(left)}`).toBe(true);
      }
    }
  });

  it("exists for most mistakes that have an obvious one", () => {
    const withFix = (name: string): boolean => {
      const text = badSpecs().find((each) => each.name === `${name}.mech`)?.text ?? expect.fail(name);
      const snapshot = checked(text);
      return snapshot.diagnostics.some((each) => fixesOf(snapshot, each).length > 0);
    };
    const obvious = [
      "unknown-name",
      "unknown-distribution",
      "unknown-library",
      "unknown-library-member",
      "unknown-concept",
      "wrong-index-count",
      "not-indexable",
      "not-a-function",
      "duplicate-declaration",
      "reserved-name",
      "reserved-word",
      "bad-interval",
      "within-reversed",
      "prior-twice",
      "payoff-twice",
      "concept-twice",
      "nothing-to-choose",
      "chosen-twice",
      "type-in-indirect-rule",
      "type-needs-agent",
      "continuous-needs-discretize",
      "objective-not-a-quantity",
      "varies-outside-expectation",
      "relation-expected",
      "no-model",
      "prior-missing",
      "payoff-missing",
      "strategy-missing",
      "param-missing",
      "spec-incomplete",
      "double-equals",
      "chained-comparison",
      "unclosed-block",
      "unclosed-string",
      "unmatched-bracket",
      "misplaced-allocation",
      "move-without-objective",
      "not-agents",
      "not-a-set",
    ];
    expect(obvious.filter((name) => !withFix(name))).toEqual([]);
  });

  const fixed = (text: string): string => {
    const snapshot = checked(text);
    const fix = snapshot.diagnostics.flatMap((each) => fixesOf(snapshot, each))[0] ?? expect.fail(`no fix of ${JSON.stringify(snapshot.diagnostics)}`);
    return applyFix(text, fix);
  };

  it("writes what was meant", () => {
    expect(fixed("model m\nparam rounds = 2\nagents bidder = 1..ruonds")).toContain("1..rounds");
    expect(fixed("model m\nassert 1 <= 2 <= 3")).toContain("1 <= 2 and 2 <= 3");
    expect(fixed("model m\nlet a = 1; let b = 2;\n// not; this")).toBe("model m\nlet a = 1 let b = 2\n// not; this");
    expect(fixed("model m\ncite “Myerson (1981)”")).toContain('cite "Myerson (1981)"');
    expect(fixed("model m\ntype value(i in bidder) in {1, 2}")).toContain("type value[i in bidder] in {1, 2}");
    expect(fixed("model m\nset s = {1, 2}\nlet a = all(x∈s) x > 0")).toContain("x in s");
  });

  it("adds a payoff from what is declared for the agents", () => {
    const text =
      "model m\nagents buyer = 1..2\ntype value[i in buyer] in {1, 2}\nprior value[i] ~ uniform\nmechanism {\n  allocation get[i in buyer] in [0, 1] = 1/2\n  transfer pay[i in buyer] = 0\n}\nincentives bayesian\n";
    expect(fixed(text)).toContain("payoff buyer[i] = value[i] * get[i] - pay[i]\n");
  });

  it("renames all uses of a name that is taken", () => {
    expect(fixed("model m\nparam others = 2\nlet a = others + 1")).toBe("model m\nparam others_ = 2\nlet a = others_ + 1");
  });

  it("of a diagnostic that carries one is that one", () => {
    const snapshot = snapshotOf("model m\nparam n = 2\n");
    const diagnostic: Diagnostic = {
      code: "MECH1201",
      severity: "warning",
      title: "t",
      text: "t",
      span: { start: 8, end: 19 },
      labels: [],
      fix: { title: "Remove it", edits: [{ span: { start: 8, end: 20 }, newText: "" }] },
    };
    snapshot.slow = { diagnostics: [diagnostic] };
    const [action] = codeActions(snapshot, { start: { line: 1, character: 2 }, end: { line: 1, character: 2 } });
    expect(action).toMatchObject({
      title: "Remove it",
      kind: "quickfix",
      isPreferred: true,
      edit: { changes: { "memory:///spec.mech": [{ range: { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } }, newText: "" }] } },
    });
    expect(codeActions(snapshot, { start: { line: 0, character: 0 }, end: { line: 0, character: 2 } })).toEqual([]);
  });
});
