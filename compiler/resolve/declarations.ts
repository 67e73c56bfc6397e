/** One pass over the tree: every declared name with its declaration; duplicates are reported, the first one stands. */
import type * as ast from "../../grammar/ast.ts";
import type { Span } from "../../grammar/span.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Sink } from "../diagnostics/sink.ts";

export type Declared =
  | { readonly kind: "param"; readonly node: ast.ParamDeclaration }
  | { readonly kind: "set"; readonly node: ast.SetDeclaration }
  | { readonly kind: "agents"; readonly node: ast.AgentsDeclaration }
  | { readonly kind: "variable"; readonly node: ast.StateDeclaration | ast.DrawDeclaration | NamedSignal }
  | { readonly kind: "definition"; readonly node: ast.LetDeclaration; readonly within: "environment" | "mechanism" }
  | { readonly kind: "function"; readonly node: ast.FunctionDeclaration }
  | { readonly kind: "message"; readonly node: ast.MessageDeclaration }
  | { readonly kind: "outcome"; readonly node: ast.AllocationDeclaration | ast.TransferDeclaration }
  | { readonly kind: "quantity"; readonly node: ast.QuantityDeclaration }
  /** A symbol of a set literal: `apple` in `set good = {apple, pear}`. */
  | { readonly kind: "symbol"; readonly set: string; readonly span: Span };

/** A signal with a name; `public signal (a, b)` gets a generated one. */
export type NamedSignal = ast.SignalDeclaration & { readonly head: ast.Head };

export interface Declarations {
  readonly names: ReadonlyMap<string, Declared>;
  readonly items: readonly ast.Item[];
  readonly information: readonly ast.InformationItem[];
  readonly mechanism: readonly ast.MechanismItem[];
}

/**
 * Names that the language defines where no bracket tells them apart; a declaration may not take them. A function of the
 * language is known by its parenthesis, so `param grid` and `grid(0, 1, 1/4)` live side by side.
 */
const builtin = new Set(["others", "messages", "infeasible", "unbounded", "holds", "fails", "duals", "any"]);

/** Constructors of sets stand before parentheses only, so a param may be called after them: `signal x in grid`. */
const setConstructors = new Set(["grid", "ladder"]);

export function collect(items: readonly ast.Item[], sink: Sink): Declarations {
  const names = new Map<string, Declared>();
  const information: ast.InformationItem[] = [];
  const mechanism: ast.MechanismItem[] = [];

  const declare = (name: ast.Name, declared: Declared): void => {
    const earlier = names.get(name.text);
    if (builtin.has(name.text) && !(declared.kind === "param" && setConstructors.has(name.text))) {
      sink.add(diagnostic("reserved-name", { span: name.span, text: `\`${name.text}\` is a name of the language and cannot be declared.`, hint: "Choose another name." }));
    } else if (earlier) {
      sink.add(diagnostic("duplicate-declaration", {
        span: name.span,
        text: `\`${name.text}\` is declared twice.`,
        labels: [{ span: declaredSpan(earlier), text: "first declared here" }],
        hint: "Rename one of the two.",
      }));
    } else names.set(name.text, declared);
  };

  for (const item of items) {
    switch (item.kind) {
      case "param":
        declare(item.head.name, { kind: "param", node: item });
        break;
      case "set-declaration":
        declare(item.name, { kind: "set", node: item });
        break;
      case "agents":
        declare(item.name, { kind: "agents", node: item });
        break;
      case "state":
        declare(item.head.name, { kind: "variable", node: item });
        break;
      case "let":
        declare(item.head.name, { kind: "definition", node: item, within: "environment" });
        break;
      case "function":
        declare(item.name, { kind: "function", node: item });
        break;
      case "quantity":
        declare(item.head.name, { kind: "quantity", node: item });
        break;
      case "information":
        for (const inner of item.items) information.push(withName(inner, information.length));
        break;
      case "mechanism":
        mechanism.push(...item.items);
        break;
      default:
        break;
    }
  }
  for (const item of information) {
    if (item.kind === "let") declare(item.head.name, { kind: "definition", node: item, within: "environment" });
    else if (item.kind === "function") declare(item.name, { kind: "function", node: item });
    else if (item.kind === "draw") declare(item.head.name, { kind: "variable", node: item });
    else if (isNamed(item)) declare(item.head.name, { kind: "variable", node: item });
  }
  for (const item of mechanism) {
    switch (item.kind) {
      case "let":
        declare(item.head.name, { kind: "definition", node: item, within: "mechanism" });
        break;
      case "function":
        declare(item.name, { kind: "function", node: item });
        break;
      case "message":
        declare(item.head.name, { kind: "message", node: item });
        break;
      case "allocation":
      case "transfer":
        declare(item.head.name, { kind: "outcome", node: item });
        break;
      case "feasible":
        break;
    }
  }
  for (const item of items) declareSymbols(item, names);
  return { names, items, information, mechanism };
}

function isNamed(item: ast.SignalDeclaration): item is NamedSignal {
  return item.head !== undefined;
}

/** `public signal (floor, top)` has no name of its own; `signal_2` is what the output calls it. */
function withName(item: ast.InformationItem, position: number): ast.InformationItem {
  if (item.kind !== "signal" || item.head) return item;
  return { ...item, head: { name: { text: `signal_${position + 1}`, span: item.span }, indices: [], span: item.span } };
}

/** Bare names in the set literals of sets, agents, domains and params become symbols unless they name something. */
function declareSymbols(item: ast.Item, names: Map<string, Declared>): void {
  const enter = (set: ast.Expression, owner: string): void => {
    if (set.kind !== "set") return;
    for (const entry of set.entries) {
      if (entry.kind !== "reference" || entry.indices.length > 0 || names.has(entry.name.text)) continue;
      names.set(entry.name.text, { kind: "symbol", set: owner, span: entry.span });
    }
  };
  if (item.kind === "set-declaration" || item.kind === "agents") enter(item.value, item.name.text);
  else if (item.kind === "state" && item.domain.kind === "in") enter(item.domain.set, "");
  else if (item.kind === "param" && item.domain?.kind === "in") enter(item.domain.set, "");
  else if (item.kind === "information") {
    for (const inner of item.items) if ((inner.kind === "signal" || inner.kind === "draw") && inner.domain?.kind === "in") enter(inner.domain.set, "");
  } else if (item.kind === "mechanism") {
    for (const inner of item.items) if (inner.kind === "message" && inner.domain?.kind === "in") enter(inner.domain.set, "");
  }
}

export function declaredSpan(declared: Declared): Span {
  switch (declared.kind) {
    case "symbol":
      return declared.span;
    case "set":
    case "agents":
    case "function":
      return declared.node.name.span;
    default:
      return declared.node.head.name.span;
  }
}
