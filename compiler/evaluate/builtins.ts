/** The functions and operators of the language on values. */
import type { Span } from "../../grammar/span.ts";
import { Rational } from "../exact/rational.ts";
import { asPmf } from "../priors/arguments.ts";
import { evaluationError } from "./error.ts";
import { equalValues, formatValue, valueKey } from "./keys.ts";
import { translating } from "./translating.ts";
import type { FiniteSet, Value } from "./value.ts";

/** Elements of a set that the language lets a spec write; larger ones are a mistake or an attack. */
export const setLimit = 1_000_000;

export function asNumber(value: Value, span: Span): Rational {
  if (value instanceof Rational) return value;
  throw evaluationError("not-a-number", span, `Expected a number, but the value here is ${formatValue(value)}.`);
}

export function asBoolean(value: Value, span: Span): boolean {
  if (typeof value === "boolean") return value;
  throw evaluationError("not-a-truth-value", span, `Expected a truth value, but the value here is ${formatValue(value)}.`);
}

/** The entries of a set or list. */
export function asEntries(value: Value, span: Span): readonly Value[] {
  if (typeof value === "object" && "kind" in value && (value.kind === "set" || value.kind === "list")) return value.entries;
  throw evaluationError("not-a-set", span, `Expected a set or a list, but the value here is ${formatValue(value)}.`);
}

/** A set of the values, without repeats, in the order of first mention. */
export function makeSet(values: readonly Value[]): FiniteSet {
  const seen = new Set<string>();
  const entries = values.filter((value) => {
    const key = valueKey(value);
    return !seen.has(key) && seen.add(key);
  });
  return { kind: "set", entries };
}

/** `from, from + step, ...` up to and including `to`. */
export function makeRange(from: Rational, to: Rational, step: Rational, span: Span): FiniteSet {
  if (step.sign() <= 0) throw evaluationError("bad-interval", span, `The step of a range must be positive, and it is ${step}.`);
  const count = Math.floor(to.sub(from).div(step).toNumber() + 1e-9) + 1;
  if (count > setLimit) throw evaluationError("set-too-large", span, `This range has ${count.toLocaleString("en")} elements; the limit is ${setLimit.toLocaleString("en")}.`);
  const entries: Rational[] = [];
  let value = from;
  while (value.compare(to) <= 0) {
    entries.push(value);
    value = value.add(step);
  }
  return { kind: "set", entries };
}

type Evaluate = (args: readonly Value[], span: Span) => Value;

const arithmetic = (compute: (a: Rational, b: Rational, span: Span) => Rational): Evaluate => (args, span) =>
  compute(asNumber(args[0] as Value, span), asNumber(args[1] as Value, span), span);

const comparison = (decide: (order: number) => boolean): Evaluate => (args, span) =>
  decide(asNumber(args[0] as Value, span).compare(asNumber(args[1] as Value, span)));

const rounding = (round: (value: Rational) => bigint | number): Evaluate => (args, span) => {
  const value = asNumber(args[0] as Value, span);
  const rounded = round(value);
  return value.inexact ? Rational.float(Number(rounded)) : Rational.of(rounded);
};

function floor(value: Rational): bigint | number {
  if (value.inexact) return Math.floor(value.toNumber());
  const n = value.numerator();
  const d = value.denominator();
  const quotient = n / d;
  return n < 0n && quotient * d !== n ? quotient - 1n : quotient;
}

const negated = (value: bigint | number): bigint | number => (typeof value === "bigint" ? -value : -value);

/** A function whose exact value is irrational: the result is inexact, except where it is known to be a fraction. */
const transcendental = (compute: (x: number) => number, exact: (x: Rational) => Rational | undefined, name: string): Evaluate => (args, span) => {
  const x = asNumber(args[0] as Value, span);
  const known = x.inexact ? undefined : exact(x);
  if (known) return known;
  const result = compute(x.toNumber());
  if (Number.isNaN(result)) throw evaluationError("outside-domain-of-function", span, `\`${name}\` is not defined at ${x}.`);
  if (!Number.isFinite(result)) throw evaluationError("outside-domain-of-function", span, `\`${name}\` of ${x} is not finite.`);
  return Rational.float(result);
};

function exactRoot(x: Rational): Rational | undefined {
  if (x.sign() < 0) return undefined;
  const n = integerRoot(x.numerator());
  const d = integerRoot(x.denominator());
  return n !== undefined && d !== undefined ? Rational.of(n, d) : undefined;
}

function integerRoot(value: bigint): bigint | undefined {
  if (value < 2n) return value;
  let root = 1n << BigInt(Math.ceil(value.toString(2).length / 2));
  for (let next = (root + value / root) / 2n; next < root; next = (root + value / root) / 2n) root = next;
  return root * root === value ? root : undefined;
}

function power(base: Rational, exponent: Rational, span: Span): Rational {
  if (exponent.isInteger()) {
    const k = exponent.toNumber();
    const bits = base.inexact ? 0 : Math.max(base.numerator().toString(2).length, base.denominator().toString(2).length);
    if (Math.abs(k) * bits > 1e6) throw evaluationError("number-too-large", span, `${base}^${exponent} has too many digits.`);
    if (base.isZero() && k < 0) throw evaluationError("division-by-zero", span, "0 has no negative power.");
    return base.pow(k);
  }
  const result = base.toNumber() ** exponent.toNumber();
  if (!Number.isFinite(result)) throw evaluationError("outside-domain-of-function", span, `${base}^${exponent} is not a number.`);
  return Rational.float(result);
}

