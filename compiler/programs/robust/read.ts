/** From a spec to a {@link RobustProblem}: what is not of this kind is refused with a diagnostic. */
import type { Span } from "../../../grammar/span.ts";
import { evaluationError } from "../../evaluate/error.ts";
import { Evaluator } from "../../evaluate/evaluator.ts";
import { formatValue } from "../../evaluate/keys.ts";
import { compileLinear } from "../../evaluate/linear.ts";
import { Rational } from "../../exact/rational.ts";
import { fromDatum, numberFromDatum } from "../../model/datum.ts";
import type { Expr, Model, Move, Objective } from "../../model/model.generated.ts";
import { RowFamily } from "../../rows/family.ts";
import { buildSpace } from "../../spaces/space.ts";
import { buildWorld } from "../../spaces/world.ts";
import type { Limits } from "../limits.ts";
import { contains, notAffineInState } from "./affine.ts";
import { agentExchanges } from "./exchange.ts";
import { ladderOf } from "./ladder.ts";
import { withUniformPrior } from "./open-prior.ts";
import { affineForm, momentRows, pointMasses, refuseNonlinearInLaw } from "./point-masses.ts";
import type { AffineForm, BoxAxis, OutcomeColumn, OutcomeRow, RobustAgent, RobustProblem } from "./problem.ts";

/** A problem, and an evaluator over its states in which every agent has one action: what does not depend on actions. */
export interface RobustReading {
  readonly problem: RobustProblem;
  readonly evaluator: Evaluator;
}

/**
 * Reads the problem of a spec in which one player chooses the mechanism and another all information.
 *
 * @param designer the move that chooses the mechanism
 * @param nature the move that chooses the information, and perhaps the prior
 * @throws EvaluationError for what does not belong to such a problem
 */
export function readRobustProblem(model: Model, designer: Move, nature: Move, limits: Limits): RobustReading {
  const k = ladderParameter(model);
  refuseOtherConstructs(model);
  const open = nature.chooses.includes("prior");
  const states = withOneAction(open ? withUniformPrior(model) : model);
  const columns = outcomeColumns(model);
  const firsts = new Map<string, number>();
  columns.forEach((column, at) => firsts.set(column.outcome, Math.min(at, firsts.get(column.outcome) ?? at)));
  const world = buildWorld(states, (outcome) => ({ kind: "chosen", first: firsts.get(outcome.name) ?? 0 }));
  const space = buildSpace(states, world, limits);
  const evaluator = new Evaluator(world);
  const spoken = (expr: Expr): boolean => contains(evaluator, expr, (node) => node.kind === "message");
  const masses = pointMasses(evaluator);

  const [main] = designer.objectives;
  const [opposed] = nature.objectives;
  if (!main || !opposed) throw evaluationError("objective-not-a-quantity", designer.span, "A move has no objective.");
  for (const value of [main.value, opposed.value]) {
    refuseNonlinearInLaw(evaluator, value);
    if (spoken(value)) throw readsActions(value.span, "The objective");
  }
  const sign = main.sense === "maximize" ? 1 : -1;
  const objective = masses.map((mass) => scaled(affineForm(mass, main.value, columns.length), sign));
  refuseUnopposed(objective, masses, opposed, sign, nature.span, columns.length);

  const agents: RobustAgent[] = model.agents.flatMap((set) => {
    const { payoff } = set;
    if (!payoff) throw evaluationError("payoff-missing", set.span, `\`${set.name}\` has no payoff.`, `For example \`payoff ${set.name}[i] = ...\`.`);
    if (spoken(payoff.value)) throw readsActions(payoff.value.span, "A payoff");
    return set.elements.map((element): RobustAgent => {
      const agent = { set: set.name, index: { kind: "constant" as const, value: element, span: set.span }, others: false };
      const net = masses.map((mass) => {
        const inside = affineForm(mass, { kind: "payoff", agent, span: set.span }, columns.length);
        return set.outside ? difference(inside, affineForm(mass, { kind: "outside", agent, span: set.span }, columns.length)) : inside;
      });
      return { label: `${set.name}[${formatValue(fromDatum(element))}]`, payoff: net, exit: set.participation?.concept === "secure" };
    });
  });
  const box = open ? boxOf(model, evaluator, [main.value, ...model.agents.flatMap((set) => [set.payoff?.value ?? [], set.outside?.value ?? []].flat()), ...model.ambiguity.flatMap(({ relation }) => [relation.left, relation.right])]) : undefined;
  const width = space.components.length;
  const problem: Omit<RobustProblem, "exchanges"> = {
    name: model.name,
    k,
    agents,
    columns,
    rows: outcomeRows(model, evaluator, columns.length, spoken),
    stateCount: space.law.count,
    stateComponents: space.components.map((component) => component.label),
    stateValues: (state) => space.components.map((component, c) => formatValue(component.domain[space.law.digits[state * width + c] as number] ?? false)),
    objective,
    sign,
    moments: open ? momentRows(evaluator, masses, model.ambiguity) : [],
    ...(open ? {} : { prior: space.law.probability }),
    ...(box ? { box } : {}),
  };
  return { problem: { ...problem, exchanges: agentExchanges(model, { ...problem, exchanges: [] }) }, evaluator };
}

