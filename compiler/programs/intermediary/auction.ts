/**
 * The environment of the information intermediary: one good, buyers who know their own value, payments in money, and a
 * seller who maximises revenue. Whether a spec is one is decided from what its payoffs, rows and objectives say at every
 * profile, not from names: the theory of this cell holds for that auction only.
 */
import type { Span } from "../../../grammar/span.ts";
import { evaluationError, type EvaluationError } from "../../evaluate/error.ts";
import { noSlots } from "../../evaluate/evaluator.ts";
import { enterState, indexProfile } from "../../evaluate/frame.ts";
import { compileLinear } from "../../evaluate/linear.ts";
import { Rational } from "../../exact/rational.ts";
import { fractionAt } from "../../lp/fractions.ts";
import { numberFromDatum } from "../../model/datum.ts";
import type { AgentSet, Expr, Model, Move } from "../../model/model.generated.ts";
import type { Limits } from "../limits.ts";
import { compileMechanismCell } from "../mechanism.ts";
import type { ChosenOutcome, MechanismTask } from "../task.ts";

/** One buyer: her value for the good at every type she can have, in the order of the types. */
export interface Buyer {
  /** `buyer[2]`. */
  readonly label: string;
  /** Position among the agents of the space. */
  readonly agent: number;
  /** Distinct; not necessarily ascending. */
  readonly values: readonly Rational[];
}

/** One good for sale. Profile p has type `floor(p / stride_i) mod size_i` of buyer i, as message profiles do. */
export interface Auction {
  readonly buyers: readonly Buyer[];
  /** Prior probability of every profile of types, zeros included. */
  readonly prior: readonly Rational[];
  /** The seller's program under the prior. */
  readonly seller: MechanismTask;
  readonly allocation: ChosenOutcome;
  readonly transfer: ChosenOutcome;
  /** Whether truth has to be a best reply to every profile of the others, not only on average. */
  readonly exPostIncentives: boolean;
  /** Whether no buyer may lose at any profile, not only on average. */
  readonly exPostParticipation: boolean;
}

/** An expression as `constant + sum_c coefficients[c] x[c]` over the columns of the seller's program. */
export interface OutcomeForm {
  readonly coefficients: readonly Rational[];
  readonly constant: Rational;
}

const refused = (span: Span, text: string, hint?: string): EvaluationError => evaluationError("unsupported-construct", span, text, hint);

/**
 * The auction that a spec describes.
 *
 * @throws EvaluationError that says what is not part of this cell, at the construct that is not
 * @example auctionOf(model, sellerMove, limits).buyers[0]?.values // [1, 2, 3]
 */
export function auctionOf(model: Model, move: Move, limits: Limits): Auction {
  const buyerSet = checkModel(model, move);
  const seller = compileMechanismCell({ ...model, rows: model.rows.filter((row) => row.source !== "require") }, move, limits);
  const [allocation, transfer] = (["allocation", "transfer"] as const).map((role) => outcomeOf(seller, role, buyerSet));
  const { space } = seller.evaluator;
  const prior = new Array<Rational>(space.profileCount).fill(Rational.zero);
  const frame = seller.evaluator.frame();
  for (let state = 0; state < space.law.count; state++) {
    enterState(frame, space, state);
    prior[frame.profileIndex] = space.law.probability[state] as Rational;
  }
  const ours = { seller, allocation: allocation as ChosenOutcome, transfer: transfer as ChosenOutcome };
  const buyers = space.agents.flatMap((agent, a) => (agent.set === buyerSet.name ? [{ label: agent.label, agent: a, values: valuesOf(ours, buyerSet, a) }] : []));
  const auction: Auction = {
    ...ours,
    buyers,
    prior,
    exPostIncentives: buyerSet.incentives?.concept !== "bayesian",
    exPostParticipation: buyerSet.participation?.concept === "ex_post",
  };
  checkFeasibility(auction);
  checkRevenue(auction, move);
  return auction;
}

/** An expression that is affine in the outcomes, as a vector over the columns. @throws EvaluationError if it is not affine */
export function outcomeForm({ seller: { evaluator, program } }: Pick<Auction, "seller">, expr: Expr): OutcomeForm {
  const coefficients = new Array<Rational>(program.columnCount).fill(Rational.zero);
  let constant = Rational.zero;
  compileLinear(evaluator, expr, noSlots)(evaluator.frame(), Rational.one, {
    column: (column, coefficient) => (coefficients[column] = (coefficients[column] as Rational).add(coefficient)),
    constant: (value) => (constant = constant.add(value)),
  });
  return { coefficients, constant };
}

/** Column of a buyer's win or payment at a profile. */
export function columnAt({ seller }: Pick<Auction, "seller">, outcome: ChosenOutcome, buyer: number, profile: number): number {
  return outcome.first + buyer * seller.evaluator.space.profileCount + profile;
}

