/** Truthful bids are an equilibrium of the compound proportional auction under the worst-case information, and earn the guarantee. */
import { describe, expect, it } from "vitest";
import { optimalSensitivities } from "../../runtime/theory/proportional/sensitivities.ts";
import { strongMaxmin } from "../../runtime/theory/proportional/strong-maxmin.ts";

const check = (means: readonly number[], order?: number): ReturnType<typeof strongMaxmin> => strongMaxmin(optimalSensitivities(means).sensitivities, means, 1, undefined, order);

describe("the strong maxmin solution", () => {
  it.each([{ means: [0.5] }, { means: [0.6, 0.4] }, { means: [0.5, 0.5] }, { means: [0.8, 0.3] }, { means: [0.97, 0.95] }])("for means $means: no gain from lying, revenue = guarantee = potential", ({ means }) => {
    const { guarantee, potential, revenue, gain } = check(means);
    expect(gain).toBeLessThan(1e-10);
    expect(revenue).toBeCloseTo(guarantee, 9);
    expect(potential).toBeCloseTo(guarantee, 12);
  });

  it.each([{ means: [0.6, 0.5, 0.4] }, { means: [0.5, 0.5, 0.5] }, { means: [0.6, 0.4, 0.1] }])("for three buyers with means $means", ({ means }) => {
    const { guarantee, potential, revenue, gain } = check(means, 6);
    expect(gain).toBeLessThan(1e-6);
    expect(revenue).toBeCloseTo(guarantee, 6);
    expect(potential).toBeCloseTo(guarantee, 12);
  });

  it("scales with the values", () => {
    const means = [6, 4];
    const { guarantee, revenue, gain } = strongMaxmin(optimalSensitivities(means, 10).sensitivities, means, 10);
    expect(guarantee).toBeCloseTo(2.709069038646, 11);
    expect(revenue).toBeCloseTo(guarantee, 8);
    expect(gain).toBeLessThan(1e-9);
  });

  it("is not found where the sensitivities are not optimal", () => {
    const { guarantee, potential } = strongMaxmin([0.5, 0.3], [0.6, 0.4]);
    expect(potential - guarantee).toBeGreaterThan(0.01);
  });
});
