/**
 * The correlation of given bid laws that makes the expected second highest bid largest (Section 3 of "Optimal Calibrated
 * Signaling in Digital Auctions"): k bidders have one law and n - k another. Exact.
 *
 * If no group has a single member the value is explicit (Proposition 3.2) and bidders of a group can always be paired at
 * the same bid. A single bidder (k = 1 or n - 1) can be paired only with the other group, and a small linear program
 * decides with which bids (Proposition 3.5).
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../../compiler/lp/builder.ts";
import type { Program } from "../../../compiler/lp/program.ts";
import { certifiedOptimum } from "../numeric/certified-optimum.ts";
import { timeLine } from "./optimal-correlation-time-line.ts";
import type { Coupling, Group } from "./optimal-correlation-time-line.ts";
import type { Theorem } from "../theorem.ts";
import type { ValueDistribution } from "../auctions/virtual-values.ts";

export const theorem: Theorem = {
  name: "optimal correlation of bids",
  cite: "Du, Tang, Wang, Zhang, Optimal Calibrated Signaling in Digital Auctions, Propositions 3.2 and 3.5 (Algorithm 1 replaced by a time-line construction)",
  statement:
    "Unless a group has one member, the largest expected second bid is sum_x x phi(x), with phi half the total mass of bids from the top down to one; with a single bidder it is the value of a transport program.",
};

export interface Correlation {
  /** The largest expected second highest bid. */
  readonly value: Rational;
  /** Its law, bids descending, masses positive. */
  readonly secondBid: readonly { readonly bid: Rational; readonly probability: Rational }[];
  /** A joint law that attains it; bidders of the first group come first. */
  readonly coupling: Coupling;
}

/** Every nonempty group has at least two members: the hypothesis of Proposition 3.2. */
export function isPairable(groups: readonly Group[]): boolean {
  return groups.every(({ members }) => members !== 1);
}

/**
 * The law (9) of the second highest bid when it is as high as the marginals allow: from the top bid down, half of all
 * mass, until one is reached. Without the hypothesis of Proposition 3.2 its mean is an upper bound (Lemma 3.1).
 */
export function pairedSecondBid(groups: readonly Group[]): { readonly bid: Rational; readonly probability: Rational }[] {
  const half = Rational.of(1, 2);
  const masses = groups.flatMap(({ members, law }) =>
    law.values.map((bid, l) => ({ bid, mass: half.mul(Rational.integer(members)).mul(law.masses[l] ?? Rational.zero) })),
  );
  masses.sort((a, b) => b.bid.compare(a.bid));
  const second: { bid: Rational; probability: Rational }[] = [];
  let left = Rational.one;
  for (const { bid, mass } of masses) {
    const probability = mass.compare(left) < 0 ? mass : left;
    if (probability.isZero()) continue;
    left = left.sub(probability);
    const last = second.at(-1);
    if (last?.bid.equals(bid) === true) last.probability = last.probability.add(probability);
    else second.push({ bid, probability });
  }
  return second;
}

/**
 * The best correlation of `clicks` bidders with one law and `others` with another; a group without members may have any law.
 *
 * @throws RangeError with fewer than two bidders, or if the program of a single bidder cannot be certified.
 * @example await optimalCorrelation({ members: 2, law: a }, { members: 2, law: b }) // a: 1 or 4/5 evenly: value 9/10
 */
export async function optimalCorrelation(clicks: Group, others: Group): Promise<Correlation> {
  if (clicks.members + others.members < 2) throw new RangeError("a second highest bid needs two bidders");
  const groups = [clicks, others].filter(({ members }) => members > 0);
  if (isPairable(groups)) {
    const secondBid = pairedSecondBid(groups);
    return { value: mean(secondBid), secondBid, coupling: timeLine(groups, { paired: true, meetings: [] }) };
  }
  const singleFirst = clicks.members === 1;
  const [single, crowd] = singleFirst ? [clicks, others] : [others, clicks];
  const program = singleBidderProgram(single.law, crowd.law, crowd.members);
  const { objective, columns } = await certifiedOptimum(program);
  const width = crowd.law.values.length;
  const meetings = single.law.values.flatMap((x, a) =>
    crowd.law.values.map((y, b) => ({ single: x, crowd: y, probability: columns[a * width + b] ?? Rational.zero })),
  );
  const twins = crowd.law.values.map((y, b) => ({ crowd: y, probability: columns[single.law.values.length * width + b] ?? Rational.zero }));
  const coupling = timeLine([single, crowd], { paired: false, meetings: [...meetings, ...twins].filter(({ probability }) => probability.sign() > 0) });
  const ordered = singleFirst ? coupling : coupling.map(({ bids, probability }) => ({ bids: [...bids.slice(1), ...bids.slice(0, 1)], probability }));
  return { value: objective, secondBid: secondBids(ordered), coupling: ordered };
}

