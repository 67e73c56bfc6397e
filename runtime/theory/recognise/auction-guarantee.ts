/**
 * What second-price and first-price auctions with given bids earn whatever the bidders know, recognised in programs that
 * choose the worst information, and in auctions that are given outright.
 */
import { noSlots, type Evaluator } from "../../../compiler/evaluate/evaluator.ts";
import { enterProfile, enterState } from "../../../compiler/evaluate/frame.ts";
import type { Pmf, Value } from "../../../compiler/evaluate/value.ts";
import { Rational } from "../../../compiler/exact/rational.ts";
import { makePmf, tuple } from "../../../compiler/priors/pmf.ts";
import type { GivenTask, InformationTask, Task } from "../../../compiler/programs/task.ts";
import { averageLoserLaw, firstPriceBound, isSymmetricPrior } from "../guarantees/first-price-bound.ts";
import type { Finding, Recogniser } from "../recogniser.ts";
import { firstHighest, orderStatistic, profileOf, secondPriceGuarantee } from "../guarantees/revenue-guarantee.ts";

/** Profiles at which the rules are read; beyond them nothing is recognised. */
const profilesRead = 20_000;

export const recogniser: Recogniser = { theorem: "revenue-guarantee", recognise };

function recognise(task: Task): Finding | undefined {
  if (task.kind !== "given" && task.kind !== "information") return undefined;
  const auction = bidAuction(task);
  if (!auction) return undefined;
  return task.kind === "given" ? truthful(task, auction) : worst(task, auction);
}

interface BidAuction {
  readonly price: "first" | "second";
  /** Over the points at which the rules were read. */
  readonly evaluator: Evaluator;
  /** Over the states with their probabilities; the same where the points are not orbits. */
  readonly given: Evaluator;
  /** Components that are the bidders' values. */
  readonly values: readonly number[];
  readonly quantity: string;
}

/**
 * One bid per bidder, the highest wins with ties broken evenly, the winner pays her bid or the second highest, and payoffs
 * are value times share less payment. Read at every profile of bids.
 */
function bidAuction(task: GivenTask | InformationTask): BidAuction | undefined {
  const { model } = task;
  const evaluator = task.kind === "information" ? task.points.evaluator : task.evaluator;
  const { space } = evaluator;
  const [good, money, ...rest] = [...model.outcomes].sort((a, b) => a.role.localeCompare(b.role));
  const bidders = model.agents[0]?.elements.length ?? 0;
  if (!good || !money || rest.length > 0 || model.agents.length !== 1 || model.direct || bidders < 2) return undefined;
  if (good.role !== "allocation" || money.role !== "transfer" || good.components.length !== bidders || money.components.length !== bidders) return undefined;
  if (space.agents.some((agent) => agent.sends.length !== 1) || space.profileCount > profilesRead || model.rows.some((row) => row.source === "require")) return undefined;
  const read = (of: typeof good): ((frame: ReturnType<Evaluator["frame"]>) => Rational)[] =>
    of.components.map(({ index }) => evaluator.compileNumber({ kind: "outcome", of: of.name, index: index.map((value) => ({ kind: "constant", value, span: of.span })), span: of.span }, noSlots));
  const [shares, payments] = [read(good), read(money)];
  const frame = evaluator.frame();
  const possible = new Set<BidAuction["price"]>(["first", "second"]);
  for (let profile = 0; profile < space.profileCount; profile++) {
    enterProfile(frame, space, profile);
    const bids = space.agents.map((agent, a) => agent.optionValues[frame.profile[a] as number]);
    if (!bids.every((bid): bid is Rational => bid instanceof Rational)) return undefined;
    const top = orderStatistic(bids, 1);
    const tied = Rational.integer(bids.filter((bid) => bid.equals(top)).length);
    const share = bids.map((bid) => (bid.equals(top) ? Rational.one.div(tied) : Rational.zero));
    if (!shares.every((each, i) => each(frame).equals(share[i] as Rational))) return undefined;
    for (const price of possible) {
      const paid = orderStatistic(bids, price === "first" ? 1 : 2);
      if (!payments.every((each, i) => each(frame).equals((share[i] as Rational).mul(paid)))) possible.delete(price);
    }
    if (possible.size === 0) return undefined;
  }
  const values = valueComponents(task, evaluator);
  const quantity = revenueQuantity(task, evaluator, money.name);
  const [price] = possible;
  return values && quantity !== undefined && price ? { price, evaluator, given: task.evaluator, values, quantity } : undefined;
}

