/**
 * Proofs about public information that one player chooses before the seller answers every signal with an auction.
 * - Bayes plausibility: the masses of a profile of types over all signals add up to its prior probability.
 * - After every signal, the auction keeps every row of the spec at the posterior, and its revenue reaches the bound of
 *   auction.ts, which no auction exceeds; where it does not, that the seller answers so is not proved.
 * - Upper bound: whatever the information, revenue is between what the seller earns by ignoring it and the welfare of the
 *   outcome, which is at most that of the efficient one (the triangle of Bergemann, Brooks and Morris 2015). The objective
 *   is a sum of revenue and welfare, so its largest value is at a corner. An optimum at a corner is proved; any other one is
 *   proved feasible.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import type { Model, Move, Variable } from "../../../compiler/model/model.generated.ts";
import { bestRevenue, bestWelfare, saleOf, weightsOf } from "./auction.ts";
import type { Verdict } from "./checker.ts";
import { numberOf } from "./interpreter.ts";
import type { Checker } from "./mechanism.ts";
import { withWitness } from "./posteriors.ts";
import { readWorld } from "./prior.ts";
import { fault, refuse, type Meter } from "./refusal.ts";
import type { SolutionReader } from "./solution.ts";
import { datumOf, known, place, scalar, type Value } from "./values.ts";
import { blank, reportsAt, type State, type World } from "./world.ts";

/** The public signal as a variable of the whole; no name of a spec holds a space. */
const announced = "public signal";

/** Public information first, the mechanism next, and agents who know their types but get no signals of their own. */
export function isIntermediary({ moves, variables }: Model): boolean {
  const [first, second] = moves;
  if (moves.length !== 2 || first?.chooses.join() !== "information" || second?.chooses.join() !== "mechanism") return false;
  return variables.some((each) => each.role === "type") && !variables.some((each) => each.audience === "agent" && !each.given);
}

/** @throws Refusal for what cannot be read */
export function proveIntermediary(checker: Checker, spec: Model, meter: Meter, solution: SolutionReader): Verdict["proved"] {
  const [informs, sells] = spec.moves;
  const goal = informs?.objectives[0];
  if (!informs || !sells || !goal) return refuse("the checker expects one move for the information and one for the mechanism");
  if (solution.status !== "optimal") return refuse(`where the seller answers, the checker can prove \`optimal\`, not \`${solution.status.slice(0, 40)}\``);
  // What is required is required over all signals together; the seller's own rows hold after every one.
  const required = spec.rows.filter((row) => row.source === "require");
  const model: Model = { ...spec, variables: spec.variables.filter((each) => each.given), rows: spec.rows.filter((row) => row.source !== "require"), moves: [sells] };
  const prior = readWorld(model, meter);
  const auctions = solution.rulesBySignal();
  const posteriors = plausible(checker, prior, solution);

  const [all, laws] = [new Map<string, Rational>(), [] as { label: string; states: readonly State[] }[]];
  let answered = true;
  for (const [label, states] of posteriors) {
    const mass = states.reduce((sum, state) => sum.add(state.probability), Rational.zero);
    const posterior: Model = { ...model, prior: [tableAt(prior, states.map((state) => ({ state, probability: state.probability.div(mass) })))] };
    const world = readWorld(posterior, meter);
    const part = auctions.get(label) ?? refuse(`the solution holds no auction after the signal ${label.slice(0, 100)}`);
    const values = checker.checkRules(world, part);
    checker.checkFeasible(world, values);
    answered &&= answers(world, sells, values);
    for (const [key, value] of values) {
      const [of, index, at] = JSON.parse(key) as [string, string[], string[]];
      all.set(place(of, index, [...at, text(label)]), value);
    }
    laws.push({ label, states });
  }
  if (!answered) checker.note("that the seller's auction is optimal after every signal is not proved");

  const whole = readWorld(wholeModel(model, prior, laws), meter);
  checker.checkQuantities(whole, solution, all);
  checker.checkRows({ ...whole, model: { ...whole.model, rows: required } }, all);
  const reached = scalar(numberOf(whole, goal.value, { ...blank, values: all }));
  checker.checkClaim(reached, solution, undefined, goal.value.span);
  const best = answered ? extremeOf(prior, informs) : undefined;
  const against = [informs, sells].some((each) => each.ties === "against");
  if (best?.equals(reached) === true && !against) return "optimal";
  checker.note(best?.equals(reached) === true ? "no information does better; that this is approached when the seller breaks ties against the mover is not proved" : "the solution holds no proof that no other information does better");
  return "feasible";
}

