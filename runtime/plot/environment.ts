/** The values of the bidders for one good, as far as a picture needs them: read from the law of a spec. */
import { noSlots, type Evaluator } from "../../compiler/evaluate/evaluator.ts";
import { enterState } from "../../compiler/evaluate/frame.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import type { Model, Outcome, Variable } from "../../compiler/model/model.generated.ts";
import type { ValueDistribution } from "../theory/auctions/virtual-values.ts";

export interface Environment {
  /** `E[max value]`. */
  readonly firstBest: Rational;
  /** `E[second highest value]`; zero with one bidder. */
  readonly second: Rational;
  /** The laws of the single values; present exactly when they are independent. */
  readonly marginals?: readonly ValueDistribution[];
}

/** States up to which a law is read for a picture. */
const mostStates = 200_000;

/**
 * The environment of a spec about one good; undefined for any other. One family of types has a number for each agent
 * of one set, and on the path of play everybody's payoff is `value * win - pay` with wins that sum to at most one.
 *
 * @param solved over the world in which outcomes have their values; without it the payoffs are not checked
 */
export function environmentOf(model: Model, evaluator: Evaluator, solved?: Evaluator): Environment | undefined {
  const { space } = evaluator;
  const buyers = model.agents.filter((set) => set.payoff);
  const [buyerSet] = buyers;
  const families = model.variables.filter((variable) => variable.role === "type" || variable.role === "state");
  const [family] = families;
  if (!buyerSet || buyers.length !== 1 || !family || families.length !== 1 || !isIndexedBy(family, buyerSet.name, buyerSet.elements.length)) return undefined;
  const first = space.variables.get(family.name)?.first ?? 0;
  const count = buyerSet.elements.length;
  const numbers = space.components.slice(first, first + count).map((component) => component.domain.map((value) => (value instanceof Rational ? value : undefined)));
  if (space.law.count > mostStates || numbers.some((domain) => domain.some((value) => value === undefined))) return undefined;
  if (solved && !isOneGood(model, solved, buyerSet.name, family)) return undefined;
  let firstBest = Rational.zero;
  let second = Rational.zero;
  const width = space.components.length;
  const joint = new Map<string, { readonly ordinals: readonly number[]; probability: Rational }>();
  for (let state = 0; state < space.law.count; state++) {
    const ordinals = Array.from({ length: count }, (_, k) => space.law.digits[state * width + first + k] as number);
    const probability = space.law.probability[state] as Rational;
    const ranked = ordinals.map((ordinal, k) => numbers[k]?.[ordinal] as Rational).sort((a, b) => b.compare(a));
    firstBest = firstBest.add(probability.mul(ranked[0] as Rational));
    if (ranked[1]) second = second.add(probability.mul(ranked[1]));
    const key = ordinals.join(",");
    const entry = joint.get(key);
    if (entry) entry.probability = entry.probability.add(probability);
    else joint.set(key, { ordinals, probability });
  }
  const marginals = independentMarginals([...joint.values()], numbers as readonly (readonly Rational[])[]);
  return { firstBest, second, ...(marginals ? { marginals } : {}) };
}

function isIndexedBy(family: Variable | Outcome, set: string, count: number): boolean {
  return family.indices.length === 1 && family.indices[0]?.set === set && family.components.length === count;
}

/** Payoffs along the path of play, in the first states of the law. */
function isOneGood(model: Model, solved: Evaluator, set: string, family: Variable): boolean {
  const [win, secondWin] = model.outcomes.filter((each) => each.role === "allocation");
  const [pay, secondPay] = model.outcomes.filter((each) => each.role === "transfer");
  const elements = model.agents.find((each) => each.name === set)?.elements ?? [];
  if (!win || secondWin || !pay || secondPay || !isIndexedBy(win, set, elements.length) || !isIndexedBy(pay, set, elements.length)) return false;
  const span = family.span;
  const readers = elements.map((value) => {
    const index = { kind: "constant", value, span } as const;
    const number = (expr: Parameters<Evaluator["compileNumber"]>[0]): ReturnType<Evaluator["compileNumber"]> => solved.compileNumber(expr, noSlots);
    return {
      value: number({ kind: "component", of: family.name, index: [index], view: "true", span }),
      win: number({ kind: "outcome", of: win.name, index: [index], span }),
      pay: number({ kind: "outcome", of: pay.name, index: [index], span }),
      payoff: number({ kind: "payoff", agent: { set, index, others: false }, span }),
    };
  });
  const frame = solved.frame();
  for (let state = 0; state < Math.min(solved.space.law.count, 2000); state++) {
    enterState(frame, solved.space, state);
    let sold = Rational.zero;
    for (const read of readers) {
      const won = read.win(frame);
      sold = sold.add(won);
      if (!close(read.payoff(frame), read.value(frame).mul(won).sub(read.pay(frame)))) return false;
    }
    if (sold.sub(Rational.one).toNumber() > 1e-9) return false;
  }
  return true;
}

function close(a: Rational, b: Rational): boolean {
  return a.inexact || b.inexact ? Math.abs(a.toNumber() - b.toNumber()) < 1e-9 : a.equals(b);
}

/** Marginal laws if the joint one is their product. */
function independentMarginals(joint: readonly { readonly ordinals: readonly number[]; readonly probability: Rational }[], numbers: readonly (readonly Rational[])[]): ValueDistribution[] | undefined {
  const masses = numbers.map((domain, k) => {
    const mass = domain.map(() => Rational.zero);
    for (const { ordinals, probability } of joint) mass[ordinals[k] as number] = (mass[ordinals[k] as number] as Rational).add(probability);
    return mass;
  });
  const profiles = masses.reduce((product, mass) => product * mass.filter((each) => !each.isZero()).length, 1);
  const isProduct =
    profiles === joint.length && joint.every(({ ordinals, probability }) => close(probability, ordinals.reduce((product, ordinal, k) => product.mul(masses[k]?.[ordinal] as Rational), Rational.one)));
  if (!isProduct) return undefined;
  return numbers.map((domain, k) => {
    const ordered = domain
      .map((value, l) => ({ value, mass: masses[k]?.[l] as Rational }))
      .filter(({ mass }) => !mass.isZero())
      .sort((a, b) => a.value.compare(b.value));
    return { values: ordered.map(({ value }) => value), masses: ordered.map(({ mass }) => mass) };
  });
}