/**
 * The program of Proposition 3.5, on the full supports (its lower limit t_1 is not needed): `meet(x, y)` is the mass of
 * profiles whose top two are the single bidder at x and one of the crowd at y, `twins(y)` of those with two of the crowd at y.
 * A crowd of one needs no exception: the single bidder's mass and the crowd's are both one, so the total leaves no twins.
 */
export function singleBidderProgram(single: ValueDistribution, crowd: ValueDistribution, members: number): Program {
  const builder = new ProgramBuilder("correlation", "maximize");
  const [rows, width] = [single.values.length, crowd.values.length];
  const bid = (law: ValueDistribution, k: number): string => String(law.values[k] ?? "");
  const column = (name: string, indexNames: readonly string[], sentence: string) => ({ name, role: "probability" as const, indexNames, sentence });
  const meet = builder.addColumns(
    column("meet", ["single", "crowd"], "the single bidder at {single} meets a bid of {crowd}"),
    rows * width,
    Rational.zero,
    undefined,
    false,
    (k) => [bid(single, Math.floor(k / width)), bid(crowd, k % width)],
  );
  const twins = builder.addColumns(column("twins", ["crowd"], "two of the crowd bid {crowd}"), width, Rational.zero, undefined, false, (k) => [bid(crowd, k)]);
  for (const [a, x] of single.values.entries()) {
    for (const [b, y] of crowd.values.entries()) builder.setObjective(meet + a * width + b, x.compare(y) < 0 ? x : y);
  }
  for (const [b, y] of crowd.values.entries()) builder.setObjective(twins + b, y);
  builder.beginRowFamily({ name: "single", role: "definition", indexNames: ["bid"], sentence: "mass of the single bidder at {bid}" }, (k) => [bid(single, k)]);
  for (const [a, mass] of single.masses.entries()) {
    builder.beginRow("<=");
    for (let b = 0; b < width; b++) builder.add(meet + a * width + b, Rational.one);
    builder.endRow(mass);
  }
  builder.endRowFamily();
  builder.beginRowFamily({ name: "crowd", role: "definition", indexNames: ["bid"], sentence: "mass of the crowd at {bid}" }, (k) => [bid(crowd, k)]);
  for (const [b, mass] of crowd.masses.entries()) {
    builder.beginRow("<=");
    for (let a = 0; a < rows; a++) builder.add(meet + a * width + b, Rational.one);
    builder.add(twins + b, Rational.integer(2));
    builder.endRow(mass.mul(Rational.integer(members)));
  }
  builder.endRowFamily();
  builder.beginRowFamily({ name: "total", role: "definition", indexNames: [], sentence: "every profile has a top pair" }, () => []);
  builder.beginRow("=");
  for (let k = 0; k < (rows + 1) * width; k++) builder.add(meet + k, Rational.one);
  builder.endRow(Rational.one);
  builder.endRowFamily();
  return builder.build();
}

/** The law of the second highest bid under a coupling, bids descending. */
export function secondBids(coupling: Coupling): { readonly bid: Rational; readonly probability: Rational }[] {
  const law = new Map<string, { readonly bid: Rational; probability: Rational }>();
  for (const { bids, probability } of coupling) {
    const bid = [...bids].sort((a, b) => b.compare(a))[1] ?? Rational.zero;
    const known = law.get(bid.toString());
    if (known) known.probability = known.probability.add(probability);
    else law.set(bid.toString(), { bid, probability });
  }
  return [...law.values()].sort((a, b) => b.bid.compare(a.bid));
}

function mean(law: readonly { readonly bid: Rational; readonly probability: Rational }[]): Rational {
  return law.reduce((sum, { bid, probability }) => sum.add(bid.mul(probability)), Rational.zero);
}
