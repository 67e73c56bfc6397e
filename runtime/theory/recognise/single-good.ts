/**
 * Recognises the auction of one good among bidders who know their own values: in the program of a mechanism that is chosen,
 * by its payoffs, its rows of feasibility and its objective. Nothing is read off names.
 */
import type { Evaluator } from "../../../compiler/evaluate/evaluator.ts";
import { noSlots } from "../../../compiler/evaluate/evaluator.ts";
import { enterState } from "../../../compiler/evaluate/frame.ts";
import { compileLinear } from "../../../compiler/evaluate/linear.ts";
import type { Pmf, Value } from "../../../compiler/evaluate/value.ts";
import { Rational } from "../../../compiler/exact/rational.ts";
import { fractionAt } from "../../../compiler/lp/fractions.ts";
import { familyOf } from "../../../compiler/lp/families.ts";
import { rowEntries } from "../../../compiler/lp/inspect.ts";
import type { Expr, Model } from "../../../compiler/model/model.generated.ts";
import type { MechanismTask } from "../../../compiler/programs/task.ts";
import { tuple } from "../../../compiler/priors/pmf.ts";

/** States at which payoffs are read; more are sampled at equal distances. */
const statesRead = 400;

export interface SingleGoodAuction {
  /** Law of the profile of values, in the order of the bidders. */
  readonly joint: Pmf;
  readonly bidders: number;
  /** Whether the seller may give less than the whole good, at no cost: `sum of shares <= 1`, all nonnegative. */
  readonly disposal: boolean;
  /** Who gets the good at a message profile, where a rule says so. */
  readonly allocation: "chosen" | "given";
  readonly incentives: string;
  readonly participation: string;
  /** Name of the quantity that is maximised, or `objective`. */
  readonly quantity: string;
}

/**
 * Values of bidders who observe one number each and nothing else, in a mechanism in which they report it.
 *
 * @returns undefined for other environments
 */
export function privateValues(model: Model, { space }: Evaluator): Pmf | undefined {
  const { agents, components, law } = space;
  if (!model.direct || model.agents.length !== 1 || agents.length < 1 || components.length !== agents.length) return undefined;
  if (model.agents[0]?.outside !== undefined || law.inexact === true || agents.some((agent) => agent.observes.length !== 1)) return undefined;
  const outcomes = Array.from({ length: law.count }, (_, state) => ({
    value: tuple(agents.map((agent) => components[agent.observes[0] as number]?.domain[law.digits[state * components.length + (agent.observes[0] as number)] as number] as Value)),
    probability: law.probability[state] as Rational,
  }));
  const numbers = outcomes.every(({ value }) => value.entries.every((each) => each instanceof Rational && !each.inexact));
  return numbers ? { kind: "pmf", outcomes } : undefined;
}

/** @returns undefined when the task is something else */
export function singleGoodAuction(task: MechanismTask): SingleGoodAuction | undefined {
  const { model, evaluator, program } = task;
  const joint = privateValues(model, evaluator);
  const [set] = model.agents;
  const bidders = set?.elements.length ?? 0;
  if (!joint || !set?.incentives || !set.participation || program.integer.length > 0 || program.sense !== "maximize") return undefined;
  if (model.rows.some((row) => row.source === "require")) return undefined;
  const outcomes = model.outcomes.map((outcome) => ({ outcome, chosen: task.chosen.find((each) => each.outcome === outcome) }));
  if (outcomes.length !== 2 || outcomes.some(({ outcome }) => outcome.components.length !== bidders || outcome.indices[0]?.set !== set.name)) return undefined;
  const good = outcomes.find(({ outcome }) => outcome.role === "allocation");
  const money = outcomes.find(({ outcome }) => outcome.role === "transfer");
  if (!good || !money?.chosen) return undefined;
  const shape: Shape = { task, good: good.outcome.name, goodFirst: good.chosen?.first, money: money.outcome.name, moneyFirst: money.chosen.first, set: set.name };
  if (!paysHerValue(shape) || !maximisesRevenue(shape)) return undefined;
  const disposal = good.chosen === undefined ? false : feasibleShares(shape);
  if (disposal === undefined) return undefined;
  const objective = model.moves[0]?.objectives[0]?.value;
  return {
    joint,
    bidders,
    disposal,
    allocation: good.chosen ? "chosen" : "given",
    incentives: set.incentives.concept,
    participation: set.participation.concept,
    quantity: objective?.kind === "quantity" ? objective.of : "objective",
  };
}

interface Shape {
  readonly task: MechanismTask;
  readonly good: string;
  /** First column of the shares, where they are chosen. */
  readonly goodFirst: number | undefined;
  readonly money: string;
  readonly moneyFirst: number;
  readonly set: string;
}

const span = { start: 0, end: 0 };