/** Every agent has one message, from one ladder. */
function ladderParameter(model: Model): number {
  const whole = model.moves[0]?.span ?? { start: 0, end: 0 };
  const hint = "Write `message action[i in bidder] in ladder(k)`: the actions are 0, 1/k, ..., k, and 0 is the secure one.";
  const senders = model.messages.flatMap((message) => message.senders.map((sender) => JSON.stringify([sender.set, sender.element])));
  const agents = model.agents.flatMap((set) => set.elements.map((element) => JSON.stringify([set.name, element])));
  if (model.messages.length === 0 || agents.some((agent) => !senders.includes(agent))) throw evaluationError("unsupported-construct", model.messages[0]?.span ?? whole, "A mechanism that is robust to the information needs an action of every agent from a ladder.", hint);
  const twice = model.messages.find((message) => message.senders.some((sender) => senders.filter((each) => each === JSON.stringify([sender.set, sender.element])).length > 1));
  if (twice) throw evaluationError("unsupported-construct", twice.span, "An agent of a mechanism that is robust to the information has one action, not several.", hint);
  let k: number | undefined;
  for (const message of model.messages) {
    if (message.strategy) throw evaluationError("unsupported-construct", message.strategy.value.span, "The bound holds whatever equilibrium is played, so the action has no strategy.", "Drop `= ...` behind the message.");
    for (const component of message.components) {
      const values = component.domain.map(fromDatum);
      const own = values.every((value) => value instanceof Rational) ? ladderOf(values) : undefined;
      if (own === undefined || (k !== undefined && k !== own)) throw evaluationError("unsupported-construct", message.span, own === undefined ? `The actions of \`${message.name}\` are no ladder.` : "All agents need the same ladder.", hint);
      k = own;
    }
  }
  return k ?? 1;
}

/** The action of every agent becomes one and the same, so that what is left depends on state and outcome only. */
function withOneAction(model: Model): Model {
  return {
    ...model,
    messages: model.messages.map((message) => {
      const value = message.components[0]?.domain[0] ?? "0";
      return {
        ...message,
        components: message.components.map((component) => ({ ...component, domain: [value] })),
        strategy: { parameters: message.indices.map((_, at) => `index ${at}`), value: { kind: "constant" as const, value, span: message.span } },
      };
    }),
  };
}

function refuseOtherConstructs(model: Model): void {
  const refuse = (span: Span, text: string, hint?: string): never => {
    throw evaluationError("unsupported-construct", span, text, hint);
  };
  for (const variable of model.variables) {
    if (variable.role === "type") refuse(variable.span, `\`${variable.name}\` is known to its agent, but here nature chooses everything that agents learn.`, `Declare \`state ${variable.name}[...]\`.`);
    if (variable.role === "signal") refuse(variable.span, `Nature chooses all information, so the signal \`${variable.name}\` has no place.`, "Drop it: the bound holds for every information structure.");
  }
  for (const outcome of model.outcomes) {
    if (outcome.rule) refuse(outcome.span, `\`${outcome.name}\` has a rule, but a mechanism that is robust to the information is chosen as a whole.`, "Drop the rule, or write it as a `feasible` row.");
    if (outcome.components.some(({ bound }) => bound.choices)) refuse(outcome.span, `\`${outcome.name}\` takes separate values; the mechanism of this program is a lottery over outcomes.`, "Declare probabilities, `in [0, 1]`, with a `feasible` row that sums them to one.");
  }
  for (const set of model.agents) {
    const { incentives, participation } = set;
    if (incentives && incentives.concept !== "none") refuse(incentives.span, "The bounds hold for every information structure and equilibrium, so no incentive concept applies.", "Drop `incentives`; the frozen multipliers of local deviations take its place.");
    if (participation && participation.concept !== "none" && participation.concept !== "secure") refuse(participation.span, `\`participation ${participation.concept}\` presupposes an information structure.`, "Write `participation secure`: the action 0 guarantees the outside option.");
  }
}

