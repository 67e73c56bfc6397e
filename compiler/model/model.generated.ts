/* Generated from model.schema.json by scripts/generate-types.ts. Do not edit. */

/**
 * A value: a number as the text of a fraction ("3/5"), an inexact number, a truth value, a symbol or a composite.
 */
export type Datum =
  | string
  | boolean
  | {
      float: number;
    }
  | {
      symbol: string;
    }
  | {
      tuple: Datum[];
    }
  | {
      list: Datum[];
    }
  | {
      set: Datum[];
    }
  | {
      table: {
        key: Datum;
        value: Datum;
      }[];
    }
  | {
      pmf: {
        value: Datum;
        probability: Datum;
      }[];
    }
  | {
      continuous: string;
      parameters: Datum[];
    };
export type Expr =
  | {
      kind: "constant";
      value: Datum;
      span: Span;
    }
  | {
      kind: "param";
      of: string;
      span: Span;
    }
  | {
      kind: "set";
      of: string;
      span: Span;
    }
  | {
      kind: "local";
      name: string;
      span: Span;
    }
  | {
      kind: "component";
      of: string;
      index: Expr[];
      view: "true" | "reported";
      span: Span;
    }
  | {
      kind: "message";
      of: string;
      index: Expr[];
      span: Span;
    }
  | {
      kind: "outcome";
      of: string;
      index: Expr[];
      span: Span;
    }
  | {
      kind: "definition";
      of: string;
      index: Expr[];
      span: Span;
    }
  | {
      kind: "quantity";
      of: string;
      index: Expr[];
      span: Span;
    }
  | {
      kind: "payoff";
      agent: AgentTerm;
      span: Span;
    }
  | {
      kind: "outside";
      agent: AgentTerm;
      span: Span;
    }
  | {
      kind: "apply";
      operator: string;
      arguments: Expr[];
      span: Span;
    }
  | {
      kind: "conditional";
      condition: Expr;
      then: Expr;
      otherwise: Expr;
      span: Span;
    }
  | {
      kind: "aggregate";
      operator: "sum" | "product" | "max" | "min" | "nth" | "argmax" | "argmin" | "count" | "all" | "exists";
      rank?: Expr;
      binders: Binder[];
      condition?: Expr;
      body?: Expr;
      span: Span;
    }
  | {
      kind: "collection";
      form: "tuple" | "list" | "set";
      entries: Expr[];
      span: Span;
    }
  | {
      kind: "table";
      entries: {
        key: Expr;
        value: Expr;
      }[];
      span: Span;
    }
  | {
      kind: "range";
      from: Expr;
      to: Expr;
      step?: Expr;
      span: Span;
    }
  | {
      kind: "builder";
      binder: Binder;
      condition: Expr;
      span: Span;
    }
  | {
      kind: "expectation";
      body: Expr;
      given: Given[];
      span: Span;
    }
  | {
      kind: "deviation";
      body: Expr;
      reports: {
        who: AgentTerm;
        what: Expr;
      }[];
      span: Span;
    }
  | {
      kind: "messages";
      agent: AgentTerm;
      span: Span;
    }
  | {
      kind: "distribution";
      name: string;
      arguments: Expr[];
      given?: Expr;
      span: Span;
    };
export type Given =
  | {
      kind: "value";
      of: Expr;
    }
  | {
      kind: "event";
      of: Expr;
    }
  | {
      kind: "information";
      agent: AgentTerm;
    };

/**
 * Model IR: a spec after names, index sets, priors and moves are resolved.
 */
export interface Model {
  version: "1.0";
  name: string;
  title?: string;
  doc?: string;
  cite: string[];
  params: {
    name: string;
    value: Datum;
    overridden: boolean;
  }[];
  sets: {
    name: string;
    elements: Datum[];
    span: Span;
  }[];
  agents: AgentSet[];
  variables: Variable[];
  prior: Factor[];
  /**
   * Linear constraints on an unknown prior (`any with`).
   */
  ambiguity: Moment[];
  definitions: NamedDefinition[];
  messages: Message[];
  /**
   * True when no message is declared: agents report what they know.
   */
  direct: boolean;
  outcomes: Outcome[];
  rows: Row[];
  quantities: Quantity[];
  moves: Move[];
  asserts: Assert[];
  shows: string[];
}
/**
 * Half-open range of character offsets in the source.
 */
