/**
 * Posteriors whose optimal auction needs no program. Where the buyers' values are independent, virtual values give it
 * (Myerson 1981). The same holds when some buyers are independent of all others and of each other, and the highest value
 * among the rest is known: the rest cannot be made to pay more than that value c, and a posted price c earns it, so the
 * rest stands for one buyer whose value is c. Rank-based signals leave such posteriors: buyers outside the top set hide
 * among themselves who sits at the threshold ("The Limits of an Information Intermediary in Auction Design", Algorithm 2).
 */
import { EvaluationError } from "../compiler/evaluate/error.ts";
import { formatValue } from "../compiler/evaluate/keys.ts";
import { Rational } from "../compiler/exact/rational.ts";
import { fromDatum } from "../compiler/model/datum.ts";
import { auctionOf, outcomeForm, weightsOf, type Auction } from "../compiler/programs/intermediary/auction.ts";
import { defaultLimits } from "../compiler/programs/limits.ts";
import type { SplitPart, SplitTask } from "../compiler/programs/task.ts";
import type { Rule } from "./report/result.generated.ts";
import { optimalAuction, optimalRevenue, type OptimalAuction } from "./theory/auctions/independent-auction.ts";
import type { ValueDistribution } from "./theory/auctions/virtual-values.ts";

/** The optimal auction of one posterior, on the path of play. */
export interface QuickAuction {
  readonly revenue: Rational;
  /** Winner (a buyer, absent when the good is kept) and payment at a state of the whole law. */
  outcome(state: number): { readonly winner?: number; readonly payment: Rational };
  /** The auction as tables of the reports that the posterior leaves possible. */
  readonly rules: Readonly<Record<string, Rule>>;
  /** Interim incentive and participation rows that were checked, and whether all hold. */
  readonly rows: number;
  readonly holds: boolean;
}

export interface QuickAuctions {
  readonly allocation: string;
  readonly transfer: string;
  readonly mover: string;
  /** How ties are broken, in words. */
  readonly ties: string;
  /** Undefined where the posterior is not of this form: then the program decides. */
  of(part: SplitPart): QuickAuction | undefined;
}

/**
 * Recognises a spec that sells one good to buyers with private values, to maximise revenue, ties broken by nothing or for
 * surplus or welfare. Undefined for every other spec.
 */
export function quickAuctions(task: SplitTask): QuickAuctions | undefined {
  const reference = task.reference();
  const move = reference?.moves.find((each) => each.chooses.includes("mechanism"));
  const [main, ...ties] = move?.objectives ?? [];
  if (!reference || !move || !main || reference.rows.some((row) => row.source === "require")) return undefined;
  const auction = recognised(() => auctionOf(reference, { ...move, objectives: [main] }, defaultLimits));
  if (!auction) return undefined;
  const favourable = ties.every((tie) => {
    const weights = recognised(() => weightsOf(auction, outcomeForm(auction, tie.value)));
    return weights !== undefined && tie.sense === "maximize" && weights.welfare.sign() > 0;
  });
  if (ties.length > 1 || !favourable) return undefined;
  const typesAt = typesByState(task, auction);
  return {
    allocation: auction.allocation.outcome.name,
    transfer: auction.transfer.outcome.name,
    mover: move.mover,
    ties: ties[0] ? `ties are broken to ${ties[0].sense} ${ties[0].text}` : "ties are broken for the buyers",
    of: (part) => quickAuction(part, typesAt, auction),
  };
}

function recognised<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}

/** Type of every buyer at a state of the whole law. */
type TypesAt = (state: number) => readonly number[];

function typesByState(task: SplitTask, { seller, buyers }: Auction): TypesAt {
  const { space } = seller.evaluator;
  const states = task.keyOfPart(seller.evaluator);
  return (state) => {
    const at = states.get(task.keyOfState(state)) ?? -1;
    return buyers.map((buyer) => space.law.knows[at * space.agents.length + buyer.agent] as number);
  };
}

function quickAuction(part: SplitPart, typesAt: TypesAt, sold: Auction): QuickAuction | undefined {
  const valuesOf = (types: readonly number[]): Rational[] => sold.buyers.map((buyer, i) => buyer.values[types[i] as number] as Rational);
  const rows = part.law.map(({ state, probability }): Row => {
    const values = valuesOf(typesAt(state));
    return { values, text: values.map(String), probability };
  });
  const buyers = [...sold.buyers.keys()];
  const independent = buyers.filter((i) => isIndependent(rows, i));
  const rest = buyers.filter((i) => !independent.includes(i));
  const known = rest.length === 0 ? undefined : knownMaximum(rows, rest);
  if (rest.length > 0 && known === undefined) return undefined;
  const bidders: ValueDistribution[] = [...independent.map((i) => marginal(rows, i)), ...(known ? [{ values: [known], masses: [Rational.one] }] : [])];
  const auction = optimalAuction(bidders);
  // Two computations that share only the ironing.
  if (!auction.revenue.equals(optimalRevenue(bidders))) throw new RangeError("threshold payments and virtual surplus disagree");
  const outcome = (types: readonly number[]): Sold => {
    const values = valuesOf(types);
    const { winner, payment } = auction.outcome([...independent.map((i) => values[i] as Rational), ...(known ? [known] : [])]);
    if (winner === undefined) return { payment };
    const buyer = winner < independent.length ? independent[winner] : rest.find((i) => (values[i] as Rational).equals(known as Rational));
    // Reports that cannot all be true may leave nobody with the known value; then nobody buys.
    return buyer === undefined ? { payment: Rational.zero } : { winner: buyer, payment };
  };
  return {
    revenue: auction.revenue,
    ...interim(auction),
    outcome: (state) => outcome(typesAt(state)),
    get rules() {
      return rulesOf(sold, part.law.map((row) => typesAt(row.state)), outcome);
    },
  };
}

