/**
 * A bound on what any auction of one good can earn, computed from the spec alone. Where buyers know their values, may stay
 * away and say the truth at least on average, a buyer whose type is independent of everything else pays on average at most
 * her ironed virtual value times the probability that she wins (Myerson 1981, for finitely many values), and every other
 * buyer at most her value times that. So revenue is at most E[max(0, what winning is worth)], with
 * virtual values for the former and values for the latter.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import type { Bound, Move } from "../../../compiler/model/model.generated.ts";
import { evaluate, numberOf } from "./interpreter.ts";
import { rowsOf } from "./rows.ts";
import { affine, known, place, plus, scalar, text, texts, valueOf, type Affine } from "./values.ts";
import { blank, enter, profiles, reportsAt, type Frame, type World } from "./world.ts";

/** A good sold to buyers: what each is worth to the seller by state, and the objective as revenue and welfare. */
export interface Sale {
  /** Value of the buyer at a state, by the position of her agent. */
  readonly valueAt: (state: number, buyer: number) => Rational;
  /** Position in the world of every buyer. */
  readonly buyers: readonly number[];
  /** Whether what a buyer knows is independent of what all others know. */
  readonly independent: readonly boolean[];
}

/** Revenue cannot exceed this; undefined where the spec is not such an auction, or the move maximises something else. */
export function revenueBound(world: World, move: Move): Rational | undefined {
  const [goal] = move.objectives;
  const sale = goal?.sense === "maximize" ? saleOf(world) : undefined;
  if (!goal || !sale) return undefined;
  const weights = weightsOf(world, sale, numberOf(world, goal.value, blank));
  if (!weights?.revenue.equals(Rational.one) || !weights.welfare.isZero()) return undefined;
  return bestRevenue(world, sale);
}

/** E[max over the buyers of what winning is worth, or zero]. */
export function bestRevenue(world: World, { buyers, independent, valueAt }: Sale): Rational {
  const worths = buyers.map((_, i) => (independent[i] === true ? virtualValues(world, i, valueAt) : undefined));
  return expectation(world, (s) => {
    const all = buyers.map((_, i) => worths[i]?.get(String(valueAt(s, i))) ?? valueAt(s, i));
    return all.reduce((best, each) => (each.compare(best) > 0 ? each : best), Rational.zero);
  });
}

/** E[max over the buyers of their values, or zero]: no outcome is worth more. */
export function bestWelfare(world: World, { buyers, valueAt }: Sale): Rational {
  return expectation(world, (s) => buyers.reduce((best, _, i) => (valueAt(s, i).compare(best) > 0 ? valueAt(s, i) : best), Rational.zero));
}

function expectation(world: World, at: (state: number) => Rational): Rational {
  return world.states.reduce((sum, { probability }, s) => {
    world.meter.spend(1, sum);
    return sum.add(probability.mul(at(s)));
  }, Rational.zero);
}

/** Ironed virtual values by value: slopes of the concave hull of revenue against the probability of selling. */
function virtualValues(world: World, buyer: number, valueAt: Sale["valueAt"]): ReadonlyMap<string, Rational> {
  const masses = new Map<string, { value: Rational; mass: Rational }>();
  world.states.forEach(({ probability }, s) => {
    const value = valueAt(s, buyer);
    masses.set(String(value), { value, mass: (masses.get(String(value))?.mass ?? Rational.zero).add(probability) });
  });
  const dearest = [...masses.values()].sort((a, b) => b.value.compare(a.value));
  const hull: { sold: Rational; revenue: Rational; values: Rational[] }[] = [{ sold: Rational.zero, revenue: Rational.zero, values: [] }];
  const slope = (k: number): Rational => {
    const [left, right] = [hull[k - 1], hull[k]];
    return left && right ? right.revenue.sub(left.revenue).div(right.sold.sub(left.sold)) : Rational.zero;
  };
  let sold = Rational.zero;
  for (const { value, mass } of dearest) {
    sold = sold.add(mass);
    hull.push({ sold, revenue: sold.mul(value), values: [value] });
    // A corner below the chord of its neighbours is no corner of the hull.
    while (hull.length > 2 && slope(hull.length - 1).compare(slope(hull.length - 2)) >= 0) {
      const last = hull.pop();
      const middle = hull.pop();
      if (last && middle) hull.push({ ...last, values: [...middle.values, ...last.values] });
    }
  }
  return new Map(hull.flatMap(({ values }, k) => values.map((value): [string, Rational] => [String(value), slope(k)])));
}