function outcomeColumns(model: Model): OutcomeColumn[] {
  return model.outcomes.flatMap((outcome) =>
    outcome.components.map(({ index, bound }): OutcomeColumn => {
      const texts = index.map((each) => formatValue(fromDatum(each)));
      return {
        label: texts.length > 0 ? `${outcome.name}[${texts.join(", ")}]` : outcome.name,
        outcome: outcome.name,
        index: texts,
        role: outcome.role,
        ...(bound.lower === undefined ? {} : { lower: numberFromDatum(bound.lower) }),
        ...(bound.upper === undefined ? {} : { upper: numberFromDatum(bound.upper) }),
      };
    }),
  );
}

/** Relations among outcomes alone. @throws EvaluationError for rows that need states, actions or expectations */
function outcomeRows(model: Model, evaluator: Evaluator, columnCount: number, spoken: (expr: Expr) => boolean): OutcomeRow[] {
  return model.rows.flatMap((row) => {
    const { operator, left, right } = row.relation;
    const foreign = [left, right].find((side) => spoken(side) || contains(evaluator, side, (node) => node.kind === "component" || node.kind === "expectation"));
    if (foreign || operator === "holds") throw evaluationError("unsupported-construct", (foreign ?? left).span, "In a mechanism that is robust to the information, a row speaks of outcomes alone.", "Use sums of outcomes times known numbers.");
    const family = new RowFamily(evaluator, row);
    const lhs = compileLinear(evaluator, left, family.slots);
    const rhs = compileLinear(evaluator, right, family.slots);
    const found: OutcomeRow[] = [];
    family.enumerate(({ frame, binders }) => {
      const coefficients = new Array<Rational>(columnCount).fill(Rational.zero);
      let constant = Rational.zero;
      const sink = {
        column: (column: number, coefficient: Rational) => (coefficients[column] = (coefficients[column] as Rational).add(coefficient)),
        constant: (value: Rational) => (constant = constant.add(value)),
      };
      lhs(frame, Rational.one, sink);
      rhs(frame, Rational.integer(-1), sink);
      const index = binders.slice(0, row.binders.length).map(formatValue).join(", ");
      found.push({ name: index ? `${row.name}[${index}]` : row.name, coefficients, sense: operator, rhs: constant.neg(), span: row.span });
    });
    return found;
  });
}

function refuseUnopposed(objective: readonly AffineForm[], masses: readonly Evaluator[], opposed: Objective, sign: 1 | -1, span: Span, columnCount: number): void {
  const against = opposed.sense === "minimize" ? 1 : -1;
  const same = masses.every((mass, state) => {
    const form = scaled(affineForm(mass, opposed.value, columnCount), against);
    const own = objective[state] as AffineForm;
    return form.constant.equals(own.constant) && form.coefficients.every((value, column) => value.equals(own.coefficients[column] as Rational));
  });
  if (!same || against !== sign) throw evaluationError("unsupported-moves", span, "The two movers are not opposed: nature must minimise what the designer maximises.", "Give both moves the same quantity.");
}

/** The axes of the state space if all components range over intervals. @throws EvaluationError unless everything is affine in them */
function boxOf(model: Model, evaluator: Evaluator, expressions: readonly Expr[]): readonly BoxAxis[] | undefined {
  const components = model.variables.flatMap((variable) => variable.components.map((component) => ({ variable, component })));
  const open = components.find(({ component }) => component.interval);
  if (!open) return undefined;
  for (const expression of expressions) {
    const offence = notAffineInState(evaluator, expression);
    if (offence) throw evaluationError("continuous-needs-discretize", offence.span, `\`${open.variable.name}\` ranges over an interval, and this is not affine in the state, so that the ends of the interval do not decide.`, "Declare a finite set, such as `in grid(0, 1, 1/10)`.");
  }
  const axes = components.map(({ component }, c): BoxAxis | undefined => {
    const { interval } = component;
    if (!interval) return undefined;
    return { label: evaluator.space.components[c]?.label ?? "", lower: numberFromDatum(interval.lower), upper: numberFromDatum(interval.upper) };
  });
  return axes.every((axis) => axis !== undefined) ? axes : undefined;
}

function readsActions(span: Span, what: string): Error {
  return evaluationError("unsupported-construct", span, `${what} depends on the actions, but the agents care about the outcome and the state alone.`, "Say it through the outcome, which is chosen as a function of the actions.");
}

function scaled(form: AffineForm, sign: 1 | -1): AffineForm {
  return sign === 1 ? form : { coefficients: form.coefficients.map((each) => each.neg()), constant: form.constant.neg() };
}

function difference(a: AffineForm, b: AffineForm): AffineForm {
  return { coefficients: a.coefficients.map((each, d) => each.sub(b.coefficients[d] as Rational)), constant: a.constant.sub(b.constant) };
}
