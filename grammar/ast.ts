/**
 * The abstract syntax tree of a `.mech` file: closed unions, a span on every node, no economics.
 *
 * The tree keeps what the author wrote (sugar, order, numerals as text, parentheses); meaning is given by
 * `compiler/resolve`. Syntax errors leave holes: a node that could not be built is absent from its list.
 */
import type { Span } from "./span.ts";

export interface Name {
  readonly text: string;
  readonly span: Span;
}

/** A string literal; `value` is the unescaped text. */
export interface Text {
  readonly value: string;
  readonly span: Span;
}

// ---------------------------------------------------------------- expressions

export type BinaryOperator =
  | "+" | "-" | "*" | "/" | "^"
  | "=" | "!=" | "<" | "<=" | ">" | ">="
  | "and" | "or" | "in" | "not in";

export type AggregateOperator =
  | "sum" | "product" | "max" | "min" | "nth" | "argmax" | "argmin" | "count" | "all" | "exists";

export type Expression =
  | NumberLiteral
  | StringLiteral
  | BooleanLiteral
  | Reference
  | Call
  | Unary
  | Binary
  | Conditional
  | Group
  | TupleLiteral
  | ListLiteral
  | SetLiteral
  | SetBuilder
  | TableLiteral
  | Range
  | Aggregate
  | Expectation
  | PayoffReference
  | Deviation;

/** `0.1`, `3`, `1e-3`: the exact text, so that `0.1` is one tenth. */
export interface NumberLiteral { readonly kind: "number"; readonly text: string; readonly span: Span }
export interface StringLiteral { readonly kind: "string"; readonly value: string; readonly span: Span }
export interface BooleanLiteral { readonly kind: "boolean"; readonly value: boolean; readonly span: Span }

/** `revenue`, `value[i]`, `q[i, g]`, `support[i][2]`: each bracket is one entry of `indices`. */
export interface Reference {
  readonly kind: "reference";
  readonly name: Name;
  readonly indices: readonly (readonly Expression[])[];
  readonly span: Span;
}

/** `grid(0, 1, 1/20)`, `size(top)`, `equal_revenue(value[j] - floor | value[j] > floor)`. */
export interface Call {
  readonly kind: "call";
  readonly name: Name;
  readonly arguments: readonly Expression[];
  readonly given?: Expression;
  readonly span: Span;
}

export interface Unary { readonly kind: "unary"; readonly operator: "-" | "not"; readonly operand: Expression; readonly span: Span }
export interface Binary {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly operatorSpan: Span;
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}

/** `if c then a else b`. */
export interface Conditional {
  readonly kind: "conditional";
  readonly condition: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
  readonly span: Span;
}

/** `(e)`: kept so that the printer never moves a parenthesis that the author wrote. */
export interface Group { readonly kind: "group"; readonly body: Expression; readonly span: Span }
/** `(a, b)` with at least two entries. */
export interface TupleLiteral { readonly kind: "tuple"; readonly entries: readonly Expression[]; readonly span: Span }
/** `[a, b]`. */
export interface ListLiteral { readonly kind: "list"; readonly entries: readonly Expression[]; readonly span: Span }
/** `{a, b}`. */
export interface SetLiteral { readonly kind: "set"; readonly entries: readonly Expression[]; readonly span: Span }
/** `{ i in S : condition }`. */
export interface SetBuilder { readonly kind: "builder"; readonly binder: Binder; readonly condition: Expression; readonly span: Span }
/** `{ (1, 1): 2/5, 2: 1/10 }`: a table of values by key; as a distribution, a probability mass function. */
export interface TableLiteral { readonly kind: "table"; readonly entries: readonly TableEntry[]; readonly span: Span }
export interface TableEntry { readonly key: Expression; readonly value: Expression; readonly span: Span }
/** `1..n` or `0..1:1/10`: both ends included. */
export interface Range { readonly kind: "range"; readonly from: Expression; readonly to: Expression; readonly step?: Expression; readonly span: Span }

/** `i in bidder` inside an aggregate, an index list or a `for` clause. */
export interface Binder { readonly kind: "binder"; readonly name: Name; readonly set: Expression; readonly span: Span }

/**
 * `sum(i in S, j in T : condition) body`, `nth(2, i in S) body`, `argmax(i in S) body`, `count(i in S : condition)`.
 * The body is one term: it extends through products, not through `+` or `-`.
 */
export interface Aggregate {
  readonly kind: "aggregate";
  readonly operator: AggregateOperator;
  readonly operatorSpan: Span;
  /** The rank of `nth` (1 is the largest). */
  readonly rank?: Expression;
  readonly binders: readonly Binder[];
  readonly condition?: Expression;
  /** Absent only for `count`. */
  readonly body?: Expression;
  readonly span: Span;
}

