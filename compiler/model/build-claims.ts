/** General rows, quantities, moves, asserts and shows of the Model IR. */
import type * as ast from "../../grammar/ast.ts";
import { didYouMean } from "../diagnostics/suggest.ts";
import { Rational } from "../exact/rational.ts";
import { needBoolean, needNumber, resolveExpression } from "../resolve/expression.ts";
import { emptyScope } from "../resolve/scope.ts";
import type { Builder } from "./builder.ts";
import { rowOf } from "./build-mechanism.ts";
import type { Assert, Move, Quantity, Row } from "./model.generated.ts";

export function buildRequires(builder: Builder): Row[] {
  const rows: Row[] = [];
  const seen = new Set<string>();
  for (const item of builder.declarations.items) {
    if (item.kind !== "require") continue;
    const row = rowOf(builder, item.head, item.relation, item.condition, "row", item.span, "require", `require_${rows.length + 1}`);
    if (!row) continue;
    if (seen.has(row.name)) builder.report("duplicate-declaration", item.head.span, `There are two rows named \`${row.name}\`.`, "Rename one of them.");
    seen.add(row.name);
    rows.push(row);
  }
  return rows;
}

export function buildQuantities(builder: Builder): Quantity[] {
  const quantities: Quantity[] = [];
  for (const item of builder.declarations.items) {
    if (item.kind !== "quantity") continue;
    const family = builder.open(item.head, "row");
    if (!family) continue;
    quantities.push({
      name: family.name,
      indices: family.indices,
      definition: { parameters: family.parameters, value: needNumber(builder.resolver, item.value, family.scope) },
      ...(item.doc === undefined ? {} : { doc: item.doc }),
      span: item.span,
    });
  }
  return quantities;
}

export function buildMoves(builder: Builder): Move[] {
  const moves: Move[] = [];
  const choosers = new Map<string, { readonly mover: string; readonly node: ast.MoveDeclaration }>();
  for (const item of builder.declarations.items) {
    if (item.kind !== "move") continue;
    for (const chosen of item.chosen) {
      const earlier = choosers.get(chosen.what);
      if (earlier) {
        builder.report("chosen-twice", chosen.span, `The ${chosen.what} is chosen twice.`, "Each of mechanism, information and prior has one chooser.", [{ span: earlier.node.span, text: "chosen here" }]);
      } else choosers.set(chosen.what, { mover: item.mover.text, node: item });
    }
    moves.push({
      mover: item.mover.text,
      chooses: item.chosen.map((chosen) => chosen.what),
      objectives: item.objectives.map((objective) => ({
        sense: objective.sense,
        value: needNumber(builder.resolver, objective.value, emptyScope("row")),
        text: builder.text(objective.value.span),
      })),
      ties: item.ties,
      span: item.span,
    });
  }
  const mechanism = choosers.get("mechanism");
  const information = choosers.get("information");
  if (mechanism && information && mechanism.mover === information.mover) {
    builder.report(
      "bilinear-moves",
      information.node.span,
      `\`${mechanism.mover}\` chooses both the mechanism and the information, so payoffs multiply outcomes by probabilities: the problem is bilinear, not linear.`,
      "Let somebody else move one of the two, or give one of them by a rule.",
      mechanism.node === information.node ? [] : [{ span: mechanism.node.span, text: "the mechanism is chosen here" }],
    );
  }
  return moves;
}

export function buildAsserts(builder: Builder, checks: ReadonlySet<string>): Assert[] {
  const asserts: Assert[] = [];
  const scope = emptyScope("claim");
  for (const item of builder.declarations.items) {
    if (item.kind !== "assert") continue;
    const text = builder.text(item.span).replace(/^assert\s+/, "");
    if (item.within) {
      checkOrder(builder, item.within);
      asserts.push({
        text,
        claim: needNumber(builder.resolver, item.claim, scope),
        within: { low: needNumber(builder.resolver, item.within.low, scope), high: needNumber(builder.resolver, item.within.high, scope) },
        span: item.span,
      });
    } else asserts.push({ text, claim: needBoolean(builder.resolver, item.claim, scope), span: item.span });
  }
  for (const { name, span } of builder.resolver.checkNames) {
    if (checks.has(name)) continue;
    const near = didYouMean(name, checks);
    builder.report("unknown-name", span, `There is no check named \`${name}\`.`, near ? `Did you mean \`${near}\`?` : `The checks are ${[...checks].map((each) => `\`${each}\``).join(", ")}.`);
  }
  return asserts;
}

export function buildShows(builder: Builder): string[] {
  const shows: string[] = [];
  for (const item of builder.declarations.items) {
    if (item.kind !== "show") continue;
    for (const reference of item.names) {
      const name = reference.name.text;
      const declared = builder.declarations.names.get(name);
      if (name === "duals" || declared?.kind === "outcome" || declared?.kind === "quantity" || declared?.kind === "definition") shows.push(name);
      else if (declared) builder.report("wrong-kind", reference.span, `\`${name}\` cannot be shown.`, "Outcomes, quantities and `let`s of the mechanism can.");
      else resolveExpression(builder.resolver, reference, emptyScope("row"));
    }
  }
  return shows;
}

/** Bounds that are constants must not be reversed; others are compared when the assert is evaluated. */
function checkOrder(builder: Builder, within: NonNullable<ast.AssertDeclaration["within"]>): void {
  const [low, high] = [within.low, within.high].map((bound) => (bound.kind === "reference" || mentionsReference(bound) ? undefined : builder.constants.evaluate(bound)));
  if (low instanceof Rational && high instanceof Rational && low.compare(high) > 0) {
    builder.report("within-reversed", within.span, `Nothing lies between ${low} and ${high}.`, "The lower bound comes first.");
  }
}

function mentionsReference(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(mentionsReference);
  if (typeof node !== "object" || node === null) return false;
  return ("kind" in node && node.kind === "reference") || Object.values(node).some(mentionsReference);
}
