/**
 * Proofs about a mechanism that is given, or that somebody chooses for a given information. Every chosen outcome is an unknown
 * at every message profile; rows and objective are affine forms in them.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import type { Bound, Datum, Move, Span } from "../../../compiler/model/model.generated.ts";
import type { Verdict } from "./checker.ts";
import type { Judge } from "./information.ts";
import { evaluate, numberOf } from "./interpreter.ts";
import { fault, refuse } from "./refusal.ts";
import { rowsOf } from "./rows.ts";
import { say, type SolutionReader } from "./solution.ts";
import { place, plus, product, scalar, texts, valueOf, type Affine } from "./values.ts";
import { blank, profiles, reportsAt, type Frame, type World } from "./world.ts";

/** Values of outcomes by place, or multipliers by the label of their row. */
type Values = ReadonlyMap<string, Rational>;

export class Checker implements Judge {
  readonly failures: { text: string; span?: Span }[] = [];
  readonly notes: string[] = [];

  constructor(readonly tolerance: number | undefined) {}

  reject(reason: string, span?: Span): void {
    if (this.failures.length < 50) this.failures.push(span ? { text: reason, span } : { text: reason });
  }

  prove(world: World, solution: SolutionReader): Verdict["proved"] {
    const move = world.model.moves.find((each) => each.chooses.includes("mechanism"));
    switch (solution.status) {
      case "infeasible":
        this.proveInfeasible(world, solution);
        return "infeasible";
      case "evaluated":
        if (move) fault(`${move.mover} chooses the mechanism, so it has to be optimal, not only evaluated`);
        this.checkQuantities(world, solution, this.checkRules(world, solution));
        return "evaluated";
      case "optimal": {
        const chosen = move ?? fault("nothing is chosen in this spec, so nothing is optimal");
        const values = this.checkRules(world, solution);
        this.checkQuantities(world, solution, values);
        return this.proveOptimal(world, chosen, values, solution);
      }
      default:
        return refuse(`the checker can prove \`optimal\`, \`evaluated\` and \`infeasible\`, not \`${solution.status.slice(0, 40)}\``);
    }
  }

  /**
   * The chosen mechanism keeps every row and has the objective that is claimed; and it is optimal if the duals say so, or
   * without duals if `bound` is reached, whatever that rests on.
   */
  proveOptimal(world: World, move: Move, values: Values, solution: SolutionReader, bound?: Rational): "optimal" | "feasible" {
    const [first, ...later] = move.objectives;
    if (!first) return refuse("the move has no objective", move.span);
    const columns = chosenOutcomes(world);
    for (const [key, range] of columns) this.checkDomain(key, range, values.get(key) ?? Rational.zero);
    const goal = numberOf(world, first.value, blank);
    const reached = valueAt(world, goal, values);
    const claimed = solution.objective();
    if (!this.agree(reached, claimed)) this.reject(`the objective is ${reached} under these rules, not ${claimed}`, first.value.span);

    const unproved = this.whyNotOptimal(columns, solution);
    const sigma = first.sense === "minimize" ? -1 : 1;
    const { slopes, rhs } = this.combineRows(world, unproved ? new Map() : solution.multipliers("duals"), sigma, values);
    const reachesBound = unproved !== undefined && this.tolerance === undefined && bound !== undefined && bound.equals(claimed);
    if (unproved && !reachesBound) this.note(unproved);
    if (!unproved) {
      // Weak duality: c'x = y'Ax + (c - y'A)x <= y'b + max (c - y'A)x over the bounds.
      const reduced = plus({ constant: goal.constant.add(rhs), terms: goal.terms }, { constant: Rational.zero, terms: slopes }, Rational.integer(-1));
      const best = this.extreme(world, reduced, columns, sigma, "the reduced cost");
      if (best && !best.equals(claimed)) this.reject(`the duals bound the objective by ${best}, not by ${claimed}`, move.span);
    } else if (!reachesBound) return "feasible";
    if (later.length > 0) this.note("only the first objective is proved optimal, not how ties are broken");
    return "optimal";
  }

