/**
 * Proofs of robust bounds (Brooks and Du 2024, Propositions 2 to 4), each by evaluating what the solution reports, without a
 * solver. With a ladder of actions x in {0, 1/k, ..., k} and payoffs u_i net of what agents have outside:
 * - a mechanism y guarantees `E[min_x (objective(y(x)) + sum_i (k - 1) (u_i(y(x + 1/k e_i)) - u_i(y(x))))]`, the prior mean of
 *   its lowest strategic virtual objective, if the action 0 is secure; an open prior is priced by the sensitivities;
 * - an information structure p(x, s) leaves at most
 *   `sum_x max_y sum_s (p(x, s) objective(y) + sum_i (m(x_i) p(x, s) - m(x_i + 1/k) p(x + 1/k e_i, s)) u_i(y))`, where m weighs
 *   the constraint that x_i does not report one rung less: k below the top, 1 there, and at 0 that she does not stay away.
 *
 * Sums are in doubles. The margin covers their rounding and whatever repairs the tables: a law that misses its prior by
 * delta, or a secure action that loses delta, moves a bound by less than (2 k + 1) N (scale) delta times four.
 */
import type { Model } from "../../../compiler/model/model.generated.ts";
import type { Verdict } from "./checker.ts";
import { readLadder, type Form, type LadderProblem } from "./ladder.ts";
import type { Checker } from "./mechanism.ts";
import { fault, refuse, type Meter } from "./refusal.ts";
import type { SolutionReader } from "./solution.ts";

/** Deviations of a table from what it should be that a margin may cover. */
const slack = 1e-9;

interface Proved {
  readonly value: number;
  readonly margin: number;
}

/** Whether one player chooses the mechanism and another the information that agents have. */
export function isRobust({ moves }: Model): boolean {
  const mechanism = moves.find((move) => move.chooses.join() === "mechanism");
  const information = moves.find((move) => move.chooses.includes("information") && !move.chooses.includes("mechanism"));
  return moves.length === 2 && mechanism !== undefined && information !== undefined && mechanism.objectives[0]?.sense !== information.objectives[0]?.sense;
}

/** @throws Refusal for what cannot be read */
export function proveBounds(checker: Checker, model: Model, meter: Meter, solution: SolutionReader): Verdict["proved"] {
  const designer = model.moves.find((move) => move.chooses.includes("mechanism"));
  const nature = model.moves.find((move) => move !== designer);
  if (!designer || !nature) return refuse("the checker expects one move for the mechanism and one for the information");
  if (solution.status !== "optimal") return refuse(`the checker can prove bounds of \`optimal\` results, not \`${solution.status.slice(0, 40)}\``);
  const problem = readLadder(model, designer, nature, meter);
  const bounds = solution.bounds();
  const order = model.moves[0] === designer ? "mechanism" : "information";
  if (bounds.ladder !== problem.k || bounds.order !== order) fault("the bounds are for another ladder or another order of moves");
  const [ofMechanism, ofInformation] = problem.sign === 1 ? [bounds.lower, bounds.upper] : [bounds.upper, bounds.lower];
  checkSummary(checker, model, solution, bounds, order === "mechanism" ? ofMechanism.value : ofInformation.value);

  const guarantee = guaranteeOf(checker, problem, mechanismOf(problem, solution), ofMechanism.sensitivities, meter);
  const claimed = problem.sign * ofMechanism.value;
  if (claimed > guarantee.value + guarantee.margin) checker.reject(`the mechanism guarantees ${problem.sign * guarantee.value}, not ${ofMechanism.value}`, designer.span);
  const potential = potentialOf(checker, problem, informationOf(problem, solution), meter);
  if (problem.sign * ofInformation.value < potential.value - potential.margin) {
    const text = `this information leaves the designer ${problem.sign * potential.value}, not ${ofInformation.value}`;
    if (potential.tight) checker.reject(text, nature.span);
    else refuse(`by the checker's own estimate ${text}; it is not sharp where numbers of the outcome stand in several rows`, nature.span);
  }
  checker.note(`both bounds are proved within ${Math.max(guarantee.margin, potential.margin).toExponential(1)}, in floating point with a margin for rounding`);
  return "interval";
}

