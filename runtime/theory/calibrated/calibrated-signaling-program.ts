/**
 * Calibrated signaling on a finite grid of signals as a linear program of polynomial size: marginals instead of joint laws
 * (Propositions 2.4, 3.2 and 3.5 of "Optimal Calibrated Signaling in Digital Auctions"). Its value is that of the program
 * over all joint kernels on the grid, with `O(n S + S^2)` columns for S signals instead of `(2 S)^n`.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../../compiler/lp/builder.ts";
import type { ColumnFamilySpec } from "../../../compiler/lp/builder.ts";
import type { Program } from "../../../compiler/lp/program.ts";
import { certifiedOptimum } from "../numeric/certified-optimum.ts";
import type { Theorem } from "../theorem.ts";

export const theorem: Theorem = {
  name: "calibrated signaling by marginals",
  cite: "Du, Tang, Wang, Zhang, Optimal Calibrated Signaling in Digital Auctions, Propositions 2.4, 3.2 and 3.5",
  statement:
    "Revenue depends on a symmetric scheme only through the marginals given the number of clicks, and the best correlation of marginals is itself linear.",
};

/**
 * The program. Columns: masses of signals among clickers and others for every count k; where neither group is a single
 * bidder, the mass of a top pair at each signal; where one is, its meetings with the other group and the other group's twins.
 *
 * @param law probabilities of 0 .. n clicks, exact, summing to one
 * @param grid signals, ascending and distinct, with 0 and 1
 * @throws RangeError if these conditions fail.
 */
export function marginalProgram(law: readonly Rational[], grid: readonly Rational[]): Program {
  check(law, grid);
  const n = law.length - 1;
  const size = grid.length;
  const builder = new ProgramBuilder("calibrated_marginals", "maximize");
  const columns = (spec: ColumnFamilySpec, count: number): number =>
    builder.addColumns(spec, count, Rational.zero, undefined, false, (k) => (spec.indexNames.length === 2 ? [text(k / size), text(k % size)] : [text(k)]));
  const text = (k: number): string => String(grid[Math.floor(k)] ?? "");
  const family = (name: string, indexNames: readonly string[], sentence: string): ColumnFamilySpec => ({ name, role: "probability", indexNames, sentence });
  const counts = law.map((probability, k) => ({
    probability,
    clicks: columns(family(`clicks_${k}`, ["signal"], `clickers at {signal} when ${k} click`), k > 0 ? size : 0),
    others: columns(family(`others_${k}`, ["signal"], `others at {signal} when ${k} click`), k < n ? size : 0),
  }));

  builder.beginRowFamily({ name: "prior", role: "prior", indexNames: ["bidders"], sentence: "mass of {bidders}" }, (r) => [
    r % 2 === 0 ? `clickers, ${Math.floor(r / 2)} clicks` : `others, ${Math.floor(r / 2)} clicks`,
  ]);
  for (const [k, { probability, clicks, others }] of counts.entries()) {
    for (const [first, members, ordinal] of [
      [clicks, k, 2 * k],
      [others, n - k, 2 * k + 1],
    ] as const) {
      if (members === 0) continue;
      builder.beginRow("=", ordinal);
      for (let s = 0; s < size; s++) builder.add(first + s, Rational.one);
      builder.endRow(probability.mul(Rational.integer(members)));
    }
  }
  builder.endRowFamily();

  builder.beginRowFamily({ name: "calibrated", role: "require", indexNames: ["signal"], sentence: "a signal of {signal} means what it says" }, (s) => [
    text(s),
  ]);
  for (const [s, signal] of grid.entries()) {
    builder.beginRow("=");
    for (const [k, { clicks, others }] of counts.entries()) {
      if (k > 0) builder.add(clicks + s, Rational.one.sub(signal));
      if (k < n) builder.add(others + s, signal.neg());
    }
    builder.endRow(Rational.zero);
  }
  builder.endRowFamily();

  for (const [k, { probability, clicks, others }] of counts.entries()) {
    // Lemma 2.3 lets each group hold any marginal; which pairs can be on top depends on whether a group is a single bidder.
    const single = k === 1 ? clicks : k === n - 1 ? others : undefined;
    if (single === undefined) {
      const present = [...(k > 0 ? [clicks] : []), ...(k < n ? [others] : [])];
      const pair = columns(family(`pair_${k}`, ["signal"], `second bid {signal} when ${k} click`), size);
      topPairs(builder, `top_${k}`, grid, pair, (s) => present.map((first) => first + s), probability);
      continue;
    }
    const crowd = k === 1 ? others : clicks;
    const meet = columns(family(`meet_${k}`, ["single", "crowd"], `single bidder at {single}, another at {crowd}, when ${k} click`), size * size);
    for (const [a, x] of grid.entries()) for (const [b, y] of grid.entries()) builder.setObjective(meet + a * size + b, x.compare(y) < 0 ? x : y);
    const twins = columns(family(`twins_${k}`, ["signal"], `two of the others at {signal} when ${k} click`), size);
    builder.beginRowFamily({ name: `single_${k}`, role: "definition", indexNames: ["signal"], sentence: "meetings use the single bidder at {signal}" }, (s) => [
      text(s),
    ]);
    for (let a = 0; a < size; a++) {
      builder.beginRow("<=");
      for (let b = 0; b < size; b++) builder.add(meet + a * size + b, Rational.one);
      builder.add(single + a, Rational.integer(-1));
      builder.endRow(Rational.zero);
    }
    builder.endRowFamily();
    topPairs(
      builder,
      `top_${k}`,
      grid,
      twins,
      (s) => [crowd + s],
      probability,
      (s) => grid.map((_, a) => meet + a * size + s),
    );
  }
  return builder.build();
}

