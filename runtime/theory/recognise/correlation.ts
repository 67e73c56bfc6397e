/** The best correlation of signals whose distributions are given (Proposition 3.2, Lemma 3.1), recognised from its rows. */
import { Rational } from "../../../compiler/exact/rational.ts";
import { fractionAt } from "../../../compiler/lp/fractions.ts";
import { rowEntries } from "../../../compiler/lp/inspect.ts";
import { ProgramBuilder } from "../../../compiler/lp/builder.ts";
import type { Program } from "../../../compiler/lp/program.ts";
import type { InformationTask } from "../../../compiler/programs/task.ts";
import { formOf } from "../../../compiler/rows/form.ts";
import { pointRows } from "../../../compiler/rows/points.ts";
import { valuesOf } from "../../../compiler/spaces/points.ts";
import { isPairable, pairedSecondBid } from "../calibrated/optimal-correlation.ts";
import type { Group } from "../calibrated/optimal-correlation-time-line.ts";
import type { Finding, Recogniser } from "../recogniser.ts";

/** Points at which rows are read; beyond them nothing is recognised. */
const pointsRead = 5000;

export const recogniser: Recogniser = {
  theorem: "optimal-correlation",
  recognise: (task) => (task.kind === "information" ? recognise(task) : undefined),
};

function recognise(task: InformationTask): Finding | undefined {
  const { points, model } = task;
  const [signals, ...rest] = points.model.variables;
  const objective = model.moves[0]?.objectives[0];
  if (!signals || rest.length > 0 || signals.given || !objective || objective.sense !== "maximize" || points.count > pointsRead) return undefined;
  const profiles = Array.from({ length: points.count }, (_, point) => valuesOf(points, point));
  const full = signals.components.reduce((count, { domain }) => count * domain.length, 1);
  if (full !== points.count || !profiles.every((profile) => profile.every((value) => value instanceof Rational))) return undefined;
  const bids = profiles as readonly (readonly Rational[])[];
  const revenue = formOf(points, objective.value);
  const second = (profile: readonly Rational[]): Rational => [...profile].sort((a, b) => b.compare(a))[1] ?? Rational.zero;
  if (!revenue.offset.isZero() || !revenue.values.every((value, k) => value.equals(second(bids[k] ?? [])))) return undefined;
  const builder = new ProgramBuilder("rows", "maximize");
  builder.addColumns({ name: "point", role: "probability", indexNames: ["k"], sentence: "{k}" }, points.count, Rational.zero, undefined, false, (k) => [String(k)]);
  for (const row of points.model.rows) pointRows(points, row)?.addTo(builder);
  const laws = marginals(builder.build(), bids, signals.components.length);
  if (!laws) return undefined;
  const groups = groupsOf(laws);
  const value = pairedSecondBid(groups).reduce((sum, { bid, probability }) => sum.add(bid.mul(probability)), Rational.zero);
  const quantity = objective.value.kind === "quantity" ? objective.value.of : "objective";
  const attained = groups.length <= 2 && isPairable(groups);
  const because = "A bidder whose law nobody shares has no twin to meet at the top; then half of all mass from the top down is only a bound (Lemma 3.1).";
  return {
    theorem: "optimal-correlation",
    values: { revenue: value, attained },
    predictions: [attained ? { quantity, relation: "=", value } : { quantity, relation: "<=", value, because }],
  };
}

/** The law of every bidder's signal, when each row fixes the probability of one signal of one bidder and all are fixed. */
function marginals(program: Program, bids: readonly (readonly Rational[])[], bidders: number): Map<string, Rational>[] | undefined {
  const laws = Array.from({ length: bidders }, () => new Map<string, Rational>());
  for (let row = 0; row < program.rowCount; row++) {
    const entries = [...rowEntries(program, row)];
    const scale = entries[0]?.coefficient;
    if (!scale || program.rowSense[row] !== "=" || !entries.every(({ coefficient }) => coefficient.equals(scale))) return undefined;
    const inside = new Set(entries.map(({ column }) => column));
    const bidder = laws.findIndex((_, i) => {
      const signal = bids[entries[0]?.column ?? 0]?.[i];
      return signal !== undefined && bids.every((profile, column) => (profile[i]?.equals(signal) === true) === inside.has(column));
    });
    const signal = bids[entries[0]?.column ?? 0]?.[bidder];
    if (bidder < 0 || !signal) return undefined;
    laws[bidder]?.set(signal.toString(), fractionAt(program.rhs, row).div(scale));
  }
  const complete = laws.every((law) => {
    const total = [...law.values()].reduce((sum, mass) => sum.add(mass), Rational.zero);
    return total.equals(Rational.one);
  });
  return complete ? laws : undefined;
}

/** Bidders with one law between them. */
function groupsOf(laws: readonly ReadonlyMap<string, Rational>[]): Group[] {
  const groups = new Map<string, { members: number; law: ReadonlyMap<string, Rational> }>();
  for (const law of laws) {
    const key = [...law].filter(([, mass]) => !mass.isZero()).map(([signal, mass]) => `${signal}:${mass}`).sort().join(" ");
    const group = groups.get(key);
    if (group) group.members++;
    else groups.set(key, { members: 1, law });
  }
  return [...groups.values()].map(({ members, law }) => {
    const entries = [...law].filter(([, mass]) => mass.sign() > 0).map(([signal, mass]) => ({ signal: Rational.parse(signal) ?? Rational.zero, mass }));
    entries.sort((a, b) => a.signal.compare(b.signal));
    return { members, law: { values: entries.map(({ signal }) => signal), masses: entries.map(({ mass }) => mass) } };
  });
}