  /** Something of an accepted claim that is not proved; said once. */
  note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
  }

  private whyNotOptimal(columns: ReadonlyMap<string, Bound>, solution: SolutionReader): string | undefined {
    if (this.tolerance !== undefined) return `rows and quantities hold within ${this.tolerance}; optimality is not checked with a tolerance`;
    if ([...columns.values()].some((each) => each.choices)) return "outcomes are discrete, so duality does not prove optimality";
    return solution.has("duals") ? undefined : "there are no duals, so nothing proves optimality";
  }

  private proveInfeasible(world: World, solution: SolutionReader): void {
    if (!solution.has("farkas")) refuse("nothing proves that there is no solution: `farkas` is missing");
    const multipliers = solution.multipliers("farkas");
    const columns = chosenOutcomes(world);
    const number = (datum: Datum): Rational => scalar(valueOf(datum));
    for (const { lower, upper } of columns.values()) if (lower !== undefined && upper !== undefined && number(lower).compare(number(upper)) > 0) return;
    const { slopes, rhs } = this.combineRows(world, multipliers, 1);
    const least = this.extreme(world, { constant: rhs.neg(), terms: slopes }, columns, -1, "the slope");
    if (least && (least.inexact || least.sign() <= 0))
      this.reject(`the multipliers do not contradict the bounds: the combined row can hold with slack ${least.neg()}`);
  }

  /** Whether a distance counts as none. */
  fits(distance: Rational): boolean {
    if (this.tolerance !== undefined) return distance.toNumber() <= this.tolerance;
    if (distance.inexact) refuse("the data of this spec are rounded (exp, log or a root): the checker proves exact solutions only");
    return distance.sign() <= 0;
  }

  agree(a: Rational, b: Rational): boolean {
    return this.fits(a.sub(b).abs());
  }

  /** The value of every outcome: each expected one once, and no other; those with a rule as the rule says. */
  checkRules(world: World, solution: SolutionReader): Values {
    const values = solution.rules((key) => this.reject(`${say(key)} is given twice`));
    const missing = world.model.outcomes.find(({ name, components }) => components.length > 0 && solution.leftOut(name));
    if (missing) refuse(`the solution holds no table of \`${missing.name}\`: it was too large to be printed`, missing.span);
    const expected = new Set<string>();
    for (const profile of profiles(world)) {
      const at = reportsAt(world, profile);
      for (const { name, components, rule, span } of world.model.outcomes)
        for (const { index } of components) {
          const key = place(name, texts(index), at);
          const value = values.get(key);
          expected.add(key);
          if (value === undefined) this.reject(`${say(key)} has no value`, span);
          else if (rule) {
            const given = scalar(evaluate(world, { kind: "outcome", of: name, index: constants(index, span), span }, { ...blank, profile, values }));
            if (!this.agree(given, value)) this.reject(`${say(key)} is ${given} by its rule, not ${value}`, span);
          }
        }
    }
    for (const key of values.keys()) if (!expected.has(key)) this.reject(`the spec has no ${say(key)}`);
    if (this.failures.length > 0) refuse("the rules are not those of a mechanism for this spec");
    return values;
  }

  private checkDomain(key: string, { lower, upper, choices }: Bound, value: Rational): void {
    const number = (datum: Datum): Rational => scalar(valueOf(datum));
    const inside = choices
      ? choices.some((each) => this.agree(number(each), value))
      : (lower === undefined || this.fits(number(lower).sub(value))) && (upper === undefined || this.fits(value.sub(number(upper))));
    if (!inside) this.reject(`${say(key)} = ${value} is outside its domain`);
  }

  checkQuantities(world: World, solution: SolutionReader, values: Values): void {
    const frame: Frame = { ...blank, values };
    const rest = new Set(solution.quantityNames());
    for (const { name: of, indices, span } of world.model.quantities)
      for (const index of product(indices.map((each) => each.elements))) {
        const name = index.length > 0 ? `${of}[${texts(index).join(", ")}]` : of;
        const value = scalar(evaluate(world, { kind: "quantity", of, index: constants(index, span), span }, frame));
        rest.delete(name);
        this.checkClaim(value, solution, name, span);
      }
    for (const name of rest) this.reject(`the spec has no quantity \`${name}\``);
  }

  /** A quantity, or the objective, is what the rules give; a claim up to an interval contains that, and is rounded from it. */
  checkClaim(value: Rational, solution: SolutionReader, name: string | undefined, span: Span): void {
    const bracket = solution.claim(name);
    const what = name ?? "the objective";
    if (!bracket) {
      const claimed = name === undefined ? solution.objective() : solution.quantity(name);
      if (!this.agree(value, claimed)) this.reject(`${what} is ${value} under these rules, not ${claimed}`, span);
      return;
    }
    const [low, high] = bracket.interval.map((each) => Rational.fromDouble(each));
    if (bracket.value !== value.toNumber()) this.reject(`${what} is ${value} under these rules, which is not ${bracket.value}`, span);
    if ((low && value.compare(low) < 0) || (high && value.compare(high) > 0)) this.reject(`${what} is ${value} under these rules, outside [${bracket.interval.join(", ")}]`, span);
  }

  /** Chosen outcomes are in their domains, and every row holds. */
  checkFeasible(world: World, values: Values): void {
    for (const [key, range] of chosenOutcomes(world)) this.checkDomain(key, range, values.get(key) ?? Rational.zero);
    this.checkRows(world, values);
  }

  checkRows(world: World, values: Values): void {
    this.combineRows(world, new Map(), 1, values);
  }

  /**
   * Goes through all rows once: each holds at `values` (if there are any), and `slopes = y'A`, `rhs = y'b` are added up. When
   * maximising (`sigma` 1) the multiplier of a `<=` row must not be negative, that of a `>=` row not positive.
   */
  private combineRows(world: World, multipliers: Values, sigma: 1 | -1, values?: Values): { slopes: Map<string, Rational>; rhs: Rational } {
    const [slopes, used] = [new Map<string, Rational>(), new Set<string>()];
    let rhs = Rational.zero;
    for (const row of world.model.rows) {
      let worst: { excess: Rational; words: string } | undefined;
      for (const { form, scale, label, operator } of rowsOf(world, row)) {
        if (values) {
          const value = valueAt(world, form, values).div(scale);
          const excess = operator === "=" ? value.abs() : operator === ">=" ? value.neg() : value;
          if (!this.fits(excess) && (!worst || excess.compare(worst.excess) > 0)) worst = { excess, words: label.words };
        }
        const y = multipliers.get(label.key);
        if (!y) continue;
        if (used.has(label.key)) refuse(`two rows are called ${label.key}, so that its multiplier says nothing`, row.span);
        used.add(label.key);
        if (operator !== "=" && y.sign() * sigma * (operator === "<=" ? 1 : -1) < 0)
          this.reject(`the multiplier ${y} has the wrong sign: ${label.words}`, row.span);
        rhs = rhs.sub(y.mul(form.constant));
        world.meter.spend(1, rhs);
        for (const [key, coefficient] of form.terms) {
          const slope = (slopes.get(key) ?? Rational.zero).add(y.mul(coefficient));
          world.meter.spend(1, slope);
          slopes.set(key, slope);
        }
      }
      if (worst) this.reject(`${row.name} fails by ${worst.excess}: ${worst.words}`, row.span);
    }
    for (const key of multipliers.keys()) if (!used.has(key)) this.reject(`there is no row ${key}, but it has a multiplier`);
    return { slopes, rhs };
  }

  /** Largest (`sigma` 1) or smallest value of a form within the bounds of the outcomes; rejected where there is none. */
  private extreme(world: World, form: Affine, columns: ReadonlyMap<string, Bound>, sigma: 1 | -1, what: string): Rational | undefined {
    const before = this.failures.length;
    let total = form.constant;
    for (const [key, slope] of form.terms) {
      if (slope.isZero()) continue;
      const limit = slope.sign() * sigma > 0 ? columns.get(key)?.upper : columns.get(key)?.lower;
      if (limit === undefined) this.reject(`${what} of ${say(key)} is ${slope}, and no bound stops it`);
      else total = total.add(slope.mul(scalar(valueOf(limit))));
      world.meter.spend(1, total);
    }
    return this.failures.length > before ? undefined : total;
  }
}

/** The unknowns: chosen outcomes by place, with their bounds. */
function chosenOutcomes(world: World): ReadonlyMap<string, Bound> {
  const columns = new Map<string, Bound>();
  const chosen = world.model.outcomes.filter((each) => !each.rule);
  for (const profile of profiles(world)) {
    const at = reportsAt(world, profile);
    for (const { name, components } of chosen) for (const { index, bound } of components) columns.set(place(name, texts(index), at), bound);
  }
  return columns;
}

function constants(index: readonly Datum[], span: Span): { kind: "constant"; value: Datum; span: Span }[] {
  return index.map((value) => ({ kind: "constant", value, span }));
}

function valueAt(world: World, form: Affine, values: Values): Rational {
  return [...form.terms].reduce((sum, [key, coefficient]) => {
    world.meter.spend(1, sum);
    return sum.add(coefficient.mul(values.get(key) ?? Rational.zero));
  }, form.constant);
}
