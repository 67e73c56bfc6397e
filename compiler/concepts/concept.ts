/** A solution concept: shorthand for families of rows. Adding one is a file like its siblings and a line in the registry. */
import type { Span } from "../../grammar/span.ts";
import type { AgentSet, Expr, Given, Row } from "../model/model.generated.ts";

export interface ConceptContext {
  /** The agent set it is declared for; its payoff is given. */
  readonly agents: AgentSet;
  readonly all: readonly AgentSet[];
  /** True if the payoff depends on no component of the state but the agent's own types. */
  readonly privateValues: boolean;
  readonly span: Span;
}

export interface Concept {
  readonly kind: "incentives" | "participation";
  readonly name: string;
  /** One sentence for documentation and hover. */
  readonly summary: string;
  /** The inequality in mathematical notation. */
  readonly formula: string;
  /** The programs that know what to do with a concept whose rows depend on the program; absent when `rows` says all. */
  readonly pending?: string;
  rows(context: ConceptContext): readonly Row[];
}

/** Builds the pieces of rows for one agent set, with `i` as the agent. */
export class RowParts {
  readonly agent: string;

  constructor(readonly context: ConceptContext) {
    this.agent = context.agents.payoff?.parameters[0] ?? "i";
  }

  get span(): Span {
    return this.context.span;
  }

  local(name: string): Expr {
    return { kind: "local", name, span: this.span };
  }

  payoff(): Expr {
    return { kind: "payoff", agent: { set: this.context.agents.name, index: this.local(this.agent), others: false }, span: this.span };
  }

  /** The outside option; zero when none is declared. */
  outside(): Expr {
    if (!this.context.agents.outside) return { kind: "constant", value: "0", span: this.span };
    return { kind: "outside", agent: { set: this.context.agents.name, index: this.local(this.agent), others: false }, span: this.span };
  }

  expectation(body: Expr, given: Given[]): Expr {
    return { kind: "expectation", body, given, span: this.span };
  }

  /** Conditional on what the agent knows. */
  own(): Given[] {
    return [{ kind: "information", agent: { set: this.context.agents.name, index: this.local(this.agent), others: false } }];
  }

  /** Conditional on what all agents know. */
  everybody(): Given[] {
    return this.context.all.map((set) => ({ kind: "information", agent: { set: set.name, others: false } }));
  }

  reports(body: Expr, reports: readonly { readonly others: boolean; readonly what: string }[]): Expr {
    return {
      kind: "deviation",
      body,
      reports: reports.map((report) => ({ who: { set: this.context.agents.name, index: this.local(this.agent), others: report.others }, what: this.local(report.what) })),
      span: this.span,
    };
  }

  agentBinder(): Row["binders"][number] {
    return { name: this.agent, set: { kind: "set", of: this.context.agents.name, span: this.span }, agent: true };
  }

  messageBinder(name: string, others: boolean): Row["binders"][number] {
    return { name, set: { kind: "messages", agent: { set: this.context.agents.name, index: this.local(this.agent), others }, span: this.span } };
  }

  row(source: "incentives" | "participation", binders: Row["binders"], left: Expr, right: Expr, sentence: string): Row {
    const { agents } = this.context;
    return { name: `${source}_${agents.name}`, source, binders, relation: { left, operator: ">=", right }, sentence, agentSet: agents.name, span: this.span };
  }
}