/** The type of a buyer at a profile. */
export function typeAt({ seller, buyers }: Pick<Auction, "seller" | "buyers">, buyer: number, profile: number): number {
  const { space } = seller.evaluator;
  const agent = buyers[buyer]?.agent ?? 0;
  return Math.floor(profile / (space.stride[agent] as number)) % (space.agents[agent]?.options.length ?? 1);
}

/** What can be said before anything is enumerated. */
function checkModel(model: Model, move: Move): AgentSet {
  const buyerSet = model.agents.find((set) => set.payoff);
  const other = model.agents.find((set) => set !== buyerSet && set.elements.length > 0);
  if (!buyerSet || other) throw refused(other?.span ?? move.span, "In this program every agent is a buyer of the one good.", "Declare one agent set, with the payoff `value[i] * win[i] - pay[i]`.");
  const hidden = model.variables.find((variable) => variable.role !== "type");
  if (hidden?.role === "signal" && !hidden.given) throw refused(hidden.span, "The intermediary sends public signals of its own making, as many as it likes.", "Leave the signal out: no set of signals has to be declared.");
  if (hidden) throw refused(hidden.span, `Only the types of the buyers are random in this program; \`${hidden.name}\` is not one.`, "Leave it out, or average over it by hand.");
  if (!model.direct) throw refused(model.messages[0]?.span ?? move.span, "The seller's mechanism is direct in this program: buyers report their types.", "Leave the message out.");
  if (buyerSet.outside) throw refused(buyerSet.span, "In this program the buyers have no outside option but zero.");
  const ruled = model.outcomes.find((outcome) => outcome.rule);
  if (ruled) throw refused(ruled.span, `The seller chooses the whole auction in this program, and \`${ruled.name}\` has a rule.`, "Drop the rule.");
  if (!["bayesian", "ex_post", "dominant"].includes(buyerSet.incentives?.concept ?? "")) throw refused(buyerSet.incentives?.span ?? buyerSet.span, "The buyers' incentives have to be `bayesian`, `ex_post` or `dominant` in this program.");
  if (!["interim", "ex_post"].includes(buyerSet.participation?.concept ?? "")) throw refused(buyerSet.participation?.span ?? buyerSet.span, "Participation has to be `interim` or `ex_post` in this program.");
  if (move.objectives.length > 1) throw refused(move.span, "The seller's ties are broken for the intermediary (or against it, `ties against`) in this program.", "Drop the `then` of the seller.");
  return buyerSet;
}

function outcomeOf(seller: MechanismTask, role: "allocation" | "transfer", buyers: AgentSet): ChosenOutcome {
  const found = seller.chosen.filter((each) => each.outcome.role === role);
  const [only] = found;
  const span = found[1]?.outcome.span ?? only?.outcome.span ?? buyers.span;
  if (!only || found.length > 1 || only.outcome.components.length !== buyers.elements.length || only.outcome.indices[0]?.set !== buyers.name) {
    throw refused(span, `This program needs one ${role} with one member per buyer.`, role === "allocation" ? "Write `allocation win[i in buyer] in [0, 1]`." : "Write `transfer pay[i in buyer]`.");
  }
  for (const { bound } of only.outcome.components) {
    const [low, high] = [bound.lower, bound.upper].map((each) => (each === undefined ? undefined : numberFromDatum(each)));
    const fits = role === "allocation" ? low?.isZero() === true && (high === undefined || high.compare(Rational.one) >= 0) && !bound.choices : low === undefined && high === undefined;
    if (!fits) throw refused(span, role === "allocation" ? "Winning probabilities range over [0, 1] in this program." : "Payments are not bounded in this program.");
  }
  return only;
}

