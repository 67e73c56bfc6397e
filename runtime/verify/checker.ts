/**
 * The independent checker behind `mech verify`: does a solution prove what it claims about a spec? It reads the Model alone,
 * through an interpreter of its own (naive.ts), and shares with the compiler and the solvers nothing but fractions.
 *
 * It proves, in exact arithmetic and without trusting anything in the solution:
 * - `feasible`: every chosen outcome has a value in its domain at every message profile, every row of the spec holds (incentives,
 *   participation, feasibility, `require`), and the objective and all quantities are what the rules give;
 * - `optimal`: moreover the multipliers y of the rows have the right signs and their bound on the objective,
 *   `sum_r y_r b_r + sum_j max over the bounds of (c_j - sum_r y_r a_rj) x_j` (min when minimising), equals the objective
 *   (weak duality; docs/semantics/duality.md). With `then to ...` this is the first objective only;
 * - `infeasible`: `y'A x <= y'b` for all x that satisfy the rows, yet `y'A x > y'b` within the bounds (Farkas);
 * - `evaluated`: the rules are the given ones and the quantities follow from them; that rows hold is not claimed.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import type { Bound, Datum, Model, Row, Span } from "../../compiler/model/model.generated.ts";
import {
  blank,
  children,
  Naive,
  place,
  plus,
  product,
  Refusal,
  scalar,
  text,
  texts,
  valueOf,
  type Affine,
  type Expectation,
  type Frame,
  type State,
  type Value,
} from "./naive.ts";

interface Amount {
  readonly value?: number;
  readonly exact?: string;
}
interface Entry {
  readonly index: readonly string[];
  readonly at?: readonly string[];
  readonly value: string | number;
}
/** The part of `mech solve --json` that is checked; everything else is ignored. */
export interface CheckedSolution {
  readonly status: string;
  readonly objective?: Amount;
  readonly quantities?: Readonly<Record<string, Amount>>;
  readonly rules?: Readonly<Record<string, { readonly entries: readonly Entry[] }>>;
  readonly duals?: Readonly<Record<string, readonly Entry[]>>;
  readonly farkas?: Readonly<Record<string, readonly Entry[]>>;
}
export interface CheckOptions {
  /** Accept rounded numbers: feasibility and quantities within this distance; optimality is then not proved. */
  readonly tolerance?: number;
  /** Steps of evaluation (default 50 million). */
  readonly limit?: number;
}
export interface Verdict {
  readonly accepted: boolean;
  /** `nothing` when not accepted. */
  readonly proved: "optimal" | "feasible" | "infeasible" | "evaluated" | "nothing";
  /** Why it is not accepted, with counterexamples; or what of an accepted claim was not proved. */
  readonly reasons: readonly { readonly text: string; readonly span?: Span }[];
}

/**
 * Checks a solution against the spec. Never throws: what cannot be read is a reason.
 *
 * @example checkSolution(model, JSON.parse(text) as CheckedSolution) // { accepted: true, proved: "optimal", reasons: [] }
 */
