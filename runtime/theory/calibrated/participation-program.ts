/**
 * Calibrated signaling with participation on a finite grid, for any number of bidders, as a linear program with `O(S^2)` columns for S
 * signals: the best scheme of the shape of {@link CalibratedScheme}. Two clickers at the signal 1 whenever two click is optimal without
 * participation; with it the program is a lower bound of the one over all joint kernels on the grid, often equal to it.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../../compiler/lp/builder.ts";
import type { Program } from "../../../compiler/lp/program.ts";
import { certifiedOptimum } from "../numeric/certified-optimum.ts";
import { makeScheme, type CalibratedScheme } from "./calibrated-signaling-scheme.ts";

/** Who wins a tie at the top: each with equal chances, or a bidder who clicks if there is one (section 1.2.2). */
export type Ties = "uniform" | "favour clicks";

/**
 * The program. Columns: spare clicks per signal, pairs of the clicker's and her partner's signal when one clicks, the pair's signal when
 * nobody does. Rows: their masses, calibration of every signal multiplied out, and
 *
 *     sum m(a, b) (P[the clicker wins | a, b] - min(a, b)) - sum p(s) s >= 0,
 *
 * the sum of all bidders' payoffs, which are equal by symmetry; with two clickers at 1 the price is what the winner gets.
 *
 * @param law probabilities of 0 .. n clicks, exact, summing to one
 * @param grid signals, ascending and distinct, with 0 and 1
 * @throws RangeError if these conditions fail
 */
export function participationProgram(law: readonly Rational[], grid: readonly Rational[], ties: Ties = "uniform"): Program {
  check(law, grid);
  const size = grid.length;
  const builder = new ProgramBuilder("participation", "maximize");
  const text = (s: number): string => String(grid[s] ?? "");
  const column = (name: string, indexNames: readonly string[], sentence: string) => ({ name, role: "probability" as const, indexNames, sentence });
  const spare = builder.addColumns(column("spare", ["signal"], "spare clicks at {signal}"), size, Rational.zero, undefined, false, (s) => [text(s)]);
  const meet = builder.addColumns(column("one", ["click", "partner"], "the clicker at {click}, her partner at {partner}"), size * size, Rational.zero, undefined, false, (k) => [
    text(Math.floor(k / size)),
    text(k % size),
  ]);
  const none = builder.addColumns(column("none", ["signal"], "a pair at {signal} when nobody clicks"), size, Rational.zero, undefined, false, (s) => [text(s)]);
  for (const [a, x] of grid.entries()) for (const [b, y] of grid.entries()) builder.setObjective(meet + a * size + b, x.compare(y) < 0 ? x : y);
  for (const [s, signal] of grid.entries()) builder.setObjective(none + s, signal);
  builder.addOffset(law.slice(2).reduce((sum, p) => sum.add(p), Rational.zero));

  const masses = [spareClicks(law), law[1] as Rational, law[0] as Rational];
  builder.beginRowFamily({ name: "mass", role: "prior", indexNames: ["group"], sentence: "mass of {group}" }, (k) => [["spare clicks", "one click", "no click"][k] ?? ""]);
  for (const [k, [first, count]] of ([[spare, size], [meet, size * size], [none, size]] as const).entries()) {
    builder.beginRow("=");
    for (let c = 0; c < count; c++) builder.add(first + c, Rational.one);
    builder.endRow(masses[k] as Rational);
  }
  builder.endRowFamily();
  builder.beginRowFamily({ name: "calibrated", role: "require", indexNames: ["signal"], sentence: "a signal of {signal} means what it says" }, (s) => [text(s)]);
  for (const [s, signal] of grid.entries()) {
    builder.beginRow("=");
    const [click, other] = [Rational.one.sub(signal), signal.neg()];
    builder.add(spare + s, click);
    for (let b = 0; b < size; b++) builder.add(meet + s * size + b, click);
    for (let a = 0; a < size; a++) builder.add(meet + a * size + s, other);
    builder.add(none + s, other.add(other));
    builder.endRow(Rational.zero);
  }
  builder.endRowFamily();
  builder.beginRowFamily({ name: "participation", role: "participation", indexNames: [], sentence: "bidders gain on average" }, () => []);
  builder.beginRow(">=");
  for (const [a, x] of grid.entries()) {
    for (const [b, y] of grid.entries()) {
      const wins = a > b ? Rational.one : a < b ? Rational.zero : ties === "uniform" ? Rational.of(1, 2) : Rational.one;
      builder.add(meet + a * size + b, wins.sub(x.compare(y) < 0 ? x : y));
    }
  }
  for (const [s, signal] of grid.entries()) builder.add(none + s, signal.neg());
  builder.endRow(Rational.zero);
  builder.endRowFamily();
  return builder.build();
}

export interface ParticipationOptimum {
  readonly revenue: Rational;
  /** A scheme that earns it, its probabilities rounded to doubles. */
  readonly scheme: CalibratedScheme;
}

/**
 * The best scheme on a grid, exactly.
 *
 * @throws RangeError as {@link participationProgram}, or if the optimum could not be certified
 */
export async function participationOptimum(law: readonly Rational[], grid: readonly Rational[], ties: Ties = "uniform"): Promise<ParticipationOptimum> {
  const { objective, columns } = await certifiedOptimum(participationProgram(law, grid, ties));
  const size = grid.length;
  const share = (column: number, of: Rational): number => ((columns[column] as Rational).isZero() ? 0 : (columns[column] as Rational).div(of).toNumber());
  const at = (s: number): number => grid[s]?.toNumber() ?? 0;
  const [nobody, single, hidden] = [law[0] as Rational, law[1] as Rational, spareClicks(law)];
  const scheme = makeScheme(law.length - 1, {
    spare: hidden.isZero() ? [[1, 1]] : grid.map((_, s) => [at(s), share(s, hidden)]),
    one: single.isZero() ? [[0, 0, 1]] : Array.from({ length: size * size }, (_, k) => [at(Math.floor(k / size)), at(k % size), share(size + k, single)] as const),
    none: nobody.isZero() ? [[0, 1]] : grid.map((_, s) => [at(s), share(size + size * size + s, nobody)]),
  });
  return { revenue: objective, scheme };
}

/** Expected number of clicks beyond the two that set the price. */
function spareClicks(law: readonly Rational[]): Rational {
  return law.reduce((sum, p, k) => (k > 2 ? sum.add(p.mul(Rational.integer(k - 2))) : sum), Rational.zero);
}

function check(law: readonly Rational[], grid: readonly Rational[]): void {
  const total = law.reduce((a, b) => a.add(b), Rational.zero);
  if (law.length < 3 || law.some((p) => p.sign() < 0) || !total.equals(Rational.one)) throw new RangeError("a count law has at least three nonnegative entries that sum to one");
  const ends = grid[0]?.isZero() === true && grid.at(-1)?.equals(Rational.one) === true;
  if (!ends || grid.some((s, k) => k > 0 && s.compare(grid[k - 1] ?? s) <= 0)) throw new RangeError("a grid ascends from 0 to 1");
}