/** Who buys, and at what price. */
interface Sold {
  readonly winner?: number;
  readonly payment: Rational;
}

/** The auction as tables over all profiles of types that each occur after the signal. */
function rulesOf({ seller, buyers, allocation, transfer }: Auction, law: readonly (readonly number[])[], outcome: (types: readonly number[]) => Sold): Record<string, Rule> {
  const { agents } = seller.evaluator.space;
  const profiles = buyers.reduce<number[][]>((all, _, i) => all.flatMap((types) => [...new Set(law.map((each) => each[i] as number))].map((type) => [...types, type])), [[]]);
  const tables = [allocation, transfer].map(({ outcome: { name, role, indices, components } }): [string, Rule] => {
    const entries = profiles.flatMap((types) => {
      const { winner, payment } = outcome(types);
      const at = types.map((type, i) => formatValue(agents[buyers[i]?.agent ?? 0]?.optionValues[type] ?? ""));
      return components.map((component, i) => ({
        index: component.index.map((each) => formatValue(fromDatum(each))),
        at,
        value: (i !== winner ? Rational.zero : role === "allocation" ? Rational.one : payment).toString(),
      }));
    });
    return [name, { role, chosen: true, indices: indices.map((index) => index.name), agents: buyers.map(({ label }) => label), entries }];
  });
  return Object.fromEntries(tables);
}

interface Row {
  readonly values: readonly Rational[];
  readonly text: readonly string[];
  readonly probability: Rational;
}

/** Whether the value of buyer i is independent of all other values together. */
function isIndependent(rows: readonly Row[], i: number): boolean {
  const keys = rows.map(({ text }) => ({ mine: text[i] ?? "", theirs: text.filter((_, j) => j !== i).join(" ") }));
  // Most laws that are no product miss a combination, which is seen without adding anything up.
  if (rows.length !== new Set(keys.map(({ mine }) => mine)).size * new Set(keys.map(({ theirs }) => theirs)).size) return false;
  const own = new Map<string, Rational>();
  const others = new Map<string, Rational>();
  const addTo = (sums: Map<string, Rational>, key: string, mass: Rational): void => void sums.set(key, (sums.get(key) ?? Rational.zero).add(mass));
  for (const [r, { mine, theirs }] of keys.entries()) {
    const mass = rows[r]?.probability ?? Rational.zero;
    addTo(own, mine, mass);
    addTo(others, theirs, mass);
  }
  return keys.every(({ mine, theirs }, r) => rows[r]?.probability.equals((own.get(mine) as Rational).mul(others.get(theirs) as Rational)));
}

/** The highest value among some buyers, when it is the same at every profile. */
function knownMaximum(rows: readonly Row[], among: readonly number[]): Rational | undefined {
  const highest = rows.map(({ values }) => among.map((i) => values[i] as Rational).reduce((a, b) => (a.compare(b) >= 0 ? a : b)));
  const [first] = highest;
  return first && highest.every((each) => each.equals(first)) ? first : undefined;
}

function marginal(rows: readonly Row[], i: number): ValueDistribution {
  const masses = new Map<string, { value: Rational; mass: Rational }>();
  for (const { values, text, probability } of rows) {
    const value = values[i] as Rational;
    const key = text[i] ?? "";
    const known = masses.get(key);
    masses.set(key, { value, mass: (known?.mass ?? Rational.zero).add(probability) });
  }
  const sorted = [...masses.values()].sort((a, b) => a.value.compare(b.value));
  return { values: sorted.map((each) => each.value), masses: sorted.map((each) => each.mass) };
}

/** Interim rows of the auction: no value gains by reporting another, and none loses by taking part. */
function interim({ bidders, winProbability, expectedPayment }: OptimalAuction): { readonly rows: number; readonly holds: boolean } {
  let rows = 0;
  let holds = true;
  bidders.forEach(({ values }, i) => {
    const utility = (own: number, report: number): Rational => (values[own] as Rational).mul(winProbability[i]?.[report] as Rational).sub(expectedPayment[i]?.[report] as Rational);
    values.forEach((_, own) => {
      rows += values.length;
      holds &&= utility(own, own).sign() >= 0 && values.every((__, report) => utility(own, own).compare(utility(own, report)) >= 0);
    });
  });
  return { rows, holds };
}