export function checkSolution(model: Model, solution: CheckedSolution, options: CheckOptions = {}): Verdict {
  const checker = new Checker(options);
  let proved: Verdict["proved"] = "nothing";
  try {
    proved = checker.run(model, solution);
  } catch (error) {
    if (!(error instanceof Refusal) && !(error instanceof RangeError)) throw error;
    checker.reject(error.message, error instanceof Refusal ? error.span : undefined);
  }
  const accepted = checker.failures.length === 0;
  return { accepted, proved: accepted ? proved : "nothing", reasons: accepted ? checker.notes.map((each) => ({ text: each })) : checker.failures };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((each) => typeof each === "string");
const longest = 2000;

class Checker {
  readonly failures: { text: string; span?: Span }[] = [];
  readonly notes: string[] = [];

  constructor(private readonly options: CheckOptions) {}

  reject(reason: string, span?: Span): void {
    if (this.failures.length < 50) this.failures.push(span ? { text: reason, span } : { text: reason });
  }

  run(model: Model, solution: unknown): Verdict["proved"] {
    if (!isRecord(solution) || typeof solution["status"] !== "string") throw new Refusal("this is not a solution: it has no status");
    const { status, objective, quantities, rules, duals, farkas } = solution as Record<keyof CheckedSolution, unknown>;
    const naive = new Naive(model, this.options.limit ?? 50_000_000);
    const chosen = model.outcomes.filter((each) => !each.rule);
    const move = model.moves.find((each) => each.chooses.includes("mechanism"));
    if (model.moves.some((each) => each.chooses.some((what) => what !== "mechanism")))
      throw new Refusal("the checker knows only moves that choose the mechanism");
    const columns = new Map<string, Bound>();
    for (const profile of profiles(naive)) {
      for (const { name, components } of chosen) for (const each of components) columns.set(place(name, texts(each.index), naive.at(profile)), each.bound);
    }
    if (status === "infeasible") {
      if (farkas === undefined) throw new Refusal("nothing proves that there is no solution: `farkas` is missing");
      this.infeasible(naive, columns, this.multipliers(naive, farkas, "farkas"));
      return "infeasible";
    }
    if (status !== "optimal" && status !== "evaluated")
      throw new Refusal(`the checker can prove \`optimal\`, \`evaluated\` and \`infeasible\`, not \`${String(status).slice(0, 40)}\``);
    if ((move === undefined) !== (status === "evaluated"))
      throw new Refusal(
        move ? `${move.mover} chooses the mechanism, so it has to be optimal, not only evaluated` : "nothing is chosen in this spec, so nothing is optimal",
      );
    const frame = { ...blank, values: this.table(naive, rules) };
    this.checkQuantities(naive, quantities, frame);
    if (!move) return "evaluated";
    for (const [key, bound] of columns) this.checkDomain(key, bound, frame.values.get(key) ?? Rational.zero);
    const [first, ...later] = move.objectives;
    if (!first) throw new Refusal("the move has no objective", move.span);
    const goal = naive.number(first.value, blank);
    const value = at(naive, goal, frame.values);
    const claimed = this.amount(naive, objective, "the objective");
    if (!this.fits(value.sub(claimed).abs())) this.reject(`the objective is ${value} under these rules, not ${claimed}`, first.value.span);
    const discrete = chosen.some((each) => each.components.some(({ bound }) => bound.choices));
    let notProved: string | undefined;
    if (this.options.tolerance !== undefined)
      notProved = `rows and quantities hold within ${this.options.tolerance}; optimality is not checked with a tolerance`;
    else if (discrete) notProved = "outcomes are discrete, so duality does not prove optimality";
    else if (duals === undefined) notProved = "there are no duals, so nothing proves optimality";
    const prices = notProved ? new Map<string, Rational>() : this.multipliers(naive, duals, "duals");
    const sigma = first.sense === "minimize" ? -1 : 1;
    const { slopes, rhs } = this.combine(naive, prices, sigma, frame.values);
    if (notProved) {
      this.notes.push(notProved);
      return "feasible";
    }
    const reduced = plus({ constant: goal.constant.add(rhs), terms: goal.terms }, { constant: Rational.zero, terms: slopes }, Rational.integer(-1));
    const bound = this.extreme(naive, reduced, columns, sigma, "the reduced cost");
    if (bound && !bound.equals(claimed)) this.reject(`the duals bound the objective by ${bound}, not by ${claimed}`, move.span);
    if (later.length > 0) this.notes.push("only the first objective is proved optimal, not how ties are broken");
    return "optimal";
  }

  /** The fraction that a text or (with a tolerance) a number stands for. */
  private fraction(naive: Naive, value: unknown, what: string): Rational {
    if (typeof value === "string" && value.length <= longest) {
      naive.spend((value.length * value.length) / 50);
      const parsed = Rational.parse(value);
      if (parsed) return parsed;
    }
    if (typeof value === "number" && Number.isFinite(value)) {
      if (this.options.tolerance !== undefined) return Rational.float(value);
      throw new Refusal(`${what} is a rounded number: the checker proves exact solutions only`);
    }
    throw new Refusal(`${what} is not a fraction of at most ${longest} characters`);
  }

  private amount(naive: Naive, value: unknown, what: string): Rational {
    if (!isRecord(value)) throw new Refusal(`${what} is missing`);
    return this.fraction(naive, value["exact"] ?? value["value"], what);
  }

  /** Values of outcomes by place: each expected one once, and no other; those with a rule as the rule says. */
  private table(naive: Naive, rules: unknown): Map<string, Rational> {
    if (!isRecord(rules)) throw new Refusal("the solution has no rules");
    const values = new Map<string, Rational>();
    for (const [name, rule] of Object.entries(rules)) {
      if (!isRecord(rule) || !Array.isArray(rule["entries"])) throw new Refusal(`the rule of \`${name}\` has no entries`);
      for (const entry of rule["entries"] as unknown[]) {
        if (!isRecord(entry) || !isTexts(entry["index"]) || !isTexts(entry["at"])) throw new Refusal(`an entry of \`${name}\` lacks its \`index\` or \`at\``);
        const key = place(name, entry["index"], entry["at"]);
        if (values.has(key)) this.reject(`${say(key)} is given twice`);
        values.set(key, this.fraction(naive, entry["value"], say(key)));
      }
    }
    const expected = new Set<string>();
    for (const profile of profiles(naive))
      for (const outcome of naive.model.outcomes)
        for (const { index } of outcome.components) {
          const key = place(outcome.name, texts(index), naive.at(profile));
          const value = values.get(key);
          expected.add(key);
          if (value === undefined) this.reject(`${say(key)} has no value`, outcome.span);
          else if (outcome.rule) {
            const given = scalar(
              naive.eval(
                { kind: "outcome", of: outcome.name, index: index.map((each) => ({ kind: "constant", value: each, span: outcome.span })), span: outcome.span },
                { ...blank, profile, values },
              ),
            );
            if (!this.fits(given.sub(value).abs())) this.reject(`${say(key)} is ${given} by its rule, not ${value}`, outcome.span);
          }
        }
    for (const key of values.keys()) if (!expected.has(key)) this.reject(`the spec has no ${say(key)}`);
    if (this.failures.length > 0) throw new Refusal("the rules are not those of a mechanism for this spec");
    return values;
  }

  private checkDomain(key: string, { lower, upper, choices }: Bound, value: Rational): void {
    const number = (datum: Datum): Rational => scalar(valueOf(datum));
    const distances = choices ? choices.map((each) => number(each).sub(value).abs()) : [];
    if (lower !== undefined && !choices) distances.push(number(lower).sub(value));
    if (upper !== undefined && !choices) distances.push(value.sub(number(upper)));
    // The nearest choice counts, but the worse of the two bounds.
    const away = distances.sort((a, b) => (choices ? a.compare(b) : b.compare(a)))[0] ?? Rational.zero;
    if (!this.fits(away)) this.reject(`${say(key)} = ${value} misses its domain by ${away}`);
  }

  private checkQuantities(naive: Naive, quantities: unknown, frame: Frame): void {
    if (!isRecord(quantities)) throw new Refusal("the solution has no quantities");
    const rest = new Set(Object.keys(quantities));
    for (const quantity of naive.model.quantities)
      for (const index of product(quantity.indices.map((each) => each.elements))) {
        const name = index.length > 0 ? `${quantity.name}[${texts(index).join(", ")}]` : quantity.name;
        const value = scalar(
          naive.eval(
            { kind: "quantity", of: quantity.name, index: index.map((each) => ({ kind: "constant", value: each, span: quantity.span })), span: quantity.span },
            frame,
          ),
        );
        const claimed = this.amount(naive, Object.hasOwn(quantities, name) ? quantities[name] : undefined, `the quantity ${name}`);
        rest.delete(name);
        if (!this.fits(value.sub(claimed).abs())) this.reject(`${name} is ${value} under these rules, not ${claimed}`, quantity.span);
      }
    for (const name of rest) this.reject(`the spec has no quantity \`${name}\``);
  }

  /** Whether a distance counts as none. */
  private fits(distance: Rational): boolean {
    if (distance.inexact && this.options.tolerance === undefined)
      throw new Refusal("the data of this spec are rounded (exp, log or a root): the checker proves exact solutions only");
    return this.options.tolerance === undefined ? distance.sign() <= 0 : distance.toNumber() <= this.options.tolerance;
  }

  private multipliers(naive: Naive, families: unknown, what: string): Map<string, Rational> {
    const found = new Map<string, Rational>();
    if (!isRecord(families)) throw new Refusal(`\`${what}\` is not a table of row families`);
    for (const [name, list] of Object.entries(families)) {
      if (!Array.isArray(list)) throw new Refusal(`\`${what}\` of \`${name}\` is not a list`);
      for (const entry of list as unknown[]) {
        if (!isRecord(entry) || !isTexts(entry["index"])) throw new Refusal(`a multiplier of \`${name}\` lacks its \`index\``);
        const key = JSON.stringify([name, entry["index"]]);
        if (found.has(key)) throw new Refusal(`the multiplier of ${name}[${entry["index"].join(", ")}] is given twice`);
        found.set(key, this.fraction(naive, entry["value"], `the multiplier of ${name}[${entry["index"].join(", ")}]`));
      }
    }
    return found;
  }

  /** Goes through all rows once: each holds at `values` (if there are any), and `slopes = y'A`, `rhs = y'b` are added up. */
  private combine(
    naive: Naive,
    multipliers: ReadonlyMap<string, Rational>,
    sigma: 1 | -1,
    values?: ReadonlyMap<string, Rational>,
  ): { slopes: Map<string, Rational>; rhs: Rational } {
    const [slopes, used] = [new Map<string, Rational>(), new Set<string>()];
    let rhs = Rational.zero;
    for (const row of naive.model.rows) {
      let worst: { excess: Rational; words: string } | undefined;
      for (const { form, scale, label, operator } of rowsOf(naive, row)) {
        if (values) {
          const value = at(naive, form, values).div(scale);
          const excess = operator === "=" ? value.abs() : operator === ">=" ? value.neg() : value;
          if (!this.fits(excess) && (!worst || excess.compare(worst.excess) > 0)) worst = { excess, words: label.words };
        }
        const y = multipliers.get(label.key);
        if (!y) continue;
        if (used.has(label.key)) throw new Refusal(`two rows are called ${label.key}, so that its multiplier says nothing`, row.span);
        used.add(label.key);
        if (operator !== "=" && y.sign() * sigma * (operator === "<=" ? 1 : -1) < 0)
          this.reject(`the multiplier ${y} has the wrong sign: ${label.words}`, row.span);
        rhs = rhs.sub(y.mul(form.constant));
        naive.spend(1, rhs);
        for (const [key, coefficient] of form.terms) {
          const slope = (slopes.get(key) ?? Rational.zero).add(y.mul(coefficient));
          naive.spend(1, slope);
          slopes.set(key, slope);
        }
      }
      if (worst) this.reject(`${row.name} fails by ${worst.excess}: ${worst.words}`, row.span);
    }
    for (const key of multipliers.keys()) if (!used.has(key)) this.reject(`there is no row ${key}, but it has a multiplier`);
    return { slopes, rhs };
  }

  /** Largest (`sigma` 1) or smallest value of a form within the bounds of the outcomes; rejected where there is none. */
  private extreme(naive: Naive, form: Affine, columns: ReadonlyMap<string, Bound>, sigma: 1 | -1, what: string): Rational | undefined {
    const before = this.failures.length;
    let total = form.constant;
    for (const [key, slope] of form.terms) {
      if (slope.isZero()) continue;
      const limit = slope.sign() * sigma > 0 ? columns.get(key)?.upper : columns.get(key)?.lower;
      if (limit === undefined) this.reject(`${what} of ${say(key)} is ${slope}, and no bound stops it`);
      else total = total.add(slope.mul(scalar(valueOf(limit))));
      naive.spend(1, total);
    }
    return this.failures.length > before ? undefined : total;
  }

  private infeasible(naive: Naive, columns: ReadonlyMap<string, Bound>, multipliers: ReadonlyMap<string, Rational>): void {
    for (const { lower, upper } of columns.values())
      if (lower !== undefined && upper !== undefined && scalar(valueOf(lower)).compare(scalar(valueOf(upper))) > 0) return;
    const { slopes, rhs } = this.combine(naive, multipliers, 1);
    const least = this.extreme(naive, { constant: rhs.neg(), terms: slopes }, columns, -1, "the slope");
    if (least && (least.inexact || least.sign() <= 0))
      this.reject(`the multipliers do not contradict the bounds: the combined row can hold with slack ${least.neg()}`);
  }
}

/** `["win",["1"],["1","2"]]` as `win[1] at (1, 2)`. */
function say(key: string): string {
  const [of, index, reports] = JSON.parse(key) as [string, string[], string[]];
  return `${of}${index.length > 0 ? `[${index.join(", ")}]` : ""} at (${reports.join(", ")})`.slice(0, 200);
}

function at(naive: Naive, form: Affine, values: ReadonlyMap<string, Rational>): Rational {
  return [...form.terms].reduce((sum, [key, coefficient]) => {
    naive.spend(1, sum);
    return sum.add(coefficient.mul(values.get(key) ?? Rational.zero));
  }, form.constant);
}

function profiles(naive: Naive): Value[][] {
  naive.spend(naive.agents.reduce((size, agent) => size * agent.options.length, 1));
  return product(naive.agents.map((agent) => agent.options));
}

interface Place {
  readonly frame: Frame;
  readonly scale: Rational;
  readonly where?: string;
}
interface ReadRow {
  readonly form: Affine;
  readonly scale: Rational;
  readonly operator: "<=" | ">=" | "=";
  readonly label: { readonly key: string; readonly words: string };
}

/** The rows of a family as `form operator 0`, one per value of its indices and of what its relation leaves free. */
function* rowsOf(naive: Naive, row: Row): Generator<ReadRow> {
  const { left, right, operator } = row.relation;
  for (const outer of naive.bindings(row.binders, undefined, blank)) {
    for (const { frame, scale, where } of places(naive, row, outer)) {
      if (row.condition && naive.eval(row.condition, frame) !== true) continue;
      const own = row.binders.map(({ name }) => text(outer.locals.get(name) as Value));
      const filled = row.sentence.replace(
        /\{([^{}]*)\}/g,
        (hole, name: string) => (name === "knows" || name === "at" ? where : own[row.binders.findIndex((each) => each.name === name)]) ?? hole,
      );
      const words = where === undefined || /\{(knows|at)\}/.test(row.sentence) ? filled : `${filled} (at ${where})`;
      const label = { key: JSON.stringify([row.name, where === undefined ? own : [...own, where]]), words };
      if (operator === "holds")
        yield { form: { constant: Rational.integer(naive.eval(left, frame) === true ? 0 : -1), terms: new Map() }, scale, operator: ">=", label };
      else
        yield {
          form: plus({ constant: Rational.zero, terms: new Map() }, plus(naive.number(left, frame), naive.number(right, frame), Rational.integer(-1)), scale),
          scale,
          operator,
          label,
        };
    }
  }
}

const joined = (parts: readonly string[]): string => (parts.length === 1 ? (parts[0] as string) : `(${parts.join(", ")})`);
const inWords = (naive: Naive, state: State): string => naive.cells.map(({ name }) => `${name} = ${text(state.cells.get(name) as Value)}`).join(", ");

/**
 * What a row ranges over besides its indices. With conditional expectations: every value of what is conditioned on, weighted with
 * its probability; or every combination of what the agents can know, also of probability zero, where that determines what is
 * averaged. Otherwise every message profile, or every state if it looks at the true state; or nothing if all is averaged.
 */
function* places(naive: Naive, row: Row, outer: Frame): Generator<Place> {
  const { agents, states, model } = naive;
  const sides = [row.relation.left, row.relation.right];
  const outermost = (side: object): Expectation[] =>
    "kind" in side && side.kind === "expectation" ? [side as Expectation] : children(side).flatMap(outermost);
  const expectations = sides.flatMap(outermost);
  const given = expectations.filter((each) => each.given.some(({ kind }) => kind !== "event")).flatMap((each) => each.given);
  if (given.length === 0) {
    const reads = new Set([...sides, ...(row.condition ? [row.condition] : [])].flatMap((side) => [...naive.reads(side)]));
    if (!reads.has("profile") && !reads.has("state")) yield { frame: outer, scale: Rational.one };
    else if (reads.has("hidden") || (reads.has("state") && !model.direct))
      for (const state of states) yield { frame: naive.enter(state, outer), scale: Rational.one, where: `state ${inWords(naive, state)}` };
    else
      for (const profile of profiles(naive)) {
        const told = agents.map((agent, a) =>
          model.direct ? agent.observes.map((cell, k): [string, Value] => [cell.name, part(profile[a] as Value, agent.observes.length, k)]) : [],
        );
        const where = joined(agents.flatMap((agent, a) => (agent.options.length > 1 ? [text(profile[a] as Value)] : [])));
        yield { frame: { ...outer, profile, state: new Map(told.flat()) }, scale: Rational.one, where };
      }
    return;
  }
  const informed = [...new Set(given.flatMap((each) => (each.kind === "information" ? naive.agentsOf(each.agent, outer) : [])))];
  const values = given.flatMap((each) => (each.kind === "value" ? [each.of] : []));
  const [only] = informed;
  const describe = (knows: (a: number) => string): string =>
    informed.length === 1 && only !== undefined ? knows(only) : joined(agents.flatMap((agent, a) => (agent.observes.length > 0 ? [knows(a)] : [])));
  if (values.length === 0 && expectations.every((each) => naive.determined(each, outer))) {
    for (const combination of product(informed.map((a) => [...(agents[a]?.knows ?? [])]))) {
      const known = new Map(informed.map((a, k) => [a, combination[k] as [string, State]]));
      const state = new Map(
        [...known].flatMap(([a, [, source]]) => (agents[a]?.observes ?? []).map((cell): [string, Value] => [cell.name, source.cells.get(cell.name) as Value])),
      );
      const where = describe((a) => known.get(a)?.[0] ?? [...(agents[a]?.knows.keys() ?? [])][0] ?? "");
      yield { frame: { ...outer, state, profile: agents.map((_, a) => known.get(a)?.[1].sends[a]) }, scale: Rational.one, where };
    }
    return;
  }
  const groups = new Map<string, { first: State; mass: Rational }>();
  for (const state of states) {
    const key = JSON.stringify([...informed.map((a) => state.knows[a]), ...values.map((each) => text(naive.eval(each, naive.enter(state, outer)), true))]);
    const group = groups.get(key);
    groups.set(key, { first: group?.first ?? state, mass: (group?.mass ?? Rational.zero).add(state.probability) });
  }
  for (const { first, mass } of groups.values()) {
    const where = informed.length > 0 ? describe((a) => first.knows[a] ?? "") : inWords(naive, first);
    yield { frame: naive.enter(first, outer), scale: mass, where };
  }
}

function part(message: Value, count: number, k: number): Value {
  return count === 1 ? message : typeof message === "object" && "form" in message ? (message.entries[k] as Value) : message;
}