/** Objective and quantities repeat the bounds. */
function checkSummary(checker: Checker, model: Model, solution: SolutionReader, bounds: ReturnType<SolutionReader["bounds"]>, value: number): void {
  for (const name of [undefined, ...solution.quantityNames()]) {
    const claim = solution.bracket(name);
    const what = name ?? "the objective";
    if (name !== undefined && !model.quantities.some((each) => each.name === name)) checker.reject(`the spec has no quantity \`${name}\``);
    if (claim.value !== value) checker.reject(`${what} is ${claim.value}, but the bound is ${value}`);
    if (claim.interval[0] !== bounds.lower.value || claim.interval[1] !== bounds.upper.value) checker.reject(`the interval of ${what} is not that of the bounds`);
  }
}

/** Outcome numbers by profile of rungs, constant first. */
function mechanismOf(problem: LadderProblem, solution: SolutionReader): Form[] {
  const { columns, agents, k } = problem;
  const size = k * k + 1;
  const rules = solution.numbersByPlace();
  const table: Form[] = Array.from({ length: size ** agents.length }, () => new Float64Array(columns.length + 1).fill(NaN));
  table.forEach((row) => (row[0] = 1));
  for (const { of, index, at, value } of rules) {
    const column = columns.findIndex(({ key }) => key === JSON.stringify([of, index]));
    const row = table[profileOf(at, agents.length, size, k)];
    if (column < 0 || !row) return fault(`the spec has no ${of}[${index.join(", ")}] at (${at.join(", ")})`.slice(0, 200));
    if (!Number.isNaN(row[column + 1])) return fault(`${of}[${index.join(", ")}] at (${at.join(", ")}) is given twice`.slice(0, 200));
    row[column + 1] = value;
  }
  if (rules.length === 0) refuse("the solution holds no table of the mechanism: it was too large to be printed");
  return table.some((row) => row.some(Number.isNaN)) ? fault("the mechanism has no value at some profile of actions") : table;
}

/** Position of a profile of actions, first agent first; -1 for what is none. */
function profileOf(at: readonly string[], count: number, size: number, k: number): number {
  if (at.length !== count) return -1;
  return at.reduce((position, action) => {
    const [over, under = "1"] = action.split("/");
    const rung = (Number(over) * k) / Number(under);
    return position < 0 || !Number.isInteger(rung) || rung < 0 || rung >= size ? -1 : position * size + rung;
  }, 0);
}

const dot = (form: Form, outcome: Form): number => form.reduce((sum, coefficient, d) => sum + coefficient * (outcome[d] as number), 0);
const strideOf = (agent: number, count: number, size: number): number => size ** (count - 1 - agent);

/** What a mechanism guarantees, if it is one. */
function guaranteeOf(checker: Checker, problem: LadderProblem, table: readonly Form[], sensitivities: readonly number[], meter: Meter): Proved {
  const { k, agents, corners, objective, conditions, prior } = problem;
  const size = k * k + 1;
  const off = admissible(checker, problem, table);
  const lambda = sensitivities.map((value, j) => (conditions[j]?.sense === ">=" ? Math.max(0, value * problem.sign) : conditions[j]?.sense === "<=" ? Math.min(0, value * problem.sign) : value * problem.sign));
  if (!prior && lambda.length !== conditions.length) fault("the sensitivities are not those of the conditions on the prior");
  const least = new Float64Array(corners.length).fill(Infinity);
  let [insecure, largest] = [0, problem.scale];
  table.forEach((outcome, profile) => {
    meter.spend((corners.length * (agents.length + 1)) / 4);
    const steps = agents.map((_, i) => {
      const stride = strideOf(i, agents.length, size);
      const rung = Math.floor(profile / stride) % size;
      return { rung, next: rung < size - 1 ? (table[profile + stride] as Form) : undefined };
    });
    const featureOf = (forms: readonly Form[], at: Form): Float64Array => Float64Array.from(forms, (each) => dot(each, at));
    const values = featureOf(objective, outcome);
    for (const [i, { payoff, exit }] of agents.entries()) {
      const { rung, next } = steps[i] as (typeof steps)[number];
      const here = featureOf(payoff, outcome);
      if (exit && rung === 0) for (const corner of corners) insecure = Math.max(insecure, -dot(corner, here));
      if (next) featureOf(payoff, next).forEach((value, f) => (values[f] = (values[f] as number) + (k - 1) * (value - (here[f] as number))));
    }
    conditions.forEach(({ values: row }, j) => values.forEach((value, f) => (values[f] = value - (lambda[j] as number) * (row[f] as number))));
    corners.forEach((corner, s) => {
      const value = dot(corner, values);
      largest = Math.max(largest, Math.abs(value));
      least[s] = Math.min(least[s] as number, value);
    });
  });
  if (insecure > slack) checker.reject(`the action 0 is not secure: it can lose ${insecure}`);
  const value = prior ? least.reduce((sum, each, s) => sum + each * (prior[s] as number), 0) : Math.min(...least);
  return { value, margin: marginOf(problem, largest, off + insecure) };
}