function at(args: readonly Value[], span: Span): Value {
  const [collection, key] = args as [Value, Value];
  if (typeof collection === "object" && "kind" in collection) {
    if (collection.kind === "table") {
      const wanted = valueKey(key);
      const entry = collection.entries.find((each) => valueKey(each.key) === wanted);
      if (entry) return entry.value;
      throw evaluationError("index-out-of-set", span, `There is no entry ${formatValue(key)} here.`);
    }
    if (collection.kind === "list" || collection.kind === "tuple") {
      const position = key instanceof Rational && key.isInteger() ? key.toNumber() : NaN;
      const entry = collection.entries[position - 1];
      if (entry !== undefined) return entry;
      throw evaluationError("index-out-of-set", span, `Position ${formatValue(key)} does not exist: there are ${collection.entries.length} entries, counted from 1.`);
    }
  }
  throw evaluationError("not-indexable", span, `${formatValue(collection)} has no entries.`);
}

function extreme(pick: (order: number) => boolean, name: string): Evaluate {
  return (args, span) => {
    const [first] = args;
    const values = args.length === 1 && first !== undefined && !(first instanceof Rational) ? asEntries(first, span) : args;
    let best: Rational | undefined;
    for (const value of values) {
      const number = asNumber(value, span);
      if (!best || pick(number.compare(best))) best = number;
    }
    if (!best) throw evaluationError("empty-set", span, `The ${name} of nothing does not exist.`);
    return best;
  };
}

const operators: ReadonlyMap<string, Evaluate> = new Map<string, Evaluate>([
  ["+", arithmetic((a, b) => a.add(b))],
  ["-", arithmetic((a, b) => a.sub(b))],
  ["*", arithmetic((a, b) => a.mul(b))],
  ["/", arithmetic((a, b, span) => {
    if (b.isZero()) throw evaluationError("division-by-zero", span, "The divisor is zero.");
    return a.div(b);
  })],
  ["^", arithmetic(power)],
  ["negate", (args, span) => asNumber(args[0] as Value, span).neg()],
  ["not", (args, span) => !asBoolean(args[0] as Value, span)],
  ["=", (args) => sameValue(args[0] as Value, args[1] as Value)],
  ["!=", (args) => !sameValue(args[0] as Value, args[1] as Value)],
  ["<", comparison((order) => order < 0)],
  ["<=", comparison((order) => order <= 0)],
  [">", comparison((order) => order > 0)],
  [">=", comparison((order) => order >= 0)],
  ["in", (args, span) => asEntries(args[1] as Value, span).some((entry) => sameValue(entry, args[0] as Value))],
  ["not in", (args, span) => !asEntries(args[1] as Value, span).some((entry) => sameValue(entry, args[0] as Value))],
  ["at", at],
  ["abs", (args, span) => asNumber(args[0] as Value, span).abs()],
  ["sign", (args, span) => Rational.integer(asNumber(args[0] as Value, span).sign())],
  ["floor", rounding(floor)],
  ["ceil", rounding((value) => negated(floor(value.neg())))],
  ["round", rounding((value) => floor(value.add(Rational.of(1, 2))))],
  ["exp", transcendental(Math.exp, (x) => (x.isZero() ? Rational.one : undefined), "exp")],
  ["log", transcendental(Math.log, (x) => (x.equals(Rational.one) ? Rational.zero : undefined), "log")],
  ["sqrt", transcendental(Math.sqrt, exactRoot, "sqrt")],
  ["max", extreme((order) => order > 0, "maximum")],
  ["min", extreme((order) => order < 0, "minimum")],
  ["sum", (args, span) => asEntries(args[0] as Value, span).reduce<Rational>((total, entry) => total.add(asNumber(entry, span)), Rational.zero)],
  ["product", (args, span) => asEntries(args[0] as Value, span).reduce<Rational>((total, entry) => total.mul(asNumber(entry, span)), Rational.one)],
  ["size", (args, span) => Rational.integer(asEntries(args[0] as Value, span).length)],
  ["union", (args, span) => makeSet([...asEntries(args[0] as Value, span), ...asEntries(args[1] as Value, span)])],
  ["intersection", (args, span) => pickSet(args, span, true)],
  ["difference", (args, span) => pickSet(args, span, false)],
  ["subset", (args, span) => {
    const larger = new Set(asEntries(args[1] as Value, span).map(valueKey));
    return asEntries(args[0] as Value, span).every((entry) => larger.has(valueKey(entry)));
  }],
  ["support", (args, span) => makeSet(translating(span, () => asPmf(args[0], "the argument of `support`")).outcomes.map((outcome) => outcome.value))],
  ["grid", (args, span) => makeRange(asNumber(args[0] as Value, span), asNumber(args[1] as Value, span), asNumber(args[2] as Value, span), span)],
  ["ladder", (args, span) => {
    const k = asNumber(args[0] as Value, span);
    if (!k.isInteger() || k.sign() <= 0) throw evaluationError("not-an-integer", span, `A ladder needs a positive whole number, and it is given ${k}.`);
    return makeRange(Rational.zero, k, Rational.one.div(k), span);
  }],
]);

function pickSet(args: readonly Value[], span: Span, keep: boolean): FiniteSet {
  const other = new Set(asEntries(args[1] as Value, span).map(valueKey));
  return makeSet(asEntries(args[0] as Value, span).filter((entry) => other.has(valueKey(entry)) === keep));
}

function sameValue(a: Value, b: Value): boolean {
  return a instanceof Rational && b instanceof Rational ? a.equals(b) : equalValues(a, b);
}

/** The operation of an `apply` node. @throws RangeError for a name that resolution does not produce. */
export function operation(name: string): Evaluate {
  const found = operators.get(name);
  if (!found) throw new RangeError(`no operation ${name}`);
  return found;
}

