/**
 * Identity, order and text of values.
 *
 * Lookup tables are keyed by text, so identity must be transitive. `Rational.compare` is not, once floats take part
 * (1/3 and its neighbours all round to one double). Here an inexact number is identified with the shortest decimal
 * that reads back as it: the float 0.1 is the key 1/10, the float 1/3 is not the key 1/3.
 */
import { Rational } from "../exact/rational.ts";
import type { Value } from "./value.ts";

/** Nesting that keys and printing accept; deeper values are a program error, not a stack overflow. */
const maximalDepth = 200;
/** Length of a key or printed value, in characters; shared sub-values can make the text exponentially longer than the value. */
const maximalLength = 1 << 20;

/**
 * A text that two values share exactly when they are equal. Sets and tables do not depend on the order of writing.
 *
 * @example valueKey(Rational.parse("0.5")) // "1/2"
 * @throws RangeError if the value is nested deeper than 200 or its text exceeds a million characters.
 */
export function valueKey(value: Value): string {
  return bounded(keyAt(value, 0));
}

/**
 * Equality of values, as {@link valueKey} decides it.
 *
 * @throws RangeError as {@link valueKey}.
 */
export function equalValues(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a instanceof Rational && b instanceof Rational && !a.inexact && !b.inexact) return a.n === b.n && a.d === b.d;
  return valueKey(a) === valueKey(b);
}

/**
 * A total order that agrees with {@link equalValues}: truth values, numbers by size, symbols by text, tuples and lists
 * lexicographically (a prefix first), then sets, tables and distributions by their keys.
 *
 * @example compareValues("apple", "pear") // negative
 * @throws RangeError as {@link valueKey}.
 */
export function compareValues(a: Value, b: Value): number {
  return compareAt(a, b, 0);
}

/**
 * The value in the syntax of a spec: `3/4`, `apple`, `(1, 2)`, `{1: 1/3, 2: 2/3}`, `normal(0, 1)`.
 *
 * @throws RangeError as {@link valueKey}.
 */
export function formatValue(value: Value): string {
  return bounded(formatAt(value, 0));
}

function keyAt(value: Value, depth: number): string {
  guard(depth);
  if (value instanceof Rational) return canonical(value).toString();
  if (typeof value === "boolean") return value ? "#t" : "#f";
  if (typeof value === "string") return JSON.stringify(value);
  switch (value.kind) {
    case "tuple":
      return `(${keysOf(value.entries, depth).join(",")})`;
    case "list":
      return `[${keysOf(value.entries, depth).join(",")}]`;
    case "set":
      return `{${keysOf(value.entries, depth).sort().join(",")}}`;
    case "table":
      return `{:${bounded(
        value.entries
          .map((e) => `${keyAt(e.key, depth + 1)}:${keyAt(e.value, depth + 1)}`)
          .sort()
          .join(","),
      )}}`;
    case "pmf":
      return `~{${bounded(
        value.outcomes
          .map((o) => `${keyAt(o.value, depth + 1)}:${keyAt(o.probability, depth + 1)}`)
          .sort()
          .join(","),
      )}}`;
    case "continuous":
      return `~${JSON.stringify(value.name)}(${keysOf(value.parameters, depth).join(",")})`;
  }
}

function keysOf(entries: readonly Value[], depth: number): string[] {
  let length = 0;
  return entries.map((entry) => {
    const key = keyAt(entry, depth + 1);
    length += key.length;
    if (length > maximalLength) throw new RangeError("a value is too large to be compared");
    return key;
  });
}

function formatAt(value: Value, depth: number): string {
  guard(depth);
  const each = (entries: readonly Value[]): string => bounded(entries.map((entry) => formatAt(entry, depth + 1)).join(", "));
  if (value instanceof Rational || typeof value === "boolean") return value.toString();
  if (typeof value === "string") return /^[A-Za-z_]\w*$/.test(value) ? value : JSON.stringify(value);
  switch (value.kind) {
    case "tuple":
      return `(${each(value.entries)})`;
    case "list":
      return `[${each(value.entries)}]`;
    case "set":
      return `{${each(value.entries)}}`;
    case "table":
      return `{${bounded(value.entries.map((e) => `${formatAt(e.key, depth + 1)}: ${formatAt(e.value, depth + 1)}`).join(", "))}}`;
    case "pmf":
      return `{${bounded(value.outcomes.map((o) => `${formatAt(o.value, depth + 1)}: ${formatAt(o.probability, depth + 1)}`).join(", "))}}`;
    case "continuous":
      return `${value.name}(${each(value.parameters)})`;
  }
}

function compareAt(a: Value, b: Value, depth: number): number {
  guard(depth);
  if (a === b) return 0;
  if (a instanceof Rational && b instanceof Rational) return compareNumbers(a, b);
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : 1;
  const kinds = kindRank(a) - kindRank(b);
  if (kinds !== 0) return kinds;
  if (isSequence(a) && isSequence(b)) {
    for (let i = 0; i < a.entries.length && i < b.entries.length; i++) {
      const order = compareAt(a.entries[i] as Value, b.entries[i] as Value, depth + 1);
      if (order !== 0) return order;
    }
    return a.entries.length - b.entries.length;
  }
  const x = keyAt(a, depth);
  const y = keyAt(b, depth);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Rounding to a double is monotone, so comparing canonical numbers never contradicts comparing the floats. */
function compareNumbers(a: Rational, b: Rational): number {
  const x = canonical(a);
  const y = canonical(b);
  if (Number.isNaN(x.n) || Number.isNaN(y.n)) return Number(Number.isNaN(x.n)) - Number(Number.isNaN(y.n));
  if (x.inexact && y.inexact) return Math.sign(Number(x.n)) - Math.sign(Number(y.n));
  if (x.inexact || y.inexact) return x.inexact ? Math.sign(Number(x.n)) : -Math.sign(Number(y.n));
  return x.compare(y);
}

/** The exact number that stands for an inexact one; infinities and NaN stay as they are. */
function canonical(value: Rational): Rational {
  if (!value.inexact || !Number.isFinite(value.n as number)) return value;
  return Rational.parse(String(value.n)) ?? value;
}

function isSequence(value: Value): value is Extract<Value, { readonly kind: "tuple" | "list" }> {
  return typeof value === "object" && "kind" in value && (value.kind === "tuple" || value.kind === "list");
}

function kindRank(value: Value): number {
  if (typeof value === "boolean") return 0;
  if (value instanceof Rational) return 1;
  if (typeof value === "string") return 2;
  return 3 + ["tuple", "list", "set", "table", "pmf", "continuous"].indexOf(value.kind);
}

function guard(depth: number): void {
  if (depth > maximalDepth) throw new RangeError("a value is nested too deeply");
}

function bounded(text: string): string {
  if (text.length > maximalLength) throw new RangeError("a value is too large to be compared");
  return text;
}