const marginOf = ({ k, agents, scale }: LadderProblem, largest: number, off: number): number => (2 * k + 1) * agents.length * (2 ** -40 * Math.max(largest, scale) + 4 * scale * off);

/** Bounds and rows of the outcome; returns by how much they are missed. */
function admissible(checker: Checker, { columns, rows }: LadderProblem, table: readonly Form[]): number {
  let worst = 0;
  for (const outcome of table) {
    columns.forEach(({ lower, upper }, d) => (worst = Math.max(worst, lower - (outcome[d + 1] as number), (outcome[d + 1] as number) - upper)));
    for (const { form, operator } of rows) {
      const value = dot(form, outcome);
      worst = Math.max(worst, operator === "=" ? Math.abs(value) : operator === ">=" ? -value : value);
    }
  }
  if (worst > slack) checker.reject(`the mechanism leaves the feasible outcomes by ${worst}`);
  return Math.max(0, worst);
}

/** Mass of every feature at every profile of signals: joint masses of the states, or over a box mass and mass times mean. */
function informationOf(problem: LadderProblem, solution: SolutionReader): Float64Array[] {
  const { agents, k, names, values, box, corners } = problem;
  const size = k * k + 1;
  const width = corners[0]?.length ?? 0;
  const table = Array.from({ length: size ** agents.length }, () => new Float64Array(width));
  if (box) {
    for (const { signals, probability, values: means } of solution.interim(names)) {
      const row = table[profileOf(signals, agents.length, size, k)];
      if (!row || row[0] !== 0) return fault("the interim values name no profile of signals, or one twice");
      row.set([probability, ...means.map((mean) => probability * mean)]);
    }
    return table;
  }
  const states = new Map(values.map((each, s) => [JSON.stringify(each), s]));
  const { stateLabels, entries } = solution.roundedLaw();
  if (JSON.stringify(stateLabels) !== JSON.stringify(names)) fault("the information is not about the states of this spec");
  if (entries.length === 0) refuse("the solution holds no table of the information: it was too large to be printed");
  for (const { state, signals, mass } of entries) {
    const row = table[profileOf(signals, agents.length, size, k)];
    const s = states.get(JSON.stringify(state));
    if (!row || s === undefined || row[s] !== 0) return fault("the information names no state or profile of signals, or one twice");
    row[s] = mass;
  }
  return table;
}

