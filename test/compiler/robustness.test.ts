import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import { EvaluationError } from "../../compiler/evaluate/error.ts";
import { programToJson } from "../../compiler/emit/json.ts";
import { run } from "../../runtime/run.ts";
import modelSchema from "../../compiler/model/model.schema.json" with { type: "json" };

const specs = readdirSync("examples", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".mech"))
  .map((file) => readFileSync(`examples/${file}`, "utf8"));
const textbook = readdirSync("examples/textbook").map((file) => readFileSync(`examples/textbook/${file}`, "utf8"));
const small = { states: 20_000, profiles: 20_000, rows: 20_000, columns: 20_000, nonzeros: 200_000 };

function survives(text: string): void {
  const { diagnostics, task } = compile(text, { limits: small });
  for (const { span, labels } of diagnostics) {
    for (const place of [span, ...labels.map((label) => label.span)]) {
      expect(place.start).toBeGreaterThanOrEqual(0);
      expect(place.end).toBeGreaterThanOrEqual(place.start);
      expect(place.end).toBeLessThanOrEqual(text.length);
    }
  }
  if (!task) expect(diagnostics.some((each) => each.severity === "error")).toBe(true);
}

/** Words and signs of a spec, so that a mutation keeps much of its syntax. */
function tokens(text: string): string[] {
  return text.match(/[A-Za-z_][A-Za-z0-9_]*|\d+|\s+|[^\sA-Za-z0-9_]/g) ?? [];
}

describe("malformed specs", () => {
  it("never crash the compiler, whatever is deleted, doubled, swapped or replaced", () => {
    const vocabulary = [...new Set(specs.flatMap(tokens))];
    fc.assert(
      fc.property(fc.constantFrom(...specs), fc.array(fc.tuple(fc.constantFrom("delete", "double", "swap", "replace"), fc.nat(), fc.nat()), { minLength: 1, maxLength: 4 }), (spec, edits) => {
        const parts = tokens(spec);
        for (const [edit, a, b] of edits) {
          const at = a % parts.length;
          const other = b % parts.length;
          if (edit === "delete") parts.splice(at, 1);
          else if (edit === "double") parts.splice(at, 0, parts[at] as string);
          else if (edit === "swap") [parts[at], parts[other]] = [parts[other] as string, parts[at] as string];
          else parts[at] = vocabulary[b % vocabulary.length] as string;
        }
        survives(parts.join(""));
      }),
      { numRuns: 500 },
    );
  });

  it.each(["~ surplus", "~ bernoulli(surplus)", "~ payoff bidder[1]", "~ bernoulli(half)"])("have no law that looks at results: prior value %s", (law) => {
    const text = readFileSync("examples/textbook/myerson-uniform.mech", "utf8");
    const broken = text.replace("prior value[i] ~ uniform", `prior value[i] ${law}\nlet half = surplus / 2`);
    expect(compile(broken).diagnostics.filter((each) => each.severity === "error").map((each) => each.code)).toContain("MECH0212");
  });

  it("never crash it when single characters are lost", () => {
    fc.assert(
      fc.property(fc.constantFrom(...specs), fc.nat(), fc.integer({ min: 1, max: 9 }), (spec, at, length) => {
        const start = at % spec.length;
        survives(spec.slice(0, start) + spec.slice(start + length));
      }),
      { numRuns: 200 },
    );
  });
});

const head = "model m\nagents bidder = 1..2\ntype value[i in bidder] in {1, 2}\nprior value[i] ~ uniform\n";

describe("mutated specs that still compile", () => {
  it("run to a result or to a diagnostic", async () => {
    let ran = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...textbook), fc.nat(), fc.nat(), async (spec, a, b) => {
        const parts = tokens(spec);
        const numbers = [...parts.keys()].filter((k) => /^\d+$/.test(parts[k] as string));
        const at = numbers[a % numbers.length];
        if (at === undefined) return;
        parts[at] = String(b % 4);
        const { task } = compile(parts.join(""), { limits: { ...small, nonzeros: 5_000 } });
        if (!task) return;
        ran++;
        try {
          const { result } = await run(task, { timeLimitSeconds: 10 });
          expect(["optimal", "infeasible", "unbounded", "evaluated"]).toContain(result.status);
        } catch (error) {
          expect(error).toBeInstanceOf(EvaluationError);
        }
      }),
      { numRuns: 100 },
    );
    expect(ran).toBeGreaterThan(30);
  });
});

describe("hostile specs are refused in time", () => {
  it.each([
    ["an astronomic range", "model m\nset s = 1..10^12\n"],
    ["a fine grid", "model m\nset s = grid(0, 1, 1/10^12)\n"],
    ["an astronomic power", "model m\nparam x = 2^(10^9)\n"],
    ["a tower of powers", "model m\nparam x = 9^9^9^9\n"],
    ["nested sums", "model m\nset s = 1..1000\nparam x = sum(a in s, b in s, c in s, d in s) 1\n"],
    ["doubling functions", `model m\n${Array.from({ length: 40 }, (_, k) => `function f${k}(x) = ${k === 0 ? "x + x" : `f${k - 1}(x) + f${k - 1}(x)`}\n`).join("")}param x = f39(1)\n`],
    ["recursion", "model m\nfunction f(x) = f(x)\nparam x = f(1)\n"],
    ["circular lets", `${head}let a = b + value[1]\nlet b = a\nquantity q = E[a]\n`],
    ["circular params", "model m\nparam a = b\nparam b = a\n"],
    ["too many states", "model m\nagents bidder = 1..40\ntype value[i in bidder] in {1, 2}\nprior value[i] ~ uniform\nquantity q = E[value[1]]\n"],
    ["too many agents", "model m\nagents bidder = 1..10^6\ntype value[i in bidder, j in bidder] in {1, 2}\nprior value[i, j] ~ uniform\n"],
    ["deep brackets", `model m\nparam x = ${"(".repeat(5000)}1${")".repeat(5000)}\n`],
    ["a long sum", `model m\nparam x = ${Array.from({ length: 50_000 }, () => "1").join(" + ")}\n`],
    ["huge messages", `model m\nagents bidder = 1..9\nmechanism {\n  message bid[i in bidder] in 1..100 = 1\n  allocation win[i in bidder] = bid[i]\n}\nquantity q = E[win[1]]\n`],
  ])("%s", (_name, text) => {
    const started = performance.now();
    const { diagnostics, task } = compile(text);
    expect(performance.now() - started).toBeLessThan(8000);
    expect(task).toBeUndefined();
    expect(diagnostics.some((each) => each.severity === "error")).toBe(true);
  });
});

describe("compilation is a function", () => {
  const valid = new Ajv({ strict: false }).compile(modelSchema);
  it("of the text: the same model, the same program, valid against the schema", () => {
    for (const spec of specs) {
      const first = compile(spec, { limits: { nonzeros: 200_000 } });
      const second = compile(spec, { limits: { nonzeros: 200_000 } });
      expect(JSON.stringify(first.model)).toBe(JSON.stringify(second.model));
      if (first.model) expect(valid(JSON.parse(JSON.stringify(first.model))), JSON.stringify(valid.errors)).toBe(true);
      if (first.task && "program" in first.task && second.task && "program" in second.task) {
        expect(JSON.stringify(programToJson(first.task.program))).toBe(JSON.stringify(programToJson(second.task.program)));
      }
    }
  });
});
