import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { fractionsOf } from "../../compiler/lp/fractions.ts";
import { objectiveValue } from "../../compiler/lp/inspect.ts";
import type { Program } from "../../compiler/lp/program.ts";
import { certify } from "../../runtime/certify/certify.ts";
import { checkCertificate } from "../../runtime/certify/check.ts";
import { lexicographic, optimalFace, quantityRanges } from "../../runtime/explain/index.ts";
import type { Solve } from "../../runtime/explain/index.ts";
import { withRow } from "../../runtime/explain/subsystem.ts";
import { loadSolver } from "../../runtime/solvers/choose.ts";
import { derive } from "../../runtime/solvers/derive.ts";
import { families, randomProgram } from "../certify/random.ts";
import { program } from "../solvers/helpers.ts";
import { auction, correlated, exact, independent, optimum } from "./support.ts";

const numbers = (...values: readonly number[]) => fractionsOf(values.map((each) => Rational.integer(each)));

describe("what optimality determines", () => {
  it("leaves welfare open in Myerson's auction when the low virtual value is zero", async () => {
    // Selling to two low bidders earns nothing more or less: welfare 3/2 or 7/4.
    const { program: myerson, stages } = auction(independent, "then to maximize welfare");
    const [stage] = stages;
    if (!stage) throw new Error("no second objective");
    const welfare = { name: "welfare", coefficients: stage.objective, offset: stage.offset };
    const [range] = await quantityRanges(myerson, await optimum(myerson), [welfare], exact);
    expect(range).toMatchObject({ kind: "range", name: "welfare" });
    expect(range?.kind === "range" && [range.low, range.high].map(String)).toEqual(["3/2", "7/4"]);
  });

  it("fixes welfare under full extraction, and revenue always", async () => {
    const { program: full, stages } = auction(correlated, "then to maximize welfare");
    const revenue = { name: "revenue", coefficients: full.objective, offset: full.offset };
    const welfare = { name: "welfare", coefficients: stages[0]?.objective ?? full.objective, offset: Rational.zero };
    const ranges = await quantityRanges(full, await optimum(full), [revenue, welfare], exact);
    expect(ranges.map((each) => each.kind === "determined" && each.value.toString())).toEqual(["8/5", "8/5"]);
  });

  it("says which end is unbounded, and when an end has no proof", async () => {
    const system = program({ objective: [1, 0], rows: [[[1, 0], "<=", 1]] });
    const second = { name: "second", coefficients: numbers(0, 1), offset: Rational.zero };
    const certificate = await optimum(system);
    expect(await quantityRanges(system, certificate, [second], exact)).toMatchObject([{ kind: "range", low: Rational.zero, high: undefined }]);
    expect(await quantityRanges(system, certificate, [second], () => Promise.resolve(undefined))).toEqual([{ kind: "unknown", name: "second" }]);
  });

  it("is the same on the face as with the objective as a row (random programs)", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(families)), fc.nat(2000), async (family, seed) => {
        const system = randomProgram(family, seed);
        const certificate = await exact(system);
        if (certificate?.kind !== "optimal") return;
        const face = optimalFace(system, certificate);
        const pinned = withRow(system, system.objective, "=", certificate.objective.sub(system.offset), "optimal");
        for (let j = 0; j < system.columnCount; j++) {
          const objective = fractionsOf(Array.from({ length: system.columnCount }, (_, k) => (k === j ? Rational.one : Rational.zero)));
          for (const sense of ["minimize", "maximize"] as const) {
            const end = async (on: Program): Promise<string> => {
              const answer = await exact(derive(on, { sense, objective, offset: Rational.zero }));
              return answer?.kind === "optimal" ? answer.objective.toString() : String(answer?.kind);
            };
            expect(await end(face)).toBe(await end(pinned));
          }
        }
      }),
      { numRuns: 80 },
    );
  });
});

describe("lexicographic objectives", () => {
  it("break Myerson's tie for welfare without giving up revenue", async () => {
    const { program: myerson, stages } = auction(independent, "then to maximize welfare");
    const result = await lexicographic(myerson, stages, exact);
    if (result.kind !== "solved") throw new Error(result.reason);
    expect(result.stages.map(({ objective }) => objective.toString())).toEqual(["3/2", "7/4"]);
    expect(objectiveValue(myerson, result.certificate.columns).toString()).toBe("3/2");
  });

  it("end with a certificate of the original program, and one for every stage (random programs)", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(families)),
        fc.nat(2000),
        fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 6, maxLength: 6 }),
        async (family, seed, weights) => {
          const system = randomProgram(family, seed);
          const objective = numbers(...weights.slice(0, system.columnCount));
          const stages = [
            { sense: "minimize" as const, text: "second", objective, offset: Rational.zero },
            { sense: "maximize" as const, text: "third", objective: numbers(...weights.slice(0, system.columnCount).reverse()), offset: Rational.one },
          ];
          const result = await lexicographic(system, stages, exact);
          if (result.kind !== "solved") {
            expect(result.reason).not.toBe("unproved");
            expect(result.stages.length).toBe(result.at);
            return;
          }
          expect(checkCertificate(system, result.certificate)).toEqual({ holds: true });
          for (const stage of result.stages) expect(checkCertificate(stage.program, stage.certificate)).toEqual({ holds: true });
          const last = result.stages.at(-1);
          expect(
            objectiveValue(derive(system, { objective: stages[1]?.objective ?? objective, offset: Rational.one }), result.certificate.columns).toString(),
          ).toBe(last?.objective.toString());
        },
      ),
      { numRuns: 150 },
    );
  });

  it("say at which objective there is no optimum", async () => {
    const system = program({ objective: [1, 0], rows: [[[1, 0], "<=", 1]] });
    const result = await lexicographic(system, [{ sense: "maximize", text: "second", objective: numbers(0, 1), offset: Rational.zero }], exact);
    expect(result).toMatchObject({ kind: "unsolved", at: 1, reason: "unbounded" });
  });

  it("hold an integer program to its optimum by a row", async () => {
    // Two of three indivisible goods fit; the second objective prefers the last.
    const goods = program({ objective: [1, 1, 1], rows: [[[2, 2, 2], "<=", 5]], upper: [1, 1, 1], integer: [0, 1, 2] });
    const highs = await loadSolver("highs");
    const solve: Solve = async (each) => {
      const result = await certify(each, await highs.solve(each));
      return result.kind === "exact" ? result.certificate : undefined;
    };
    const result = await lexicographic(goods, [{ sense: "maximize", text: "the last", objective: numbers(0, 1, 3), offset: Rational.zero }], solve);
    if (result.kind !== "solved") throw new Error(result.reason);
    expect(result.certificate.columns.map(String)).toEqual(["0", "1", "1"]);
    expect(result.stages.map(({ objective }) => objective.toString())).toEqual(["2", "4"]);
  });
});
