/** What the checker knows about a Model when it evaluates: its states, its agents, and where an expression stands. */
import type { Rational } from "../../../compiler/exact/rational.ts";
import type { AgentTerm, Definition, Expr, Model } from "../../../compiler/model/model.generated.ts";
import { refuse, type Meter } from "./refusal.ts";
import { product, same, text, tuple, type Value } from "./values.ts";

/** One random variable or message component. */
export interface Cell {
  readonly name: string;
  readonly of: string;
  readonly index: readonly Value[];
  readonly domain: Value[];
  /** Nobody observes it. */
  readonly hidden: boolean;
  readonly strategy?: Definition;
}
export interface Agent {
  readonly set: string;
  readonly element: Value;
  readonly observes: readonly Cell[];
  readonly sends: readonly Cell[];
  /** Whatever she can know, as text, with a state where she knows it. */
  readonly knows: Map<string, State>;
  /** Whatever she can send. */
  options: readonly Value[];
}
export type Cells = ReadonlyMap<string, Value>;
/** A state of positive probability, what every agent knows there (as text), and what she sends unless she deviates. */
export interface State {
  readonly cells: Cells;
  readonly probability: Rational;
  knows: readonly string[];
  sends: readonly (Value | undefined)[];
}
export interface World {
  readonly model: Model;
  readonly meter: Meter;
  /** Parameters and sets, e.g. `param n`. */
  readonly names: ReadonlyMap<string, Value>;
  readonly cells: readonly Cell[];
  readonly agents: readonly Agent[];
  states: readonly State[];
}

/** Where an expression is evaluated. Without `values` the chosen outcomes stay unknowns. */
export interface Frame {
  readonly locals: ReadonlyMap<string, Value>;
  readonly state: Cells;
  /** What every agent sends; undefined where that is open. */
  readonly profile: readonly (Value | undefined)[];
  /** What a deviation makes agents send, whatever the state. */
  readonly forced: ReadonlyMap<number, Value>;
  readonly values?: ReadonlyMap<string, Rational>;
}
/** Nowhere: no state, no messages. */
export const blank: Frame = { locals: new Map(), state: new Map(), profile: [], forced: new Map() };

export function enter(state: State, frame: Frame): Frame {
  return { ...frame, state: state.cells, profile: state.sends.map((message, a) => frame.forced.get(a) ?? message) };
}

/** What an agent knows in a state, as text. */
export function knowledge(agent: Agent, state: Cells): string {
  return text(tuple(agent.observes.map((cell) => state.get(cell.name) ?? refuse(`nothing says what ${agent.set} ${text(agent.element)} knows here`))));
}

/** Positions of the agents that a term stands for, e.g. of all but `element` when it says `others`. */
export function agentsNamed(world: World, { set, others, index }: AgentTerm, element: Value | undefined): number[] {
  const all = [...world.agents.keys()];
  if (element === undefined) return all.filter((a) => world.agents[a]?.set === set);
  const is = ({ set: own, element: mine }: Agent): boolean => own === set && same(mine, element);
  const one = world.agents.findIndex(is);
  if (one < 0) return refuse(`no agent ${set}[${text(element)}]`, index?.span);
  return others ? all.filter((a) => a !== one) : [one];
}

export function profiles({ agents, meter }: World): Value[][] {
  meter.spend(agents.reduce((size, agent) => size * agent.options.length, 1));
  return product(agents.map((agent) => agent.options));
}

/** The reports at a message profile, one text per agent who has something to report. */
export function reportsAt({ agents }: World, profile: Frame["profile"]): string[] {
  return agents.flatMap((agent, a) =>
    agent.observes.length + agent.sends.length > 0 ? [text(profile[a] ?? refuse("nothing says which messages are sent here"))] : [],
  );
}

/** What an expression is short for. */
export function definitionOf({ agents, outcomes, quantities, definitions }: Model, expr: Expr): Definition | undefined {
  if (expr.kind === "payoff" || expr.kind === "outside") return agents.find((each) => each.name === expr.agent.set)?.[expr.kind];
  if (expr.kind === "outcome") return outcomes.find((each) => each.name === expr.of)?.rule;
  if (expr.kind === "quantity") return quantities.find((each) => each.name === expr.of)?.definition;
  const found = expr.kind === "definition" ? definitions.find((each) => each.name === expr.of) : undefined;
  return found && { parameters: found.parameters.map((each) => each.name), value: found.value };
}

export function indexOf(expr: Expr): readonly Expr[] {
  if ("index" in expr) return expr.index;
  return "agent" in expr && expr.agent.index ? [expr.agent.index] : [];
}

/** Direct subexpressions, found by shape: an expression has a kind and a span. */
export function children(node: object): Expr[] {
  return Object.values(node).flatMap((child: unknown) =>
    typeof child !== "object" || child === null ? [] : "kind" in child && "span" in child ? [child as Expr] : children(child),
  );
}
