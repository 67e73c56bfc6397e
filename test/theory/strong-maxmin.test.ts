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

  it("for four buyers: revenue to what the order of the quadrature gives, and indifference among bids that use up the good", () => {
    const means = [0.65, 0.6, 0.5, 0.45];
    const { sensitivities } = optimalSensitivities(means);
    expect(Math.min(...sensitivities)).toBeGreaterThan(0);
    const near = { signals: [0.7], bids: [0, 0.3, 1.5] };
    const { guarantee, potential, revenue, gain } = strongMaxmin(sensitivities, means, 1, near, 3);
    expect(potential).toBeCloseTo(guarantee, 12);
    expect(Math.abs(revenue - guarantee)).toBeLessThan(1e-5);
    expect(gain).toBeLessThan(0);
    // A signal above 1 / eta_i has value 1 whatever the others know, and every bid from there on is a best reply, so the gain is zero.
    const [first = NaN] = sensitivities;
    const beyond = strongMaxmin(sensitivities, means, 1, { signals: [1.2 / Math.min(...sensitivities)], bids: [1.1 / Math.min(...sensitivities)] }, 3);
    expect(1.2 / Math.min(...sensitivities)).toBeGreaterThan(1 / first);
    expect(Math.abs(beyond.gain)).toBeLessThan(1e-5);
  });

  it("for four buyers of whom one is excluded", () => {
    const means = [0.65, 0.5, 0.35, 0.3];
    const { sensitivities } = optimalSensitivities(means);
    expect(sensitivities[3]).toBe(0);
    // The third sensitivity is 0.045: continuation values vary on that scale, and every order of the quadrature gains about a digit.
    const { guarantee, potential, revenue, gain } = strongMaxmin(sensitivities, means, 1, { signals: [0.7], bids: [0.3, 1.5] }, 7);
    expect(gain).toBeLessThan(1e-9);
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
