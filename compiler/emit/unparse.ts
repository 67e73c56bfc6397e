/** Model IR expressions and rows as text of the language. */
import { printer } from "prettier/doc";
import type { Doc } from "prettier";
import type * as ast from "../../grammar/ast.ts";
import { printBinder, printExpression } from "../../grammar/print/expressions.ts";
import type { Definition, Expr, Row } from "../model/model.generated.ts";
import { nowhere } from "./surface-datum.ts";
import { Surface, withoutTrivial, type Names } from "./surface.ts";

/** Nothing is broken over lines here; the formatter does that. */
const oneLine = { printWidth: 1e9, tabWidth: 2, useTabs: false };

/**
 * The text of a tree, with the parentheses that it needs; those of the author are nodes of the tree and stay.
 *
 * @example printTree({ kind: "binary", operator: "*", left: sumOfAandB, right: c, ... }) // "(a + b) * c"
 */
export function printTree(node: ast.Expression | ast.Binder): string {
  return printer.printDocToString(docOf(node), oneLine).formatted;
}

function docOf(node: ast.Expression | ast.Binder): Doc {
  const at = (...keys: (string | number)[]): Doc => docOf(keys.reduce<unknown>((place, key) => (place as Record<string | number, unknown>)[key], node) as ast.Expression);
  return node.kind === "binder" ? printBinder(node, at, true) : printExpression(node, at);
}

/**
 * An expression in the surface syntax. Parsing and resolving it gives the expression again, up to spans and the names
 * of bound indices.
 *
 * @param names how free indices are called, by IR name; without it, as in the source
 * @throws RangeError for a value without a text (a number that is not finite, an entry of a computed collection)
 * @example unparse(model.quantities[0].definition.value) // "E[sum(i in bidder) pay[i]]"
 */
export function unparse(expr: Expr, names: Names = new Map()): string {
  return printTree(new Surface([expr]).expression(expr, names));
}

/**
 * A family of rows as a `require` line.
 *
 * @param outsides outside options by agent set, written in place of the references to them
 * @throws RangeError as {@link unparse}
 * @example unparseRow(row)
 * // "require participation_bidder[i in bidder]: E[payoff bidder[i] | bidder[i]] >= 0"
 */
export function unparseRow(row: Row, outsides: ReadonlyMap<string, Definition> = new Map()): string {
  const { left, operator, right } = row.relation;
  const surface = new Surface([left, right, ...row.binders.map((binder) => binder.set), ...(row.condition ? [row.condition] : [])], outsides);
  let names: Names = new Map();
  const binders = row.binders.map((binder) => {
    const bound = surface.binder(names, binder);
    names = bound.names;
    return printTree(bound.node);
  });
  const head = binders.length > 0 ? `${row.name}[${binders.join(", ")}]` : row.name;
  const relation: ast.Expression =
    operator === "holds"
      ? surface.expression(left, names)
      : { kind: "binary", operator, operatorSpan: nowhere, left: surface.expression(withoutTrivial(left), names), right: surface.expression(withoutTrivial(right), names), span: nowhere };
  const condition = row.condition ? ` when ${printTree(surface.expression(row.condition, names))}` : "";
  return `require ${head}: ${printTree(relation)}${condition}`;
}