/** The component (one for all where the value is common) whose value times the share, less the payment, is each bidder's payoff in every state. */
function valueComponents(task: GivenTask | InformationTask, evaluator: Evaluator): readonly number[] | undefined {
  const { model } = task;
  const { space } = evaluator;
  const [set] = model.agents;
  const [good, money] = [...model.outcomes].sort((a, b) => a.role.localeCompare(b.role));
  if (!set?.payoff || set.outside || !good || !money) return undefined;
  const span = set.span;
  const frame = evaluator.frame();
  const step = Math.max(1, Math.floor(space.law.count / 2000));
  const found = set.elements.map((element) => {
    const index = { kind: "constant" as const, value: element, span };
    const payoff = evaluator.compileNumber({ kind: "payoff", agent: { set: set.name, index, others: false }, span }, noSlots);
    const share = evaluator.compileNumber({ kind: "outcome", of: good.name, index: [index], span }, noSlots);
    const payment = evaluator.compileNumber({ kind: "outcome", of: money.name, index: [index], span }, noSlots);
    return space.components.findIndex((component, c) => {
      if (!component.domain.every((value) => value instanceof Rational)) return false;
      for (let state = 0; state < space.law.count; state += step) {
        enterState(frame, space, state);
        const value = component.domain[space.law.digits[state * space.components.length + c] as number] as Rational;
        if (!payoff(frame).equals(value.mul(share(frame)).sub(payment(frame)))) return false;
      }
      return true;
    });
  });
  return found.every((c) => c >= 0) ? found : undefined;
}

/** The quantity that is the expected sum of payments: the objective, or the first whose body is that sum in every state. */
function revenueQuantity(task: GivenTask | InformationTask, evaluator: Evaluator, money: string): string | undefined {
  const { model } = task;
  const { space } = evaluator;
  const outcome = model.outcomes.find((each) => each.name === money);
  const payments = (outcome?.components ?? []).map(({ index }) =>
    evaluator.compileNumber({ kind: "outcome", of: money, index: index.map((value) => ({ kind: "constant", value, span: { start: 0, end: 0 } })), span: { start: 0, end: 0 } }, noSlots),
  );
  const frame = evaluator.frame();
  const step = Math.max(1, Math.floor(space.law.count / 2000));
  return model.quantities.find(({ indices, definition }) => {
    const { value } = definition;
    if (indices.length > 0 || value.kind !== "expectation" || value.given.length > 0) return false;
    const body = evaluator.compileNumber(value.body, noSlots);
    for (let state = 0; state < space.law.count; state += step) {
      enterState(frame, space, state);
      if (!body(frame).equals(payments.reduce((sum, payment) => sum.add(payment(frame)), Rational.zero))) return false;
    }
    return true;
  })?.name;
}

/** The law of the profile of values, from the states that are drawn. */
function valueLaw({ given, values }: BidAuction): Pmf {
  const { law, components } = given.space;
  const width = components.length;
  return makePmf(
    Array.from({ length: law.count }, (_, state) => ({
      value: tuple(values.map((c) => components[c]?.domain[law.digits[state * width + c] as number] as Value)),
      probability: law.probability[state] as Rational,
    })),
  );
}

/** A second-price auction in which everybody bids her value earns the expected second highest, under every information. */
function truthful({ evaluator }: GivenTask, auction: BidAuction): Finding | undefined {
  const { law, agents, components } = evaluator.space;
  if (auction.price !== "second" || law.inexact === true) return undefined;
  for (let state = 0; state < law.count; state++) {
    const honest = agents.every((agent, a) => {
      const c = auction.values[a] as number;
      const value = components[c]?.domain[law.digits[state * components.length + c] as number] as Rational;
      const sent = agent.optionValues[law.sends[state * agents.length + a] as number];
      return sent instanceof Rational && sent.equals(value);
    });
    if (!honest) return undefined;
  }
  const joint = valueLaw(auction);
  const value = secondPriceGuarantee(joint);
  return {
    theorem: "revenue-guarantee",
    values: { revenue: value, first_best: firstHighest(joint) },
    predictions: [{ quantity: auction.quantity, relation: "=", value }],
  };
}