/**
 * Reads one good, one payment per buyer, and values that are private, off the payoffs at every state and report. Undefined
 * when anything else matters to a buyer, more than one unit can be sold, or truth or staying away are not required.
 */
export function saleOf(world: World): Sale | undefined {
  const { model, agents, states } = world;
  const buyers = agents.flatMap((agent, a) => (model.agents.some((set) => set.name === agent.set && set.payoff) ? [a] : []));
  const truthful = model.agents.every(({ payoff, incentives, participation }) => !payoff || (isOneOf(incentives?.concept, "bayesian", "ex_post", "dominant") && isOneOf(participation?.concept, "interim", "ex_post")));
  if (!model.direct || buyers.length === 0 || !truthful) return undefined;
  const owned = buyers.map((a) => ownOutcomes(world, a));
  const values = new Map<string, Rational>();
  for (const [i, a] of buyers.entries()) {
    for (const state of states) {
      for (const report of agents[a]?.options ?? []) {
        const frame = enter(state, { ...blank, forced: new Map([[a, report]]) });
        const at = reportsAt(world, frame.profile);
        const value = worthOf(payoffOf(world, a, frame), owned[i], at);
        const key = `${i} ${state.knows[a] ?? ""}`;
        if (!value || values.get(key)?.equals(value) === false) return undefined;
        values.set(key, value);
      }
    }
  }
  if (!oneUnit(world, owned)) return undefined;
  return { buyers, independent: buyers.map((a) => isIndependent(world, a)), valueAt: (s, i) => values.get(`${i} ${states[s]?.knows[buyers[i] ?? 0] ?? ""}`) ?? Rational.zero };
}

const isOneOf = (concept: string | undefined, ...known: readonly string[]): boolean => concept !== undefined && known.includes(concept);

interface Owned {
  readonly win: { readonly name: string; readonly index: readonly string[] };
  readonly pay: { readonly name: string; readonly index: readonly string[] };
}

/** The one outcome that a buyer wins and the one that she pays: those with her index. */
function ownOutcomes({ model, agents }: World, a: number): Owned | undefined {
  const own = agents[a] ? text(agents[a].element) : "";
  const [allocation, ...goods] = model.outcomes.filter((each) => each.role === "allocation");
  const [transfer, ...payments] = model.outcomes.filter((each) => each.role === "transfer");
  if (!allocation || !transfer || goods.length + payments.length > 0) return undefined;
  const mine = (outcome: typeof allocation): typeof allocation.components => outcome.components.filter(({ index }) => index.length === 0 || (index.length === 1 && texts(index)[0] === own));
  const [win, pay] = [mine(allocation)[0], mine(transfer)[0]];
  const atLeastZero = (bound: Bound): boolean => bound.lower !== undefined && scalar(valueOf(bound.lower)).sign() >= 0;
  if (!win || !pay || !atLeastZero(win.bound)) return undefined;
  return { win: { name: allocation.name, index: texts(win.index) }, pay: { name: transfer.name, index: texts(pay.index) } };
}

/** What she gets beyond her outside option, as a form in the outcomes. */
function payoffOf(world: World, a: number, frame: Frame): Affine {
  const agent = world.agents[a];
  const set = world.model.agents.find((each) => each.name === agent?.set);
  if (!agent || !set?.payoff) return known(Rational.zero);
  const of = (definition: NonNullable<typeof set.payoff>): Affine => affine(evaluate(world, definition.value, { ...frame, locals: new Map(definition.parameters.map((name) => [name, agent.element])) }));
  return set.outside ? plus(of(set.payoff), of(set.outside), Rational.integer(-1)) : of(set.payoff);
}

/** v when the form is `v win - pay` at these reports. */
function worthOf(form: Affine, owned: Owned | undefined, at: readonly string[]): Rational | undefined {
  if (!owned || !form.constant.isZero()) return undefined;
  const [win, pay] = [place(owned.win.name, owned.win.index, at), place(owned.pay.name, owned.pay.index, at)];
  if ([...form.terms].some(([key, coefficient]) => key !== win && key !== pay && !coefficient.isZero())) return undefined;
  return form.terms.get(pay)?.equals(Rational.integer(-1)) === true ? (form.terms.get(win) ?? Rational.zero) : undefined;
}

