/** The best auction with a given efficient rule (Yamashita, Theorem 1 for finite supports): the winner pays her critical value. */
import { enterProfile } from "../../../compiler/evaluate/frame.ts";
import { noSlots } from "../../../compiler/evaluate/evaluator.ts";
import { Rational } from "../../../compiler/exact/rational.ts";
import type { MechanismTask } from "../../../compiler/programs/task.ts";
import type { Recogniser } from "../recogniser.ts";
import { efficientGuarantee, firstHighest, secondPriceGuarantee, type TieRule } from "../guarantees/revenue-guarantee.ts";
import { singleGoodAuction } from "./single-good.ts";

/** Profiles at which the rule is read. */
const profilesRead = 100_000;

export const recogniser: Recogniser = {
  theorem: "revenue-guarantee",
  recognise(task) {
    if (task.kind !== "mechanism") return undefined;
    const auction = singleGoodAuction(task);
    if (!auction || auction.allocation !== "given" || auction.participation !== "ex_post" || auction.incentives === "bayesian") return undefined;
    const rule = efficientRule(task);
    if (!rule) return undefined;
    const value = efficientGuarantee(auction.joint, rule);
    return {
      theorem: "revenue-guarantee",
      values: { revenue: value, second_price: secondPriceGuarantee(auction.joint), first_best: firstHighest(auction.joint) },
      predictions: [{ quantity: auction.quantity, relation: "=", value }],
    };
  },
};

/** The rule that gives the whole good to one bidder with the highest value at every profile; undefined for any other. */
function efficientRule({ evaluator, model }: MechanismTask): TieRule | undefined {
  const { space } = evaluator;
  const good = model.outcomes.find((outcome) => outcome.role === "allocation");
  if (!good?.rule || space.profileCount > profilesRead) return undefined;
  const span = good.span;
  const shares = good.components.map(({ index }) => evaluator.compileNumber({ kind: "outcome", of: good.name, index: index.map((value) => ({ kind: "constant", value, span })), span }, noSlots));
  const winners = new Map<string, number>();
  const frame = evaluator.frame();
  for (let profile = 0; profile < space.profileCount; profile++) {
    enterProfile(frame, space, profile);
    const values = space.agents.map((agent, a) => agent.optionValues[frame.profile[a] as number]);
    if (!values.every((value): value is Rational => value instanceof Rational)) return undefined;
    const given = shares.map((share) => share(frame));
    const winner = given.findIndex((share) => share.equals(Rational.one));
    const others = given.every((share, i) => i === winner || share.isZero());
    if (winner < 0 || !others || values.some((value) => value.compare(values[winner] as Rational) > 0)) return undefined;
    winners.set(values.join(" "), winner);
  }
  return (values) => winners.get(values.join(" ")) ?? -1;
}
