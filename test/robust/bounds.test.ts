/** Values of Brooks and Du (2024) and of Brooks, Du and Feffer (2025), recomputed independently to at least eight digits. */
import { describe, expect, it } from "vitest";
import { solveBound, type SolvedBound } from "../../runtime/robust/solve.ts";
import { auction, eleven, interval, openMoves, robustTask, solve } from "./support.ts";

const common = (k: number): string => auction({ k, states: `state value in ${eleven}\nprior value ~ uniform`, worth: "value" });
const independent = (k: number): string => auction({ k, states: `state value[i in bidder] in ${eleven}\nprior value[i] ~ uniform`, worth: "value[i]" });
const means = (k: number, values: string, n = 2): string => auction({ n, k, states: `param mean = [${values}]\nstate value[i in bidder] in [0, 1]\nprior value ~ any with E[value[i]] = mean[i] for i in bidder`, worth: "value[i]", moves: openMoves });

async function bounds(text: string): Promise<readonly [SolvedBound, SolvedBound]> {
  const { coupling } = robustTask(text);
  const up = coupling && (await solveBound(coupling, "up"));
  const down = coupling && (await solveBound(coupling, "down"));
  if (!up || !down) throw new Error("not solved");
  return [up, down];
}

describe("certified bounds", () => {
  it.each<[string, string, number, number]>([
    ["common value, k = 2", common(2), 0.20458491161616174, 0.3339962121212121],
    ["common value, k = 3", common(3), 0.2324254740669924, 0.3087488049216443],
    ["independent values, k = 2: the diagonal condition", independent(2), 0.2211813177944215, 0.37000034408691296],
    ["known means, k = 4", means(4, "3/5, 2/5"), 0.24010808518699672, 0.30191581181348554],
    ["known equal means, k = 5", means(5, "1/2, 1/2"), 0.2325448, 0.273607],
  ])("%s", async (_, text, lower, upper) => {
    const [up, down] = await bounds(text);
    for (const each of [up, down]) expect(each.primal.value - each.dual.value).toBeLessThan(1e-8);
    expect(Math.abs(up.dual.value - lower)).toBeLessThan(6e-8);
    expect(Math.abs(down.primal.value - upper)).toBeLessThan(6e-8);
    // A certificate is on the safe side of what it certifies.
    expect(up.dual.value).toBeLessThanOrEqual(up.primal.value);
    expect(down.dual.value).toBeLessThanOrEqual(down.primal.value);
  });

  it("take common values at k = 10 through the sum of the signals", async () => {
    const [up, down] = await bounds(common(10));
    expect(up.method).toContain("sum of the signals");
    expect(up.dual.value).toBeCloseTo(0.26202766167298686, 9);
    expect(down.primal.value).toBeCloseTo(0.2819645409360507, 9);
  });

  it("bracket the closed form of compound proportional auctions", async () => {
    const result = await solve(means(3, "3/5, 2/5"));
    const [lower, upper] = interval(result);
    expect(lower).toBeLessThan(0.2709069);
    expect(upper).toBeGreaterThan(0.2709069);
    expect(result.certificate).toBe("exact");
  });

  it("take three bidders", async () => {
    const [up, down] = await bounds(means(3, "3/5, 1/2, 2/5", 3));
    // The closed form at (0.6, 0.5, 0.4) is 0.3048247.
    expect(up.dual.value).toBeLessThan(0.3048247);
    expect(down.primal.value).toBeGreaterThan(0.3048247);
    expect(up.primal.value - up.dual.value).toBeLessThan(1e-8);
  });

  it("are trivial at k = 1: nothing is guaranteed, and the best mean can be had", async () => {
    const { bounds: found } = await solve(means(1, "3/5, 2/5"));
    expect([found?.lower.exact, found?.upper.exact]).toEqual(["0", "3/5"]);
  });
});