/** `E[x]`, `E[x | a, b]`, `P[event | a]`. */
export interface Expectation {
  readonly kind: "expectation";
  readonly operator: "E" | "P";
  readonly body: Expression;
  readonly given: readonly Expression[];
  readonly span: Span;
}

/** `payoff bidder[i]` used as a value. */
export interface PayoffReference { readonly kind: "payoff"; readonly agent: Reference; readonly span: Span }

/** `body when bidder[i] reports r and others(bidder[i]) report z`. */
export interface Deviation {
  readonly kind: "deviation";
  readonly body: Expression;
  readonly reports: readonly Report[];
  readonly span: Span;
}
export interface Report { readonly who: Expression; readonly what: Expression; readonly span: Span }

// ---------------------------------------------------------------- declarations

/** One index of a declared family: `i in bidder`, or the bare set `bidder`. */
export interface IndexDeclaration { readonly name?: Name; readonly set: Expression; readonly span: Span }

/** `value[i in bidder]` on the left of a declaration. */
export interface Head { readonly name: Name; readonly indices: readonly IndexDeclaration[]; readonly span: Span }

/** `in S`, `>= 0` or `<= 1` behind a declared name. */
export type Domain =
  | { readonly kind: "in"; readonly set: Expression; readonly span: Span }
  | { readonly kind: "bound"; readonly operator: "<=" | ">="; readonly bound: Expression; readonly span: Span };

interface Declared {
  readonly span: Span;
  /** The text of the `///` comment above, without the slashes; lines joined by a newline. */
  readonly doc?: string;
}

export interface ModelDeclaration extends Declared { readonly kind: "model"; readonly name: Name; readonly title?: Text }
export interface CiteDeclaration extends Declared { readonly kind: "cite"; readonly text: Text }
/** `use auctions`, `use auctions (second_price, first_price)`. */
export interface UseDeclaration extends Declared { readonly kind: "use"; readonly library: Name; readonly names: readonly Name[] }
/** `param n in 1..10 = 2`, `param mean[bidder] = [3/5, 2/5]`. Without `=` it must be given from outside. */
export interface ParamDeclaration extends Declared { readonly kind: "param"; readonly head: Head; readonly domain?: Domain; readonly value?: Expression }
export interface SetDeclaration extends Declared { readonly kind: "set-declaration"; readonly name: Name; readonly value: Expression }
export interface AgentsDeclaration extends Declared { readonly kind: "agents"; readonly name: Name; readonly value: Expression }
/** `state x[..] in S` (observed by nobody) or `type x[i in agents, ..] in S` (observed by agent i). */
export interface StateDeclaration extends Declared { readonly kind: "state"; readonly observed: boolean; readonly head: Head; readonly domain: Domain }
/** `prior value ~ d`, `prior value[i] ~ d`, `prior (a, b) ~ d`, each with an optional `with` list. */
export interface PriorDeclaration extends Declared {
  readonly kind: "prior";
  readonly targets: readonly Reference[];
  readonly distribution: Expression;
  readonly constraints: readonly PriorConstraint[];
}
/** `E[value[i]] = mean[i] for i in bidder` behind `with`. */
export interface PriorConstraint { readonly relation: Expression; readonly binders: readonly Binder[]; readonly span: Span }
/** `let top = e`, `let gap[i in bidder] = e`. */
export interface LetDeclaration extends Declared { readonly kind: "let"; readonly head: Head; readonly value: Expression }
/** `function f(x, y) = e`. */
export interface FunctionDeclaration extends Declared { readonly kind: "function"; readonly name: Name; readonly parameters: readonly Name[]; readonly value: Expression }
export interface InformationBlock extends Declared { readonly kind: "information"; readonly items: readonly InformationItem[] }
export interface MechanismBlock extends Declared { readonly kind: "mechanism"; readonly items: readonly MechanismItem[] }
/** `payoff bidder[i] = e`; the head's index binds the agent. */
export interface PayoffDeclaration extends Declared { readonly kind: "payoff-declaration"; readonly agent: Name; readonly index: Name; readonly value: Expression }
/** `outside bidder[i] = e`: what the agent has without the mechanism (default 0). */
export interface OutsideDeclaration extends Declared { readonly kind: "outside"; readonly agent: Name; readonly index: Name; readonly value: Expression }
/** `incentives bayesian`, `participation interim for seller, buyer`. The concept is a name resolved by the compiler. */
export interface ConceptDeclaration extends Declared {
  readonly kind: "incentives" | "participation";
  readonly concept: Name;
  readonly agents: readonly Name[];
}
/** `require name[i in S]: relation when condition`. */
export interface RequireDeclaration extends Declared { readonly kind: "require"; readonly head: Head; readonly relation: Expression; readonly condition?: Expression }
export interface QuantityDeclaration extends Declared { readonly kind: "quantity"; readonly head: Head; readonly value: Expression }
/** `seller chooses mechanism to maximize revenue then to maximize surplus`. */
export interface MoveDeclaration extends Declared {
  readonly kind: "move";
  readonly mover: Name;
  readonly chosen: readonly Chosen[];
  readonly objectives: readonly Objective[];
  /** `ties against`: a later mover breaks ties against the earlier one. */
  readonly ties: "for" | "against";
}
export interface Chosen { readonly what: "mechanism" | "information" | "prior"; readonly span: Span }
export interface Objective { readonly sense: "maximize" | "minimize"; readonly value: Expression; readonly span: Span }
/** `assert revenue = 8/5`, `assert revenue within [0.25, 0.29]`. */
export interface AssertDeclaration extends Declared {
  readonly kind: "assert";
  readonly claim: Expression;
  readonly within?: { readonly low: Expression; readonly high: Expression; readonly span: Span };
}
/** `show win, pay`; `show duals`. */
export interface ShowDeclaration extends Declared { readonly kind: "show"; readonly names: readonly Reference[] }