/** States of every signal with their joint masses; masses that do not add up to the prior are rejected. */
function plausible(checker: Checker, prior: World, solution: SolutionReader): Map<string, State[]> {
  const { labels, entries } = solution.law();
  if (labels.length < 2) fault("the information names no types or no signal");
  const types = new Map<string, { states: State[]; prior: Rational; claimed: Rational }>();
  for (const state of prior.states) {
    const key = JSON.stringify(reportsAt(prior, state.sends));
    const known = types.get(key) ?? { states: [], prior: Rational.zero, claimed: Rational.zero };
    types.set(key, { ...known, states: [...known.states, state], prior: known.prior.add(state.probability) });
  }
  const [posteriors, listed] = [new Map<string, State[]>(), new Set<string>()];
  for (const { values, mass } of entries) {
    const [key, label] = [JSON.stringify(values.slice(0, -1)), values.at(-1) as string];
    const found = types.get(key) ?? fault(`there is no profile of types ${key.slice(0, 100)}`);
    if (listed.has(JSON.stringify(values))) checker.reject(`the information lists ${JSON.stringify(values).slice(0, 200)} twice`);
    listed.add(JSON.stringify(values));
    if (mass.sign() <= 0) checker.reject(`the information has the mass ${mass} at ${JSON.stringify(values).slice(0, 200)}`);
    found.claimed = found.claimed.add(mass);
    prior.meter.spend(found.states.length, found.claimed);
    const split = found.states.map((state) => ({ ...state, probability: state.probability.mul(mass).div(found.prior) }));
    posteriors.set(label, [...(posteriors.get(label) ?? []), ...split]);
  }
  for (const [key, { prior: wanted, claimed }] of types) if (!checker.agree(wanted, claimed)) checker.reject(`the information at ${key.slice(0, 200)} adds up to ${claimed}, not to ${wanted}`);
  if (checker.failures.length > 0 || posteriors.size === 0) fault("the signals do not split the prior");
  return posteriors;
}

/** Whether no auction earns more at this posterior. */
function answers(world: World, move: Move, values: ReadonlyMap<string, Rational>): boolean {
  const sale = saleOf(world);
  const [goal] = move.objectives;
  const weights = sale && goal?.sense === "maximize" ? weightsOf(world, sale, numberOf(world, goal.value, blank)) : undefined;
  if (!sale || !goal || weights?.revenue.equals(Rational.one) !== true || !weights.welfare.isZero()) return false;
  return scalar(numberOf(world, goal.value, { ...blank, values })).equals(bestRevenue(world, sale));
}

/** The best corner of the triangle of revenue and welfare; undefined where the types are not independent. */
function extremeOf(prior: World, move: Move): Rational | undefined {
  const [goal] = move.objectives;
  const sale = saleOf(prior);
  // Only for independent types is the bound on revenue what an auction earns that works under every posterior.
  if (!goal || sale?.independent.every((each) => each) !== true) return undefined;
  const weights = weightsOf(prior, sale, numberOf(prior, goal.value, blank));
  if (!weights) return undefined;
  const [least, most] = [bestRevenue(prior, sale), bestWelfare(prior, sale)];
  const corners = [[least, least], [least, most], [most, most]] as const;
  const values = corners.map(([revenue, welfare]) => weights.revenue.mul(revenue).add(weights.welfare.mul(welfare)));
  return values.reduce((best, each) => (each.compare(best) * (goal.sense === "maximize" ? 1 : -1) > 0 ? each : best));
}

function tableAt(prior: World, rows: readonly { readonly state: State; readonly probability: Rational }[], label?: (k: number) => Value): Model["prior"][number] {
  const { variables } = prior.model;
  return {
    targets: [...variables.flatMap((variable) => variable.components.map(({ index }) => ({ of: variable.name, index }))), ...(label ? [{ of: announced, index: [] }] : [])],
    law: "table",
    parents: [],
    table: rows.map(({ state, probability }, k) => ({
      values: [...prior.cells.map((cell) => datumOf(state.cells.get(cell.name) ?? refuse(`nothing says what ${cell.name} is`))), ...(label ? [datumOf(label(k))] : [])],
      probability: datumOf(known(probability)),
    })),
    span: { start: 0, end: 0 },
  };
}

/** The model in which the signal is a variable that one more agent observes. */
function wholeModel(model: Model, prior: World, laws: readonly { readonly label: string; readonly states: readonly State[] }[]): Model {
  const rows = laws.flatMap(({ label, states }) => states.map((state) => ({ state, probability: state.probability, label })));
  const labels = laws.map(({ label }) => ({ symbol: label }));
  const signal: Variable = {
    name: announced,
    role: "signal",
    indices: [],
    components: [{ index: [], domain: labels }],
    audience: "everybody",
    observers: [],
    given: true,
    span: { start: 0, end: 0 },
  };
  const joint = { ...model, variables: [...model.variables, signal], prior: [tableAt(prior, rows, (k) => rows[k]?.label ?? "")] };
  return withWitness(joint, [signal]);
}

const text = (label: string): string => (/^[A-Za-z_]\w*$/.test(label) ? label : JSON.stringify(label));