/** `value_i share_i - payment_i` for the true value, at truthful reports and when one bidder reports something else. */
function paysHerValue({ task, good, goodFirst, money, set }: Shape): boolean {
  const { evaluator, model } = task;
  const { space } = evaluator;
  const agents = model.agents[0]?.elements ?? [];
  const frame = evaluator.frame();
  const step = Math.max(1, Math.floor(space.law.count / statesRead));
  return agents.every((element, i) => {
    const index: Expr = { kind: "constant", value: element, span };
    const payoff = compileLinear(evaluator, { kind: "payoff", agent: { set, index, others: false }, span }, noSlots);
    const share = compileLinear(evaluator, { kind: "outcome", of: good, index: [index], span }, noSlots);
    const payment = compileLinear(evaluator, { kind: "outcome", of: money, index: [index], span }, noSlots);
    const component = space.agents[i]?.observes[0] as number;
    const options = space.agents[i]?.options.length ?? 0;
    for (let state = 0; state < space.law.count; state += step) {
      // A report other than the truth tells the true value from the reported one.
      for (const report of [-1, (state / step) % Math.max(1, options)]) {
        frame.override[i] = report;
        enterState(frame, space, state);
        const value = space.components[component]?.domain[space.law.digits[state * space.components.length + component] as number] as Rational;
        const form = new Form();
        payoff(frame, Rational.one, form);
        share(frame, value.neg(), form);
        payment(frame, Rational.one, form);
        frame.override[i] = -1;
        if (!form.isZero()) return false;
      }
    }
    return goodFirst === undefined || options > 0;
  });
}

/** An affine form that is added up. */
class Form {
  private readonly terms = new Map<number, Rational>();
  private total = Rational.zero;

  column(column: number, coefficient: Rational): void {
    this.terms.set(column, (this.terms.get(column) ?? Rational.zero).add(coefficient));
  }

  constant(value: Rational): void {
    this.total = this.total.add(value);
  }

  isZero(): boolean {
    return this.total.isZero() && [...this.terms.values()].every((each) => each.isZero());
  }
}

/** The objective is the expected sum of payments: each weighs as much as its profile is likely. */
function maximisesRevenue({ task, moneyFirst }: Shape): boolean {
  const { program, evaluator, model } = task;
  const { law, profileCount, agents } = evaluator.space;
  const likely = new Map<number, Rational>();
  const frame = evaluator.frame();
  for (let state = 0; state < law.count; state++) {
    enterState(frame, evaluator.space, state);
    likely.set(frame.profileIndex, (likely.get(frame.profileIndex) ?? Rational.zero).add(law.probability[state] as Rational));
  }
  if (!program.offset.isZero() || model.moves.length !== 1) return false;
  const end = moneyFirst + agents.length * profileCount;
  for (let column = 0; column < program.columnCount; column++) {
    const expected = column >= moneyFirst && column < end ? (likely.get((column - moneyFirst) % profileCount) ?? Rational.zero) : Rational.zero;
    if (!fractionAt(program.objective, column).equals(expected)) return false;
  }
  for (let column = moneyFirst; column < end; column++) if (program.lower[column] !== undefined || program.upper[column] !== undefined) return false;
  return true;
}

/** Shares at a profile are nonnegative and sum to at most one (true) or to exactly one (false); undefined for anything else. */
function feasibleShares({ task, goodFirst }: Shape): boolean | undefined {
  const { program, evaluator } = task;
  const { profileCount, agents } = evaluator.space;
  if (goodFirst === undefined) return undefined;
  const end = goodFirst + agents.length * profileCount;
  for (let column = goodFirst; column < end; column++) {
    if (program.lower[column]?.isZero() !== true) return undefined;
    const upper = program.upper[column];
    if (upper !== undefined && upper.compare(Rational.one) < 0) return undefined;
  }
  const senses = new Set<string>();
  const bounded = new Set<number>();
  for (let row = 0; row < program.rowCount; row++) {
    if (familyOf(program.rowFamilies, row).role !== "feasible") continue;
    const entries = [...rowEntries(program, row)];
    const rhs = fractionAt(program.rhs, row);
    const profile = ((entries[0]?.column ?? 0) - goodFirst) % profileCount;
    const whole =
      entries.length === agents.length && entries.every(({ column, coefficient }, i) => column === goodFirst + i * profileCount + profile && coefficient.equals(rhs)) && rhs.sign() > 0;
    if (!whole || program.rowSense[row] === ">=") return undefined;
    senses.add(program.rowSense[row] ?? "");
    bounded.add(profile);
  }
  const single = agents.length === 1 && program.upper[goodFirst]?.equals(Rational.one) === true && bounded.size === 0;
  if (single) return true;
  return senses.size === 1 && bounded.size === profileCount ? senses.has("<=") : undefined;
}
