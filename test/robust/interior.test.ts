/** The interior-point method for ladders, against HiGHS on the same programs and against closed forms. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Direction } from "../../compiler/programs/robust/ladder.ts";
import { attained, supported } from "../../runtime/robust/certificate.ts";
import { cellsOf, type Cells } from "../../runtime/robust/cells.ts";
import { firstTops } from "../../runtime/robust/interior/region.ts";
import { solveRegion } from "../../runtime/robust/interior/solve-region.ts";
import { masterProgram } from "../../runtime/robust/master.ts";
import { numbersOf, type Numbers } from "../../runtime/robust/numbers.ts";
import { solveBound } from "../../runtime/robust/solve.ts";
import { solveApproximately } from "../../runtime/solvers/interior-point.ts";
import { optimalSensitivities } from "../../runtime/theory/proportional/sensitivities.ts";
import { auction, eleven, openMoves, robustTask } from "./support.ts";

const means = (k: number, condition: string, n = 2): string => auction({ n, k, states: `state value[i in bidder] in [0, 1]\nprior value ~ any with ${condition}`, worth: "value[i]", moves: openMoves });
const known = (k: number, values: readonly string[]): string => means(k, values.map((value, i) => `E[value[${i + 1}]] = ${value}`).join(", "), values.length);

function prepared(text: string, direction: Direction): { readonly numbers: Numbers; readonly cells: Cells } {
  const { coupling } = robustTask(text);
  const numbers = coupling && numbersOf(coupling, direction);
  if (!coupling || !numbers) throw new Error("no coupling form in numbers");
  return { numbers, cells: cellsOf(coupling, numbers) };
}

function interval(text: string, direction: Direction, tops?: readonly number[]): readonly [low: number, high: number] {
  const { numbers, cells } = prepared(text, direction);
  const solution = solveRegion(numbers, cells, tops ?? new Array<number>(numbers.agents).fill(numbers.rungs - 1));
  if (!solution) throw new Error("not solved");
  return [supported(numbers, cells, solution.dual).value, attained(numbers, cells, solution.primal)?.value ?? Infinity];
}

async function byHighs(text: string, direction: Direction): Promise<readonly [low: number, high: number]> {
  const { numbers, cells } = prepared(text, direction);
  const { program, read } = masterProgram(numbers, cells);
  const answer = await solveApproximately(program, { method: "ipm-crossover" });
  if (!answer) throw new Error("not solved");
  const { primal, dual } = read(answer);
  return [supported(numbers, cells, dual).value, attained(numbers, cells, primal)?.value ?? Infinity];
}

describe("the interior-point method for ladders", () => {
  it.each<[string, string]>([
    ["independent values, folded on the diagonal", auction({ k: 3, states: "state value[i in bidder] in {0, 1/2, 1}\nprior value[i] ~ uniform", worth: "value[i]" })],
    ["values that differ by a constant", auction({ k: 3, states: `state value in ${eleven}\nprior value ~ uniform`, worth: "(value + (if i = 1 then 1/10 else 0))" })],
    ["a state of probability zero", auction({ k: 3, states: "state value[i in bidder] in {0, 1}\nprior value ~ { (0, 0): 1/2, (1, 1): 1/4, (0, 1): 1/4, (1, 0): 0 }", worth: "value[i]" })],
    ["three bidders who are alike", known(2, ["1/2", "1/2", "1/2"])],
    ["means that are bounded from below", means(3, "E[value[1]] >= 3/5, E[value[2]] >= 2/5")],
    ["means that are bounded from above do not bind", means(3, "E[value[1]] = 3/5, E[value[2]] <= 2/5")],
  ])("agrees with HiGHS: %s", async (_, text) => {
    for (const direction of ["up", "down"] as const) {
      const [low, high] = interval(text, direction);
      const [lowOfHighs, highOfHighs] = await byHighs(text, direction);
      expect(high - low).toBeLessThan(1e-8);
      expect(Math.abs(low - lowOfHighs)).toBeLessThan(2e-8);
      expect(Math.abs(high - highOfHighs)).toBeLessThan(2e-8);
    }
  });

  it("finds on a part of the ladder what is best on all of it, where the good is sold beyond", () => {
    for (const direction of ["up", "down"] as const) {
      const whole = interval(known(6, ["3/5", "2/5"]), direction);
      // The good is sold from x1 = 1.75 and x2 = 4.73 on.
      const part = interval(known(6, ["3/5", "2/5"]), direction, [14, 34]);
      expect(part[1] - part[0]).toBeLessThan(1e-8);
      expect(Math.abs(part[0] - whole[0])).toBeLessThan(1e-8);
    }
  });

  it("gives bounds on any part of the ladder, only wider ones", () => {
    const whole = interval(known(5, ["3/5", "2/5"]), "up");
    const part = interval(known(5, ["3/5", "2/5"]), "up", [6, 6]);
    expect(part[0]).toBeLessThan(whole[0] - 1e-4);
    expect(part[1]).toBeGreaterThan(whole[1]);
  });

  it("lengthens the ladder until the certificates agree", async () => {
    const text = known(8, ["3/5", "2/5"]);
    const { coupling } = robustTask(text);
    const lines: string[] = [];
    const solved = coupling && (await solveBound(coupling, "up", { onProgress: (line) => lines.push(line) }));
    expect(firstTops(prepared(text, "up").numbers)).toEqual([20, 20]);
    expect(lines.filter((line) => line.includes("actions up to")).length).toBeGreaterThan(1);
    // An independent program gives 0.256543.
    expect(solved?.dual.value).toBeCloseTo(0.256543, 6);
    expect((solved?.primal.value ?? 1) - (solved?.dual.value ?? 0)).toBeLessThan(1e-8);
  });

  it("brackets the closed form of compound proportional auctions at random means", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 4 }), fc.array(fc.integer({ min: 3, max: 17 }), { minLength: 2, maxLength: 2 }), (k, twentieths) => {
        const text = known(k, twentieths.map((each) => `${each}/20`));
        const { revenue } = optimalSensitivities(twentieths.map((each) => each / 20));
        const [up, down] = [interval(text, "up"), interval(text, "down")];
        expect(up[1] - up[0]).toBeLessThan(1e-8);
        expect(down[1] - down[0]).toBeLessThan(1e-8);
        expect(up[0]).toBeLessThan(revenue);
        expect(down[1]).toBeGreaterThan(revenue);
      }),
      { numRuns: 12 },
    );
  });
});
