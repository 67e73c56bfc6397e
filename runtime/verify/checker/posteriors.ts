/**
 * Proofs posterior by posterior. Everybody knows the public signal, so what follows one signal is a problem of its own: its
 * mechanism keeps the rows of that problem, and it is optimal there or it is not. Quantities speak of all signals together;
 * they are evaluated in a world with one more agent, who observes the signal and does nothing, so that an outcome after
 * a signal has a place of its own.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import type { AgentSet, Model, Variable } from "../../../compiler/model/model.generated.ts";
import { revenueBound } from "./auction.ts";
import type { Verdict } from "./checker.ts";
import { modelAfter, publicSignals, type Signal } from "./conditioning.ts";
import { numberOf } from "./interpreter.ts";
import type { Checker } from "./mechanism.ts";
import { readWorld } from "./prior.ts";
import { fault, refuse, type Meter } from "./refusal.ts";
import type { SolutionReader } from "./solution.ts";
import { place, scalar } from "./values.ts";
import { blank } from "./world.ts";

const nobody = { start: 0, end: 0 };
/** The agent who observes public signals; no name of a spec holds a space. */
const witness: AgentSet = { name: "the public", elements: [{ symbol: "everybody" }], span: nobody };

/** @throws Refusal for what cannot be read */
export function proveByPosterior(checker: Checker, model: Model, meter: Meter, solution: SolutionReader): Verdict["proved"] {
  if (!model.direct) refuse("the checker knows public signals only where agents report what they know");
  if (solution.status !== "optimal" && solution.status !== "evaluated") refuse(`with public signals the checker can prove \`optimal\` and \`evaluated\`, not \`${solution.status.slice(0, 40)}\``);
  const move = model.moves[0];
  if (move && solution.status === "evaluated") fault(`${move.mover} chooses the mechanism, so it has to be optimal, not only evaluated`);
  if (!move && solution.status === "optimal") fault("nothing is chosen in this spec, so nothing is optimal");
  const seen = model.variables.filter((each) => each.audience === "everybody");
  const expected = new Map(publicSignals(readWorld(model, meter), seen).map((each) => [each.label, each]));

  const all = new Map<string, Rational>();
  let [total, optimal] = [Rational.zero, true];
  for (const { signals, probability, solution: part } of solution.posteriors()) {
    let mass = Rational.zero;
    for (const label of signals) {
      const signal = expected.get(label) ?? fault(`there is no public signal ${label.slice(0, 100)}, or it comes twice`);
      expected.delete(label);
      mass = mass.add(signal.mass);
      // Signals that leave the same problem share a mechanism; that it is the same problem is seen by proving it for each.
      const proved = proveAfter(checker, model, meter, seen, signal, part);
      optimal &&= proved.optimal;
      for (const [key, value] of proved.values) all.set(key, value);
    }
    if (!checker.agree(mass, probability)) checker.reject(`the probability of the public signal ${(signals[0] ?? "").slice(0, 100)} is ${mass}, not ${probability}`);
    if (move) total = total.add(mass.mul(part.objective()));
  }
  for (const label of expected.keys()) checker.reject(`the solution says nothing about the public signal ${label.slice(0, 100)}`);
  if (checker.failures.length > 0) refuse("the parts do not add up to a solution");
  const whole = readWorld(withWitness(model, seen), meter);
  checker.checkQuantities(whole, solution, all);
  if (!move) return "evaluated";
  const [objective] = move.objectives;
  const claimed = solution.objective();
  const reached = objective ? scalar(numberOf(whole, objective.value, { ...blank, values: all })) : total;
  if (!checker.agree(total, claimed) || !checker.agree(reached, claimed)) checker.reject(`the objective is ${reached} over all public signals, not ${claimed}`, move.span);
  return optimal ? "optimal" : "feasible";
}

/** What is proved of the problem after one signal, and its outcomes by their place in the whole. */
function proveAfter(checker: Checker, model: Model, meter: Meter, seen: readonly Variable[], signal: Signal, part: SolutionReader): { readonly optimal: boolean; readonly values: ReadonlyMap<string, Rational> } {
  const world = readWorld(modelAfter(model, signal, seen), meter);
  const values = checker.checkRules(world, part);
  const [move] = world.model.moves;
  const bound = move && !part.has("duals") ? revenueBound(world, move) : undefined;
  const optimal = move !== undefined && checker.proveOptimal(world, move, values, part, bound) === "optimal";
  const placed = [...values].map(([key, value]): [string, Rational] => {
    const [of, index, at] = JSON.parse(key) as [string, string[], string[]];
    return [place(of, index, [...at, signal.label]), value];
  });
  return { optimal, values: new Map(placed) };
}

/** The model in which one more agent observes what everybody sees; nobody else does anything differently. */
export function withWitness(model: Model, seen: readonly Variable[]): Model {
  const observer = { set: witness.name, element: witness.elements[0] ?? "0" };
  const variables = model.variables.map((each): Variable => (seen.includes(each) ? { ...each, audience: "agent", observers: each.components.map(() => observer) } : each));
  return { ...model, agents: [...model.agents, witness], variables };
}
