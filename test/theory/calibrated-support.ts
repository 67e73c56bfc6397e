/** Oracles of calibrated signaling: the program over all joint kernels, and schemes seen from their explicit kernels only. */
import fc from "fast-check";
import { Rational } from "../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../compiler/lp/builder.ts";
import type { Program } from "../../compiler/lp/program.ts";
import { signalLaw, type CalibratedScheme } from "../../runtime/theory/calibrated/calibrated-signaling-scheme.ts";

/** Count laws with zeros, since those are the degenerate cases. */
export const countLaws = fc
  .array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 50 })), { minLength: 3, maxLength: 9 })
  .filter((weights) => weights.some((w) => w > 0))
  .map((weights) => {
    const total = weights.reduce((a, b) => a + b, 0);
    return { law: weights.map((w) => w / total), exact: weights.map((w) => Rational.of(w, total)) };
  });

/** All click outcomes, and all multisets, by brute force: the program over joint kernels, reduced by symmetry; with participation under a tie rule. */
export function orbitProgram(law: readonly Rational[], grid: readonly Rational[], participation?: "uniform" | "favour clicks"): Program {
  const n = law.length - 1;
  const builder = new ProgramBuilder("orbits", "maximize");
  const multisets = (size: number, least = 0): number[][] =>
    size === 0 ? [[]] : grid.flatMap((_, s) => (s < least ? [] : multisets(size - 1, s).map((rest) => [s, ...rest])));
  const orbits = law.flatMap((_, k) => multisets(k).flatMap((clicks) => multisets(n - k).map((others) => ({ k, clicks, others }))));
  builder.addColumns({ name: "z", role: "probability", indexNames: ["k"], sentence: "{k}" }, orbits.length, Rational.zero, undefined, false, (k) => [
    String(k),
  ]);
  for (const [j, { clicks, others }] of orbits.entries()) {
    const second = [...clicks, ...others].sort((a, b) => b - a)[1] ?? 0;
    builder.setObjective(j, grid[second] ?? Rational.zero);
  }
  builder.beginRowFamily({ name: "rows", role: "prior", indexNames: ["k"], sentence: "{k}" }, (k) => [String(k)]);
  for (const [k, probability] of law.entries()) {
    builder.beginRow("=");
    for (const [j, orbit] of orbits.entries()) if (orbit.k === k) builder.add(j, Rational.one);
    builder.endRow(probability);
  }
  for (const [s, signal] of grid.entries()) {
    builder.beginRow("=");
    for (const [j, { clicks, others }] of orbits.entries()) {
      const at = (set: readonly number[]): Rational => Rational.integer(set.filter((x) => x === s).length);
      builder.add(j, at(clicks).mul(Rational.one.sub(signal)).sub(at(others).mul(signal)));
    }
    builder.endRow(Rational.zero);
  }
  if (participation) {
    builder.beginRow(">=");
    for (const [j, { clicks, others }] of orbits.entries()) {
      const bids = [...clicks, ...others].sort((a, b) => b - a);
      const at = (set: readonly number[]): number => set.filter((x) => x === bids[0]).length;
      const wins = participation === "uniform" ? Rational.of(at(clicks), at(clicks) + at(others)) : Rational.integer(at(clicks) > 0 ? 1 : 0);
      builder.add(j, wins.sub(grid[bids[1] ?? 0] ?? Rational.zero));
    }
    builder.endRow(Rational.zero);
  }
  builder.endRowFamily();
  return builder.build();
}

export function outcomes(n: number): boolean[][] {
  return Array.from({ length: 2 ** n }, (_, m) => Array.from({ length: n }, (_, i) => (m >> i) % 2 === 1));
}

/** Revenue, surplus with uniform ties and worst calibration error, from the explicit kernel only. */
export function audit(scheme: CalibratedScheme, law: readonly number[]): { revenue: number; surplus: number; calibration: number } {
  const n = scheme.bidders;
  const ones = new Map<string, number>();
  const all = new Map<string, number>();
  let [revenue, surplus] = [0, 0];
  const choose = (k: number): number => outcomes(n).filter((o) => o.filter(Boolean).length === k).length;
  for (const outcome of outcomes(n)) {
    const k = outcome.filter(Boolean).length;
    const weight = (law[k] ?? 0) / choose(k);
    for (const { levels, probability } of signalLaw(scheme, outcome)) {
      const mass = weight * probability;
      const [top = 0, second = 0] = [...levels].sort((a, b) => b - a);
      const winners = levels.flatMap((level, i) => (level === top ? [i] : []));
      const price = scheme.levels[second] ?? 0;
      revenue += mass * price;
      surplus += mass * (winners.filter((i) => outcome[i]).length / winners.length - price);
      for (const [i, level] of levels.entries()) {
        const key = `${i},${level}`;
        all.set(key, (all.get(key) ?? 0) + mass);
        if (outcome[i] === true) ones.set(key, (ones.get(key) ?? 0) + mass);
      }
    }
  }
  const errors = [...all].map(([key, mass]) => Math.abs((ones.get(key) ?? 0) - mass * (scheme.levels[Number(key.split(",")[1])] ?? 0)));
  return { revenue, surplus, calibration: Math.max(...errors) };
}