/** What an information structure leaves to the designer at most. */
function potentialOf(checker: Checker, problem: LadderProblem, table: readonly Float64Array[], meter: Meter): Proved & { readonly tight: boolean } {
  const { k, agents, objective, columns } = problem;
  const size = k * k + 1;
  const weight = (rung: number, exit: boolean): number => (rung === 0 ? (exit ? k : 0) : rung === size - 1 ? 1 : k);
  let off = lawOff(checker, problem, table);
  let [value, tight] = [0, true];
  table.forEach((mass, profile) => {
    meter.spend((mass.length * (agents.length + 1) * columns.length) / 4);
    const worth = new Float64Array(columns.length + 1);
    const add = (forms: readonly Form[], at: (f: number) => number): void => forms.forEach((each, f) => each.forEach((coefficient, d) => (worth[d] = (worth[d] as number) + coefficient * at(f))));
    add(objective, (f) => mass[f] as number);
    for (const [i, { payoff, exit }] of agents.entries()) {
      const stride = strideOf(i, agents.length, size);
      const rung = Math.floor(profile / stride) % size;
      const above = rung < size - 1 ? table[profile + stride] : undefined;
      add(payoff, (f) => weight(rung, exit) * (mass[f] as number) - (above ? weight(rung + 1, exit) * (above[f] as number) : 0));
    }
    const best = mostOf(problem, worth);
    value += best.value;
    off += best.open;
    tight &&= best.tight;
  });
  if (off > slack) checker.reject(`the information misses the law of the state or of the signals by ${off}`);
  return { value, tight, margin: marginOf(problem, Math.max(problem.scale, Math.abs(value)), off) };
}

/** By how much the information misses the prior, or the conditions on it. */
function lawOff(checker: Checker, { corners, prior, conditions, box }: LadderProblem, table: readonly Float64Array[]): number {
  const total = new Float64Array(corners[0]?.length ?? 0);
  let off = 0;
  for (const mass of table) {
    mass.forEach((value, f) => (total[f] = (total[f] as number) + value));
    if (box) for (let e = 0; e < box.lower.length; e++) off += Math.max(0, (box.lower[e] as number) * (mass[0] as number) - (mass[e + 1] as number), (mass[e + 1] as number) - (box.upper[e] as number) * (mass[0] as number));
    else mass.forEach((value) => (off += Math.max(0, -value)));
  }
  const sum = box ? (total[0] as number) : total.reduce((a, b) => a + b, 0);
  off += Math.abs(sum - 1);
  if (prior) total.forEach((value, s) => (off += Math.abs(value - (prior[s] as number))));
  for (const { values, sense } of conditions) {
    const value = dot(values, total);
    off += sense === "=" ? Math.abs(value) : Math.max(0, sense === "<=" ? value : -value);
  }
  if (off > slack) checker.reject(`the information misses the prior, or the conditions on it, by ${off}`);
  return off;
}

/**
 * At least the largest value of a form over the feasible outcomes: prices of the rows, raised on the cheapest one, cover every
 * number (weak duality). Numbers that nothing bounds have to be worth nothing; `open` is by how much they are not.
 */
function mostOf({ columns, rows }: LadderProblem, worth: Form): { readonly value: number; readonly open: number; readonly tight: boolean } {
  let [value, open, tight] = [worth[0] as number, 0, true];
  const paid = new Float64Array(rows.length);
  for (const [d, { lower, upper }] of columns.entries()) {
    const own = rows.flatMap(({ form }, r) => (form[d + 1] === 0 ? [] : [r]));
    const w = worth[d + 1] as number;
    if (own.length === 0) {
      const end = w > 0 ? upper : lower;
      if (Number.isFinite(end)) value += w * end;
      else open += Math.abs(w);
      continue;
    }
    if (lower !== 0 || own.some((r) => rows[r]?.operator === ">=" || (rows[r]?.form[d + 1] as number) < 0 || (rows[r]?.form[0] as number) > 0)) return refuse("the checker bounds what is left to the designer only where rows of the outcome limit sums of nonnegative numbers");
    if (own.length > 1 || rows[own[0] ?? 0]?.operator === "=" || upper < Infinity) tight &&= own.length === 1 && rows[own[0] ?? 0]?.operator === "<=";
    const missing = w - own.reduce((sum, r) => sum + (paid[r] as number) * (rows[r]?.form[d + 1] as number), 0);
    if (missing <= 0) continue;
    const cost = (r: number): number => -(rows[r]?.form[0] as number) / (rows[r]?.form[d + 1] as number);
    const cheapest = own.reduce((best, r) => (cost(r) < cost(best) ? r : best));
    paid[cheapest] = (paid[cheapest] as number) + missing / (rows[cheapest]?.form[d + 1] as number);
    value += missing * cost(cheapest);
  }
  return { value, open, tight };
}