export type Item =
  | ModelDeclaration | CiteDeclaration | UseDeclaration | ParamDeclaration | SetDeclaration | AgentsDeclaration
  | StateDeclaration | PriorDeclaration | LetDeclaration | FunctionDeclaration | InformationBlock | MechanismBlock
  | PayoffDeclaration | OutsideDeclaration | ConceptDeclaration | RequireDeclaration | QuantityDeclaration
  | MoveDeclaration | AssertDeclaration | ShowDeclaration;

// ---------------------------------------------------------------- inside the two blocks

/** `draw j ~ uniform(top)`. */
export interface DrawDeclaration extends Declared { readonly kind: "draw"; readonly head: Head; readonly domain?: Domain; readonly distribution: Expression }
/**
 * `signal x[i in bidder] in S private to bidder[i]` (chosen), `... ~ d` or `... = e` (given), `public signal y = e`,
 * `public signal (floor, top)`. Exactly one of `distribution`, `value` is present when the rule is given.
 */
export interface SignalDeclaration extends Declared {
  readonly kind: "signal";
  /** Absent for `public signal EXPRESSION`. */
  readonly head?: Head;
  readonly domain?: Domain;
  readonly audience: { readonly kind: "public" } | { readonly kind: "private"; readonly agent: Reference };
  readonly distribution?: Expression;
  readonly value?: Expression;
}
export type InformationItem = LetDeclaration | FunctionDeclaration | DrawDeclaration | SignalDeclaration;

/** `message bid[i in bidder] in S = strategy`. */
export interface MessageDeclaration extends Declared { readonly kind: "message"; readonly head: Head; readonly domain?: Domain; readonly strategy?: Expression }
/** `allocation win[i in bidder] in [0, 1]` (chosen) or `= rule` (given). */
export interface AllocationDeclaration extends Declared { readonly kind: "allocation"; readonly head: Head; readonly domain?: Domain; readonly rule?: Expression }
/** `transfer pay[i in bidder]` (chosen) or `= rule` (given). */
export interface TransferDeclaration extends Declared { readonly kind: "transfer"; readonly head: Head; readonly domain?: Domain; readonly rule?: Expression }
/** `feasible sum(i in bidder) win[i] <= 1`, `feasible capacity[g in good]: ...`. */
export interface FeasibleDeclaration extends Declared { readonly kind: "feasible"; readonly head?: Head; readonly relation: Expression; readonly condition?: Expression }
export type MechanismItem =
  | LetDeclaration | FunctionDeclaration | MessageDeclaration | AllocationDeclaration | TransferDeclaration | FeasibleDeclaration;

// ---------------------------------------------------------------- the file

/** A comment of any form, kept for the printer; `text` includes its delimiters. */
export interface Comment {
  readonly kind: "line" | "doc" | "block";
  readonly text: string;
  readonly span: Span;
}

export interface SourceFile {
  readonly kind: "file";
  readonly items: readonly Item[];
  readonly comments: readonly Comment[];
  readonly span: Span;
}

/** Any node of the tree that has a `kind`. */
export type Node = SourceFile | Item | InformationItem | MechanismItem | Expression | Binder;

/** A syntax error, in prose already; the compiler turns it into a diagnostic. */
export interface SyntaxFault {
  /** Stable key of `grammar/messages.ts`, e.g. `unclosed-bracket`. */
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly span: Span;
}

export interface ParseResult {
  readonly file: SourceFile;
  readonly faults: readonly SyntaxFault[];
}