/** Whether a row keeps all buyers together at one unit, at every profile; a single buyer's own bound will do. */
function oneUnit(world: World, owned: readonly (Owned | undefined)[]): boolean {
  const open = new Set(profiles(world).map((profile) => JSON.stringify(owned.map((each) => (each ? place(each.win.name, each.win.index, reportsAt(world, profile)) : "")).sort())));
  const [only] = world.model.outcomes.filter((each) => each.role === "allocation").flatMap((each) => each.components);
  if (owned.length === 1 && only?.bound.upper !== undefined && scalar(valueOf(only.bound.upper)).compare(Rational.one) <= 0) return true;
  for (const row of world.model.rows) {
    if (row.source !== "feasible" && row.source !== "require") continue;
    for (const { form, operator } of rowsOf(world, row)) {
      const terms = [...form.terms].filter(([, coefficient]) => !coefficient.isZero());
      const sign = operator === ">=" ? Rational.integer(-1) : Rational.one;
      const unit = form.constant.neg().mul(sign);
      if (unit.sign() > 0 && terms.every(([, coefficient]) => coefficient.mul(sign).equals(unit))) open.delete(JSON.stringify(terms.map(([key]) => key).sort()));
    }
  }
  return open.size === 0;
}

/** Whether what an agent knows is independent of what all others know together. */
function isIndependent({ agents, states }: World, a: number): boolean {
  const [own, others, both] = [new Map<string, Rational>(), new Map<string, Rational>(), new Map<string, Rational>()];
  const add = (sums: Map<string, Rational>, key: string, mass: Rational): void => void sums.set(key, (sums.get(key) ?? Rational.zero).add(mass));
  for (const { knows, probability } of states) {
    const rest = JSON.stringify(agents.flatMap((_, b) => (b === a ? [] : [knows[b]])));
    add(own, knows[a] ?? "", probability);
    add(others, rest, probability);
    add(both, JSON.stringify([knows[a], rest]), probability);
  }
  return [...own].every(([mine, p]) => [...others].every(([rest, q]) => (both.get(JSON.stringify([mine, rest])) ?? Rational.zero).equals(p.mul(q))));
}

/** The objective as so much revenue and so much welfare; undefined where it is anything else. */
export function weightsOf(world: World, sale: Sale, goal: Affine): { readonly revenue: Rational; readonly welfare: Rational } | undefined {
  if (!goal.constant.isZero()) return undefined;
  const expected = new Map<string, { revenue: Rational; welfare: Rational }>();
  world.states.forEach((state, s) => {
    const at = reportsAt(world, enter(state, blank).profile);
    for (const [i, a] of sale.buyers.entries()) {
      const owned = ownOutcomes(world, a);
      if (!owned) continue;
      const add = (key: string, revenue: Rational, welfare: Rational): void => {
        const sum = expected.get(key) ?? { revenue: Rational.zero, welfare: Rational.zero };
        expected.set(key, { revenue: sum.revenue.add(revenue), welfare: sum.welfare.add(welfare) });
      };
      add(place(owned.pay.name, owned.pay.index, at), state.probability, Rational.zero);
      add(place(owned.win.name, owned.win.index, at), Rational.zero, state.probability.mul(sale.valueAt(s, i)));
    }
  });
  const ratio = (part: "revenue" | "welfare"): Rational => {
    for (const [key, amounts] of expected) if (!amounts[part].isZero()) return (goal.terms.get(key) ?? Rational.zero).div(amounts[part]);
    return Rational.zero;
  };
  const weights = { revenue: ratio("revenue"), welfare: ratio("welfare") };
  const fits = (key: string): boolean => {
    const sum = expected.get(key) ?? { revenue: Rational.zero, welfare: Rational.zero };
    return (goal.terms.get(key) ?? Rational.zero).equals(weights.revenue.mul(sum.revenue).add(weights.welfare.mul(sum.welfare)));
  };
  return [...new Set([...goal.terms.keys(), ...expected.keys()])].every(fits) ? weights : undefined;
}