/** The payoff must be `value * win - pay` with a value that depends on the buyer's own type only. */
function valuesOf(ours: Pick<Auction, "seller" | "allocation" | "transfer">, set: AgentSet, agent: number): Rational[] {
  const { evaluator } = ours.seller;
  const { space } = evaluator;
  const self = space.agents[agent];
  const buyer = space.agents.slice(0, agent).filter((each) => each.set === set.name).length;
  const span = set.payoff?.value.span ?? set.span;
  const element = set.elements[buyer];
  if (!self || element === undefined) throw refused(span, "This program needs buyers.");
  const payoff = compileLinear(evaluator, { kind: "payoff", agent: { set: set.name, index: { kind: "constant", value: element, span }, others: false }, span }, noSlots);
  const values = new Array<Rational | undefined>(self.options.length).fill(undefined);
  const frame = evaluator.frame();
  for (let state = 0; state < space.law.count; state++) {
    const own = space.law.knows[state * space.agents.length + agent] as number;
    for (let report = 0; report < self.options.length; report++) {
      enterState(frame, space, state);
      frame.profile[agent] = report;
      indexProfile(frame, space);
      const win = columnAt(ours, ours.allocation, buyer, frame.profileIndex);
      const pay = columnAt(ours, ours.transfer, buyer, frame.profileIndex);
      let value = Rational.zero;
      let good = true;
      payoff(frame, Rational.one, {
        column: (column, coefficient) => {
          if (column === win) value = value.add(coefficient);
          else good &&= column === pay && coefficient.equals(Rational.one.neg());
        },
        constant: (constant) => (good &&= constant.isZero()),
      });
      const known = values[own];
      if (!good || (known && !known.equals(value))) throw refused(span, `The payoff of ${self.label} is not her own value times her winning probability less her payment.`, "Write `payoff buyer[i] = value[i] * win[i] - pay[i]`, where her types determine the value.");
      values[own] = value;
    }
  }
  const all = values.map((value) => value ?? Rational.zero);
  if (new Set(all.map(String)).size < all.length) throw refused(span, `Two types of ${self.label} have the same value.`, "Merge them into one type.");
  const negative = all.find((value) => value.sign() < 0);
  if (negative) throw refused(span, `${self.label} can have the value ${negative}; values are not negative in this program.`);
  return all;
}

/** The only rows besides incentives and participation: at most one good is sold, at every profile. */
function checkFeasibility({ seller, allocation, buyers }: Auction): void {
  const { program, evaluator } = seller;
  const count = evaluator.space.profileCount;
  const sold = new Set<number>();
  for (const family of program.rowFamilies) {
    if (family.role === "incentives" || family.role === "participation") continue;
    for (let row = family.first; row < family.first + family.count; row++) {
      const [from, to] = [program.start[row] as number, program.start[row + 1] as number];
      const entries = Array.from({ length: to - from }, (_, k) => ({ column: (program.index[from + k] as number) - allocation.first, value: fractionAt(program.value, from + k) }));
      const profile = (entries[0]?.column ?? 0) % count;
      const everybody = entries.length === buyers.length && entries.every(({ column, value }) => column >= 0 && column < buyers.length * count && column % count === profile && value.equals(Rational.one));
      const limit = fractionAt(program.rhs, row).equals(Rational.one) && program.rowSense[row] === "<=";
      if (!everybody || !limit) throw refused(family.span ?? { start: 0, end: 0 }, "This program knows one row of feasibility: that at most one good is sold.", "Write `feasible sum(i in buyer) win[i] <= 1`.");
      sold.add(profile);
    }
  }
  const single = buyers.length === 1 && allocation.outcome.components[0]?.bound.upper !== undefined;
  if (sold.size < count && !single) throw refused(allocation.outcome.span, "Nothing says that at most one good is sold.", "Write `feasible sum(i in buyer) win[i] <= 1`.");
}

/** The seller's objective must be the expected sum of the payments. */
function checkRevenue(auction: Auction, move: Move): void {
  const [objective] = move.objectives;
  const weights = objective && weightsOf(auction, outcomeForm(auction, objective.value));
  if (objective?.sense !== "maximize" || !weights?.revenue.equals(Rational.one) || !weights.welfare.isZero()) {
    throw refused(objective?.value.span ?? move.span, `\`${move.mover}\` has to maximize revenue in this program, the expected sum of the payments.`);
  }
}

/** A quantity as `constant + revenue * R + welfare * W`, R the expected payments and W the expected value of the winner. */
export interface Weights {
  readonly revenue: Rational;
  readonly welfare: Rational;
  readonly constant: Rational;
}

/** The weights of a form, or undefined when it is no such sum. */
export function weightsOf(auction: Auction, { coefficients, constant }: OutcomeForm): Weights | undefined {
  const { buyers, prior, allocation, transfer } = auction;
  let revenue: Rational | undefined;
  let welfare: Rational | undefined;
  for (const [profile, mass] of prior.entries()) {
    for (const [i, buyer] of buyers.entries()) {
      const pay = coefficients[columnAt(auction, transfer, i, profile)] ?? Rational.zero;
      const win = coefficients[columnAt(auction, allocation, i, profile)] ?? Rational.zero;
      const value = buyer.values[typeAt(auction, i, profile)] ?? Rational.zero;
      if (!mass.isZero()) {
        revenue ??= pay.div(mass);
        if (!value.isZero()) welfare ??= win.div(mass.mul(value));
      }
      if (!pay.equals(mass.mul(revenue ?? Rational.zero)) || !win.equals(mass.mul(value).mul(welfare ?? Rational.zero))) return undefined;
    }
  }
  return { revenue: revenue ?? Rational.zero, welfare: welfare ?? Rational.zero, constant };
}