/** Twice the pairs at a signal, and the meetings there, use the bidders at it; all pairs and meetings together have the probability of the count. */
function topPairs(
  builder: ProgramBuilder,
  name: string,
  grid: readonly Rational[],
  pair: number,
  bidders: (signal: number) => readonly number[],
  probability: Rational,
  meetings: (signal: number) => readonly number[] = () => [],
): void {
  builder.beginRowFamily({ name, role: "definition", indexNames: ["signal"], sentence: "pairs use the bidders at {signal}" }, (s) => [String(grid[s] ?? "")]);
  for (const [s, signal] of grid.entries()) {
    builder.setObjective(pair + s, signal);
    builder.beginRow("<=");
    builder.add(pair + s, Rational.integer(2));
    for (const column of meetings(s)) builder.add(column, Rational.one);
    for (const column of bidders(s)) builder.add(column, Rational.integer(-1));
    builder.endRow(Rational.zero);
  }
  builder.endRowFamily();
  builder.beginRowFamily({ name: `${name}_total`, role: "prior", indexNames: [], sentence: "every profile has a second bid" }, () => []);
  builder.beginRow("=");
  for (const s of grid.keys()) for (const column of [pair + s, ...meetings(s)]) builder.add(column, Rational.one);
  builder.endRow(probability);
  builder.endRowFamily();
}

/**
 * The best revenue of calibrated schemes on a grid, exactly: a lower bound on the continuum, and equal to it when the grid
 * contains the optimal signals.
 *
 * @throws RangeError as {@link marginalProgram}, or if the optimum could not be certified.
 */
export async function gridOptimum(law: readonly Rational[], grid: readonly Rational[]): Promise<Rational> {
  return (await certifiedOptimum(marginalProgram(law, grid))).objective;
}

function check(law: readonly Rational[], grid: readonly Rational[]): void {
  if (law.length < 3 || law.some((p) => p.sign() < 0)) throw new RangeError("a count law has at least three nonnegative entries");
  const total = law.reduce((a, b) => a.add(b), Rational.zero);
  if (!total.equals(Rational.one)) throw new RangeError(`the count law sums to ${total}, not to 1`);
  const ends = grid[0]?.isZero() === true && grid.at(-1)?.equals(Rational.one) === true;
  if (!ends || grid.some((s, k) => k > 0 && s.compare(grid[k - 1] ?? s) <= 0)) throw new RangeError("a grid ascends from 0 to 1");
}