export interface Span {
  start: number;
  end: number;
}
export interface AgentSet {
  name: string;
  elements: Datum[];
  payoff?: Definition;
  outside?: Definition;
  incentives?: {
    concept: string;
    span: Span;
  };
  participation?: {
    concept: string;
    span: Span;
  };
  span: Span;
}
export interface Definition {
  parameters: string[];
  value: Expr;
}
/**
 * An agent, everybody else, or (without `index`) a whole agent set.
 */
export interface AgentTerm {
  /**
   * Agent set.
   */
  set: string;
  index?: Expr;
  /**
   * True for `others(A[i])`: every agent but A[i].
   */
  others: boolean;
}
export interface Binder {
  name: string;
  set: Expr;
}
/**
 * A family of random components: types, states, draws and signals.
 */
export interface Variable {
  name: string;
  role: "type" | "state" | "draw" | "signal";
  indices: IndexSet[];
  components: Component[];
  audience: "nobody" | "everybody" | "agent";
  /**
   * For audience `agent`: who observes the component, one entry per component.
   */
  observers: AgentName[];
  /**
   * False for a signal without a rule: whoever chooses the information chooses it.
   */
  given: boolean;
  doc?: string;
  span: Span;
}
export interface IndexSet {
  /**
   * Index variable as written, or the set's name.
   */
  name: string;
  /**
   * Declared set, or empty for an anonymous one.
   */
  set: string;
  elements: Datum[];
}
/**
 * One random variable or message: its finite domain, or the interval it ranges over (then `domain` is empty).
 */
export interface Component {
  index: Datum[];
  domain: Datum[];
  interval?: {
    lower: Datum;
    upper: Datum;
  };
}
export interface AgentName {
  set: string;
  element: Datum;
}
/**
 * One factor of the joint law: the targets given the parents.
 */
export interface Factor {
  targets: ComponentRef[];
  /**
   * given: the table below. equal: the target takes the value of `rule`. rule: drawn from the distribution that `rule` evaluates to.
   */
  law: "table" | "rule" | "value";
  parents: ComponentRef[];
  table?: {
    values: Datum[];
    probability: Datum;
  }[];
  rule?: Expr;
  /**
   * Name of the distribution as written, for recognition by theorems.
   */
  name?: string;
  span: Span;
}
export interface ComponentRef {
  of: string;
  index: Datum[];
}
export interface Moment {
  binders: Binder[];
  relation: Relation;
  span: Span;
}
/**
 * `holds`: `left` is a truth value and `right` is the constant true.
 */
export interface Relation {
  left: Expr;
  operator: "<=" | ">=" | "=" | "holds";
  right: Expr;
}
export interface NamedDefinition {
  name: string;
  parameters: {
    name: string;
    elements: Datum[];
  }[];
  value: Expr;
  within: "environment" | "mechanism";
  span: Span;
}
export interface Message {
  name: string;
  indices: IndexSet[];
  components: Component[];
  /**
   * Who sends the component, one entry per component.
   */
  senders: AgentName[];
  strategy?: Definition;
  span: Span;
}
export interface Outcome {
  name: string;
  role: "allocation" | "transfer";
  indices: IndexSet[];
  components: {
    index: Datum[];
    bound: Bound;
  }[];
  rule?: Definition;
  doc?: string;
  span: Span;
}
export interface Bound {
  lower?: Datum;
  upper?: Datum;
  choices?: Datum[];
}
/**
 * A family of rows: one for every value of the binders and of what the relation leaves free.
 */
export interface Row {
  name: string;
  source: "feasible" | "require" | "incentives" | "participation";
  binders: {
    name: string;
    set: Expr;
    agent?: boolean;
  }[];
  relation: Relation;
  condition?: Expr;
  sentence: string;
  agentSet?: string;
  span: Span;
}
export interface Quantity {
  name: string;
  indices: IndexSet[];
  definition: Definition;
  doc?: string;
  span: Span;
}
export interface Move {
  mover: string;
  chooses: ("mechanism" | "information" | "prior")[];
  objectives: Objective[];
  ties: "for" | "against";
  span: Span;
}
export interface Objective {
  sense: "maximize" | "minimize";
  value: Expr;
  text: string;
}
export interface Assert {
  text: string;
  claim: Expr;
  within?: {
    low: Expr;
    high: Expr;
  };
  span: Span;
}
