import type * as ast from "../../../grammar/ast.ts";
import type { Span } from "../../../grammar/span.ts";
import { diagnostic, type Diagnostic, type TextEdit } from "../../diagnostics/diagnostic.ts";
import type { Declared } from "../../resolve/declarations.ts";
import { libraryFunctions } from "../../resolve/library.ts";
import { childrenOf } from "../../model/children.ts";
import type { Expr, Model } from "../../model/model.generated.ts";
import { expressionsOf } from "../expressions.ts";
import { readersOf } from "../names.ts";
import { removal } from "../removal.ts";
import type { LintContext, Rule } from "../rule.ts";

/**
 * Declarations that nothing reads. Quantities are results, outcomes are what the model is about, and a type is reported in
 * a direct mechanism whether or not anything mentions it; none of them is unused.
 */
export const unusedName: Rule = {
  name: "unused-name",
  check: (context) => [...[...context.names.declared].flatMap(([name, declared]) => unused(context, name, declared)), ...unusedImports(context)],
};

function unused(context: LintContext, name: string, declared: Declared): Diagnostic[] {
  if (declared.kind === "symbol" || declared.kind === "quantity" || declared.kind === "outcome" || declared.kind === "message") return [];
  const { node } = declared;
  const head = "head" in node ? node.head.name : node.name;
  // A name made up for `public signal (a, b)` cannot be mentioned, and functions of a library are listed by their import.
  if (context.source.slice(head.span.start, head.span.end) !== name) return [];
  if (readersOf(context.names, name, node.span).length > 0) return [];
  const what = nameOfKind(declared);
  if (what === undefined) return [];
  if (declared.kind === "set" && symbolsAreRead(context, name, node.span)) return [];
  if (declared.kind === "variable" && !variableIsIdle(context, declared.node)) return [];
  const removed = node.kind === "state" ? stateRemoval(context, node) : [removal(context.source, node.span)];
  return [
    diagnostic("unused-name", {
      span: head.span,
      text: `Nothing reads the ${what} \`${name}\`.`,
      hint: "Remove it, or use it where it was meant to be used.",
      fix: { title: `Remove \`${name}\``, edits: removed },
    }),
  ];
}

function nameOfKind(declared: Declared): string | undefined {
  switch (declared.kind) {
    case "param":
    case "set":
    case "function":
      return declared.kind;
    case "agents":
      return "agent set";
    case "definition":
      return "`let`";
    case "variable":
      return declared.node.kind === "state" ? (declared.node.observed ? undefined : "state") : declared.node.kind;
    default:
      return undefined;
  }
}

/** A set whose elements are mentioned by name is used, even if nobody ranges over it. */
function symbolsAreRead(context: LintContext, set: string, span: Span): boolean {
  return [...context.names.declared].some(([name, declared]) => declared.kind === "symbol" && declared.set === set && readersOf(context.names, name, span).length > 0);
}

/**
 * A state that stands with others in one joint prior is part of that law. A signal that is reported, or that an agent's
 * information holds, works without being mentioned.
 */
function variableIsIdle(context: LintContext, node: ast.StateDeclaration | ast.DrawDeclaration | ast.SignalDeclaration): boolean {
  if (node.kind === "state") return (context.names.uses.get(node.head.name.text) ?? []).every(({ within }) => within.kind !== "prior" || within.targets.length === 1);
  if (node.kind === "draw") return true;
  const { model } = context;
  return !model.direct && model.messages.every((message) => message.strategy !== undefined) && !conditionsOnInformation(model);
}

function conditionsOnInformation(model: Model): boolean {
  const visit = (expr: Expr): boolean => (expr.kind === "expectation" && expr.given.some((given) => given.kind === "information")) || childrenOf(expr).some(visit);
  return expressionsOf(model, { concepts: true }).some(visit);
}

/** The state, and the priors that are about nothing else. */
function stateRemoval(context: LintContext, node: ast.StateDeclaration): readonly TextEdit[] {
  const priors = new Set((context.names.uses.get(node.head.name.text) ?? []).flatMap(({ role, within }) => (role === "target" ? [within] : [])));
  return [node, ...priors].map((each) => removal(context.source, each.span));
}

/** `use auctions (first_price)` without a `first_price(...)`, and `use auctions` of which nothing is called. */
function unusedImports({ source, file, names }: LintContext): Diagnostic[] {
  return file.items.flatMap((item): Diagnostic[] => {
    if (item.kind !== "use") return [];
    const idle = item.names.filter((name) => !names.uses.has(name.text));
    const everything = item.names.length === 0 ? !(libraryFunctions(item.library.text) ?? []).some((each) => names.uses.has(each.name.text)) : idle.length === item.names.length;
    if (everything) {
      return [
        diagnostic("unused-name", {
          span: item.library.span,
          text: `Nothing of the library \`${item.library.text}\` is called.`,
          hint: "Remove the line.",
          fix: { title: `Remove \`use ${item.library.text}\``, edits: [removal(source, item.span)] },
        }),
      ];
    }
    return idle.map((name) => {
      const kept = item.names.filter((each) => names.uses.has(each.text)).map((each) => each.text);
      const [first] = item.names;
      const last = item.names.at(-1);
      const span: Span = { start: first?.span.start ?? name.span.start, end: last?.span.end ?? name.span.end };
      return diagnostic("unused-name", { span: name.span, text: `Nothing calls \`${name.text}\`.`, hint: "Remove it from the list.", fix: { title: "Import what is called only", edits: [{ span, newText: kept.join(", ") }] } });
    });
  });
}