/** The worst equilibrium over all information. */
function worst(task: InformationTask, auction: BidAuction): Finding | undefined {
  const move = task.model.moves[0];
  const objective = move?.objectives[0]?.value;
  const { law } = auction.given.space;
  if (task.sense !== "minimize" || task.model.moves.length !== 1 || objective?.kind !== "quantity" || objective.of !== auction.quantity || law.inexact === true) return undefined;
  const joint = valueLaw(auction);
  if (!canStayOut(auction, joint)) return undefined;
  const first = firstHighest(joint);
  const bounded = { quantity: auction.quantity, relation: "<=" as const, value: first };
  if (auction.price === "second") {
    const truthfulRevenue = secondPriceGuarantee(joint);
    // Truth-telling is an equilibrium that nature may choose, if bidders can do it: they know their values, and may bid them.
    const able = auction.values.every((c, a) => knows(auction, c, a) && canBid(auction, c, a));
    const because = "The guarantee E[second highest value] is that of the truthful equilibrium; here nature may choose a worse one.";
    return {
      theorem: "revenue-guarantee",
      values: { truthful: truthfulRevenue, first_best: first },
      predictions: [able ? { ...bounded, value: truthfulRevenue, because } : { ...bounded, because }],
    };
  }
  if (joint.outcomes.some(({ value }) => profileOf(value).some((each) => each.sign() < 0))) return undefined;
  const { lower, upper } = firstPriceBound(averageLoserLaw(joint), auction.values.length);
  const because = "The bound is for bids in a continuum; on a grid of bids the worst equilibrium may earn less, and it tends to the bound as the grid refines.";
  return {
    theorem: "first-price-bound",
    values: { bound: [lower, upper], attained: isSymmetricPrior(joint) && auction.values.every((_, a) => knowsNothing(auction, a)), first_best: first },
    predictions: [{ ...bounded, because }],
  };
}

/** Whether a bidder's information, before nature adds to it, tells the value of a component. */
function knows({ given }: BidAuction, component: number, agent: number): boolean {
  const { law, components } = given.space;
  const seen = new Map<string, number>();
  for (let state = 0; state < law.count; state++) {
    const value = law.digits[state * components.length + component] as number;
    const key = observedAt(given, agent, state);
    if ((seen.get(key) ?? value) !== value) return false;
    seen.set(key, value);
  }
  return true;
}

/** Whether a bidder's information, before nature adds to it, is always the same. */
function knowsNothing({ given }: BidAuction, agent: number): boolean {
  return new Set(Array.from({ length: given.space.law.count }, (_, state) => observedAt(given, agent, state))).size <= 1;
}

/** What a bidder observes of what is given: recommendations are named after messages. */
function observedAt({ space }: Evaluator, agent: number, state: number): string {
  const { law, components, messages } = space;
  return (space.agents[agent]?.observes ?? [])
    .filter((c) => !messages.has(components[c]?.family ?? ""))
    .map((c) => law.digits[state * components.length + c])
    .join(" ");
}

/**
 * Whether every bidder has a bid that never costs her more than the good is worth: one at most her least value. Otherwise
 * she may be made to bid at a loss, and revenue need not stay below the surplus.
 */
function canStayOut({ evaluator }: BidAuction, joint: Pmf): boolean {
  return evaluator.space.agents.every((agent, a) =>
    agent.optionValues.some((bid) => bid instanceof Rational && joint.outcomes.every(({ value }) => bid.compare(profileOf(value)[a] as Rational) <= 0)),
  );
}

function canBid({ evaluator }: BidAuction, component: number, agent: number): boolean {
  const options = evaluator.space.agents[agent]?.optionValues ?? [];
  return (evaluator.space.components[component]?.domain ?? []).every((value) => options.some((bid) => bid instanceof Rational && bid.equals(value as Rational)));
}
