/** Numbers on axes and in legends: fractions where that is natural, decimals otherwise. */
import type { Rational } from "../../compiler/exact/rational.ts";
import type { Tick } from "./figure.ts";

/** Up to here a fraction is read at a glance: 3/8, 11/12. */
const readableDenominator = 12;
const mostTicks = 11;

/**
 * A number in few characters: the fraction if it is short, else about five digits.
 *
 * @example numberText(0.625, "5/8") // "5/8"
 */
export function numberText(value: number, exact?: string): string {
  return exact !== undefined && exact.length <= 7 ? exact : String(Number(value.toPrecision(5)));
}

/**
 * Ticks at exactly the given numbers, if they are few and all are integers, simple fractions or short decimals; one
 * notation for the whole axis. Undefined where round decimals serve better.
 *
 * @example ticksAt([1/3, 2/3, 1]) // 1/3, 2/3, 1
 */
export function ticksAt(numbers: readonly Rational[]): readonly Tick[] | undefined {
  if (numbers.some((each) => each.inexact)) return undefined;
  const sorted = [...numbers].sort((a, b) => a.compare(b)).filter((each, k, all) => k === 0 || !each.equals(all[k - 1] as Rational));
  if (sorted.length < 2 || sorted.length > mostTicks) return undefined;
  if (sorted.every((each) => each.denominator() <= BigInt(readableDenominator))) return sorted.map((each) => ({ at: each.toNumber(), text: each.toString() }));
  const decimals = sorted.map((each) => String(each.toNumber()));
  return decimals.every((text) => text.length <= 6) ? sorted.map((each, k) => ({ at: each.toNumber(), text: decimals[k] ?? "" })) : undefined;
}

/** The least and the greatest of some numbers, widened by a twentieth on both sides; around a single number by one. */
export function spanOf(numbers: readonly number[]): { readonly from: number; readonly to: number } {
  const finite = numbers.filter(Number.isFinite);
  const low = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const high = finite.reduce((a, b) => Math.max(a, b), -Infinity);
  if (!(low <= high)) return { from: 0, to: 1 };
  const margin = low === high ? 1 : (high - low) / 20;
  return { from: low - margin, to: high + margin };
}
