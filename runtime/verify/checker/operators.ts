/** The operators and functions of the language, on values. */
import { Rational } from "../../../compiler/exact/rational.ts";
import type { Span } from "../../../compiler/model/model.generated.ts";
import { refuse, type Meter } from "./refusal.ts";
import { affine, distinct, entries, known, plus, same, scalar, text, zero, type Affine, type Many, type Value } from "./values.ts";

/** The sum of `factor * value`. */
export function total(parts: readonly { readonly value: Affine; readonly factor?: Rational }[], meter: Meter): Affine {
  return parts.reduce((sum, { value, factor }) => {
    meter.spend(value.terms.size, sum.constant);
    return plus(sum, value, factor);
  }, zero);
}

/** `from, from + step, ..., to`; nothing when the step does not go up. */
export function range(from: Rational, to: Rational, step: Rational, meter: Meter): Many {
  const all: Value[] = [];
  for (let each = from; step.sign() > 0 && each.compare(to) <= 0; each = each.add(step)) {
    meter.spend(1);
    all.push(known(each));
  }
  return { form: "set", entries: all };
}

/** Arguments of an operator, evaluated when they are asked for: `and` and `or` need not look at their second one. */
export interface Arguments {
  readonly count: number;
  readonly value: (k: number) => Value;
}

/**
 * @example applyOperator("+", { count: 2, value: (k) => known(Rational.integer(k)) }, meter, span) // 1
 * @throws Refusal on values of the wrong kind
 */
export function applyOperator(operator: string, { count, value }: Arguments, meter: Meter, span: Span): Value {
  const form = (k: number): Affine => affine(value(k));
  const number = (k: number): Rational => scalar(value(k));
  const order = (): number => number(0).compare(number(1));
  const set = (k: number): readonly Value[] => entries(value(k));
  const has = (list: readonly Value[], wanted: Value): boolean => list.some((each) => same(each, wanted));
  const fold = (step: (a: Rational, b: Rational) => Rational, initial?: Rational): Affine => {
    const first = value(0);
    const all = (count > 1 ? Array.from({ length: count }, (_, k) => value(k)) : typeof first === "object" && "form" in first ? first.entries : [first]).map(
      scalar,
    );
    return known(initial ? all.reduce(step, initial) : all.length > 0 ? all.reduce(step) : refuse("an extreme over nothing", span));
  };
  const irrational = (compute: (x: number) => number, at: Rational, exact: Rational): Affine =>
    known(number(0).equals(at) ? exact : Rational.float(compute(number(0).toNumber())));
  switch (operator) {
    case "+":
      return plus(form(0), form(1));
    case "-":
      return plus(form(0), form(1), Rational.integer(-1));
    case "negate":
      return plus(zero, form(0), Rational.integer(-1));
    case "*": {
      const [a, b] = [form(0), form(1)];
      return a.terms.size === 0 ? plus(zero, b, a.constant) : plus(zero, a, scalar(b));
    }
    case "/":
      return plus(zero, form(0), Rational.one.div(number(1)));
    case "^": {
      const [base, exponent] = [number(0), number(1)];
      if (!exponent.isInteger()) return known(Rational.float(base.toNumber() ** exponent.toNumber()));
      meter.spend((Math.abs(exponent.toNumber()) * base.toString().length) ** 2 / 50);
      return known(base.pow(exponent.toNumber()));
    }
    case "not":
      return value(0) !== true;
    case "and":
      return value(0) === true && value(1) === true;
    case "or":
      return value(0) === true || value(1) === true;
    case "=":
      return same(value(0), value(1));
    case "!=":
      return !same(value(0), value(1));
    case "<":
      return order() < 0;
    case "<=":
      return order() <= 0;
    case ">":
      return order() > 0;
    case ">=":
      return order() >= 0;
    case "in":
      return has(set(1), value(0));
    case "not in":
      return !has(set(1), value(0));
    case "at": {
      const [from, key] = [value(0), value(1)];
      const entry =
        typeof from === "object" && "table" in from ? from.table.find((each) => same(each.key, key))?.value : entries(from)[scalar(key).toNumber() - 1];
      return entry ?? refuse(`there is no entry ${text(key)}`, span);
    }
    case "abs":
      return known(number(0).abs());
    case "sign":
      return known(Rational.integer(number(0).sign()));
    case "floor":
      return known(floor(number(0)));
    case "ceil":
      return known(floor(number(0).neg()).neg());
    case "round":
      return known(floor(number(0).add(Rational.of(1, 2))));
    case "exp":
      return irrational(Math.exp, Rational.zero, Rational.one);
    case "log":
      return irrational(Math.log, Rational.one, Rational.zero);
    case "sqrt":
      return root(number(0));
    case "max":
      return fold((a, b) => (a.compare(b) >= 0 ? a : b));
    case "min":
      return fold((a, b) => (a.compare(b) <= 0 ? a : b));
    case "sum":
      return total(
        set(0).map((each) => ({ value: affine(each) })),
        meter,
      );
    case "product":
      return fold((a, b) => a.mul(b), Rational.one);
    case "size":
      return known(Rational.integer(set(0).length));
    case "union":
      return distinct([...set(0), ...set(1)]);
    case "intersection":
      return distinct(set(0).filter((each) => has(set(1), each)));
    case "difference":
      return distinct(set(0).filter((each) => !has(set(1), each)));
    case "subset":
      return set(0).every((each) => has(set(1), each));
    case "grid":
      return range(number(0), number(1), number(2), meter);
    case "ladder":
      return range(Rational.zero, number(0), Rational.one.div(number(0)), meter);
    default:
      return refuse(`the checker does not know \`${operator}\``, span);
  }
}

const floor = (x: Rational): Rational => {
  if (x.inexact) return Rational.float(Math.floor(x.toNumber()));
  const down = x.numerator() / x.denominator();
  return Rational.of(x.sign() < 0 && !x.isInteger() ? down - 1n : down);
};
const root = (x: Rational): Affine => {
  const guess = Rational.of(Math.round(Math.sqrt(Number(x.n))), Math.round(Math.sqrt(Number(x.d))));
  return known(!x.inexact && guess.mul(guess).equals(x) ? guess : Rational.float(Math.sqrt(x.toNumber())));
};
