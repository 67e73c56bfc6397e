import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { codes } from "../../compiler/diagnostics/codes.ts";
import type { CodeEntry } from "../../compiler/diagnostics/entry.ts";
import { hasErrors, type Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { compile } from "../../compiler/driver.ts";
import { lint } from "../../compiler/lint/index.ts";
import { rules } from "../../compiler/lint/registry.ts";
import { lintSlowly } from "../../runtime/lint/index.ts";
import { slowRules } from "../../runtime/lint/registry.ts";
import { longSpec } from "../editor/long-spec.ts";

const entries: readonly (readonly [string, CodeEntry])[] = Object.entries(codes);
const linted = entries.filter(([, { stage }]) => stage === "lint" || stage === "slow-lint");

async function everything(source: string, name = ""): Promise<readonly Diagnostic[]> {
  const compilation = compile(source);
  const slow = await lintSlowly(source, compilation, name === "large-for-solver" ? { solver: "exact" } : {});
  return [...compilation.diagnostics, ...lint(source, compilation), ...slow];
}

/** The text with the edits of a fix, from the end so that spans stay true. */
function applied(source: string, { fix }: Diagnostic): string {
  return [...(fix?.edits ?? [])].sort((a, b) => b.span.start - a.span.start).reduce((text, { span, newText }) => text.slice(0, span.start) + newText + text.slice(span.end), source);
}

describe("the rules of the linter", () => {
  it("have one code each, and every code of the stage has a rule or is about silences", () => {
    const names = [...rules, ...slowRules].map((rule) => rule.name);
    expect(new Set(names).size).toBe(names.length);
    expect([...names, "silence-without-reason", "silence-without-effect"].sort()).toEqual(linted.map(([name]) => name).sort());
    for (const rule of rules) expect(codes[rule.name]).toHaveProperty("stage", "lint");
    for (const rule of slowRules) expect(codes[rule.name]).toHaveProperty("stage", "slow-lint");
  });

  it.each(linted)("%s: its example gets it and nothing else, and compiles", async (name, { code, example }) => {
    const found = await everything(example, name);
    expect(found.map((each) => each.code)).toEqual([code]);
    for (const { span, labels } of found) for (const each of [span, ...labels.map((label) => label.span)]) expect(0 <= each.start && each.start <= each.end && each.end <= example.length).toBe(true);
  });

  it.each(linted)("%s: the example put right is silent", async (name, { fixedExample }) => {
    if (fixedExample === undefined) throw new Error("every code of the linter shows how to put it right");
    expect((await everything(fixedExample, name)).map((each) => each.code)).toEqual([]);
  });

  it.each(linted)("%s: a comment with a reason silences it", async (name, { code, example }) => {
    if (name.startsWith("silence-")) return;
    const [found] = await everything(example, name);
    const start = example.lastIndexOf("\n", (found?.span.start ?? 0) - 1) + 1;
    const silenced = `${example.slice(0, start)}// mech-ignore ${code}: the test says so\n${example.slice(start)}`;
    expect((await everything(silenced, name)).map((each) => each.code)).toEqual([]);
  });

  it.each(linted)("%s: its fix, if any, leaves a spec that compiles without it", async (name, { code, example }) => {
    const [found] = await everything(example, name);
    if (!found?.fix) return;
    const after = applied(example, found);
    expect(after).not.toBe(example);
    expect(hasErrors(compile(after).diagnostics)).toBe(false);
    expect((await everything(after, name)).map((each) => each.code)).not.toContain(code);
  });

  it("offers a fix wherever one is obvious", async () => {
    const fixable = await Promise.all(linted.map(async ([name, { example }]) => ((await everything(example, name))[0]?.fix ? name : undefined)));
    expect(fixable.filter((name) => name !== undefined).sort()).toEqual(
      ["idle-incentives", "silence-without-effect", "strong-participation", "tie-dependent", "trivial-assert", "unreachable-branch", "unused-name"].sort(),
    );
  });

  it("says nothing about a spec with syntax errors or unknown names", () => {
    for (const source of ["model m\nparam n = [\nparam k = 2\n", "model m\nstate theta in {0, 1}\nprior theta ~ uniform\nquantity mean = E[thet]\nparam n = 2\n"]) {
      const compilation = compile(source);
      expect(hasErrors(compilation.diagnostics)).toBe(true);
      expect(lint(source, compilation)).toEqual([]);
    }
  });

  it("can be asked for some codes only", () => {
    const source = "model m\nparam n = 2\nstate theta in {0, 1}\nprior theta ~ uniform\nquantity mean = E[theta]\nassert mean = mean\n";
    const compilation = compile(source);
    expect(lint(source, compilation).map((each) => each.code)).toEqual(["MECH1201", "MECH1214"]);
    expect(lint(source, compilation, { only: ["MECH1214"] }).map((each) => each.code)).toEqual(["MECH1214"]);
  });

  it("costs less than reading the text: a few milliseconds for a thousand lines", () => {
    const source = longSpec(1000);
    const compilation = compile(source, { stopAfter: "model" });
    expect(compilation.model).toBeDefined();
    const best = (work: () => void): number =>
      Math.min(
        ...Array.from({ length: 12 }, () => {
          const started = performance.now();
          work();
          return performance.now() - started;
        }),
      );
    // Against each other and not against a clock: the machine may be slow, or busy with other things.
    expect(best(() => lint(source, compilation))).toBeLessThan(best(() => compile(source, { stopAfter: "model" })));
  });

  it("never throws, whatever the text", () => {
    const pieces = linted.map(([, { example }]) => example);
    fc.assert(
      fc.property(fc.constantFrom(...pieces), fc.nat(), fc.nat(30), fc.constantFrom("", "// mech-ignore", "1", "[i]", "theta", "}\n"), (example, at, length, insert) => {
        const cut = at % example.length;
        const source = example.slice(0, cut) + insert + example.slice(cut + length);
        const compilation = compile(source, { limits: { states: 2000, profiles: 2000, rows: 4000, columns: 4000, nonzeros: 20_000 } });
        for (const { span } of lint(source, compilation)) expect(span.end <= source.length).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
