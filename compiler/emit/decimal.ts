/** Exact numbers as decimal text. */
import type { Rational } from "../exact/rational.ts";

/** Digits beyond which a decimal says no more than the double it is read into. */
const significantDigits = 17;
const safe = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * The decimal expansion of a rational, if it ends within 17 significant digits.
 *
 * @example exactDecimal(Rational.of(-3, 8)) // "-0.375"
 * @example exactDecimal(Rational.of(1, 3)) // undefined
 */
export function exactDecimal(value: Rational): string | undefined {
  const { n, d } = value;
  if (d === 1 && typeof n === "number" && Number.isSafeInteger(n)) return String(n);
  if (value.inexact || typeof n === "bigint" || typeof d === "bigint") return undefined;
  let rest = d;
  let twos = 0;
  let fives = 0;
  for (; rest % 2 === 0; rest /= 2) twos++;
  for (; rest % 5 === 0; rest /= 5) fives++;
  if (rest !== 1) return undefined;
  const places = Math.max(twos, fives);
  const digits = ((BigInt(Math.abs(n)) * 10n ** BigInt(places)) / BigInt(d)).toString();
  if (digits.length > significantDigits || places > significantDigits) return undefined;
  const padded = digits.padStart(places + 1, "0");
  return `${n < 0 ? "-" : ""}${padded.slice(0, -places)}.${padded.slice(-places)}`;
}

/** 17 significant digits: enough to name the nearest double. */
export function roundedDecimal(value: Rational): string {
  return value.toNumber().toPrecision(significantDigits);
}

/**
 * The smallest positive integer that turns all values into integers below 2^53, if there is one.
 *
 * @example integerScale([Rational.of(1, 3), Rational.of(1, 2)]) // 6n
 */
export function integerScale(values: readonly Rational[]): bigint | undefined {
  let scale = 1n;
  for (const value of values) {
    if (value.inexact) return undefined;
    const d = value.denominator();
    scale = (scale / gcd(scale, d)) * d;
    if (scale > safe) return undefined;
  }
  for (const value of values) {
    const scaled = (value.numerator() * scale) / value.denominator();
    if (scaled > safe || scaled < -safe) return undefined;
  }
  return scale;
}

/** How the numbers of one row are written: as they are, all multiplied by an integer, or rounded. */
export type Notation = { readonly kind: "decimal" } | { readonly kind: "scaled"; readonly scale: bigint } | { readonly kind: "rounded" };

const decimal: Notation = { kind: "decimal" };
const rounded: Notation = { kind: "rounded" };

/** The first notation of the three that is exact for all values; rounding if none is. */
export function notationFor(values: readonly Rational[]): Notation {
  if (values.every((value) => exactDecimal(value) !== undefined)) return decimal;
  const scale = integerScale(values);
  return scale === undefined ? rounded : { kind: "scaled", scale };
}

/** A number of a row in the row's notation. */
export function written(value: Rational, notation: Notation): string {
  switch (notation.kind) {
    case "decimal":
      return exactDecimal(value) ?? roundedDecimal(value);
    case "scaled":
      return ((value.numerator() * notation.scale) / value.denominator()).toString();
    case "rounded":
      return exactDecimal(value) ?? roundedDecimal(value);
  }
}

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
