/** Values in the surface syntax, as trees. */
import type * as ast from "../../grammar/ast.ts";
import { Rational } from "../exact/rational.ts";
import type { Datum } from "../model/model.generated.ts";

/** The span of a node that no author wrote. */
export const nowhere: ast.Name["span"] = { start: 0, end: 0 };

/** A decimal with more digits than this is written as a fraction. */
const maximalDecimals = 30;

export function plainReference(name: string): ast.Reference {
  return { kind: "reference", name: { text: name, span: nowhere }, indices: [], span: nowhere };
}

function literal(text: string): ast.NumberLiteral {
  return { kind: "number", text, span: nowhere };
}

/** The value as a decimal when it has one of moderate length: 1/4 is 0.25, and 1/3 has none. */
function decimalText(value: Rational): string | undefined {
  const numerator = value.numerator();
  let denominator = value.denominator();
  let digits = 0;
  while (denominator > 1n) {
    if (denominator % 10n === 0n) denominator /= 10n;
    else if (denominator % 5n === 0n) denominator /= 5n;
    else if (denominator % 2n === 0n) denominator /= 2n;
    else return undefined;
    digits++;
    if (digits > maximalDecimals) return undefined;
  }
  const scaled = ((numerator * 10n ** BigInt(digits)) / value.denominator()).toString().padStart(digits + 1, "0");
  return digits === 0 ? scaled : `${scaled.slice(0, -digits)}.${scaled.slice(-digits)}`;
}

/** A float as a literal of the language: `1e-7`, `0.1`, `1e21`. */
function floatText(value: number): string {
  return String(value).replace("e+", "e");
}

/**
 * A number. A decimal where there is one, so that it is read back as one constant; else a quotient.
 *
 * @throws RangeError for a number that is not finite
 */
export function numberExpression(value: Rational): ast.Expression {
  const signed = (text: string): ast.Expression => (value.sign() < 0 ? { kind: "unary", operator: "-", operand: literal(text), span: nowhere } : literal(text));
  const size = value.abs();
  if (size.inexact) {
    if (!Number.isFinite(size.toNumber())) throw new RangeError("a number that is not finite cannot be written");
    return signed(floatText(size.toNumber()));
  }
  const decimal = decimalText(size);
  if (decimal !== undefined) return signed(decimal);
  return { kind: "binary", operator: "/", operatorSpan: nowhere, left: signed(size.numerator().toString()), right: literal(size.denominator().toString()), span: nowhere };
}

/**
 * A value of a constant. Numbers are as in {@link numberExpression}.
 *
 * @throws RangeError for what has no form in an expression
 */
export function datumExpression(datum: Datum): ast.Expression {
  if (typeof datum === "boolean") return { kind: "boolean", value: datum, span: nowhere };
  if (typeof datum === "string") {
    const value = Rational.parse(datum);
    if (!value) throw new RangeError(`not a number: ${datum}`);
    return numberExpression(value);
  }
  if ("float" in datum) return numberExpression(Rational.float(datum.float));
  if ("symbol" in datum) return plainReference(datum.symbol);
  if ("tuple" in datum) return { kind: "tuple", entries: datum.tuple.map(datumExpression), span: nowhere };
  if ("list" in datum) return { kind: "list", entries: datum.list.map(datumExpression), span: nowhere };
  if ("set" in datum) return { kind: "set", entries: datum.set.map(datumExpression), span: nowhere };
  if ("table" in datum) return { kind: "table", entries: datum.table.map(({ key, value }) => ({ key: datumExpression(key), value: datumExpression(value), span: nowhere })), span: nowhere };
  if ("pmf" in datum) return { kind: "table", entries: datum.pmf.map(({ value, probability }) => ({ key: datumExpression(value), value: datumExpression(probability), span: nowhere })), span: nowhere };
  return { kind: "call", name: { text: datum.continuous, span: nowhere }, arguments: datum.parameters.map(datumExpression), span: nowhere };
}
