/**
 * What a parameter runs through in a sweep, read from the command line: one value, a range with an exact step, or
 * alternatives in braces. Numbers are rationals, so `0.05..0.3:0.05` ends in 3/10 and not next to it.
 */
import { valueKey } from "../../compiler/evaluate/keys.ts";
import type { Value } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";

/** A sweep that cannot be carried out as written; becomes exit code 2 on the command line. */
export class SweepError extends Error {
  override readonly name = "SweepError";

  constructor(
    message: string,
    readonly kind: "range" | "size" = "range",
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** A parameter and the values it takes, in order, without repeats. */
export interface Axis {
  readonly name: string;
  readonly values: readonly Value[];
}

const rangeHint = "write from..to or from..to:step, for example 1..4 or 0.05..0.3:0.05";

/**
 * Reads the right side of `--set name=...`:
 *
 * - `1..4` and `0.05..0.3:0.05`: from the first bound in steps (1 without a step) as long as the second is not passed;
 *   a negative step counts down;
 * - `{1, 2, 5..7}`: alternatives, which may be ranges, lists (`{[1, 2], [3, 4]}`) or words (`{bayesian, dominant}`);
 * - anything else: one value, as `--set` takes it everywhere.
 *
 * @param read reads one value; its errors pass through
 * @param limit most values that an axis may have; counted before any is made
 * @throws SweepError for an open or empty range, a step of zero, a bound that is no number, a repeated value, too many values
 * @example parseAxis("n", "{1, 4..6}", read, 100).values // 1, 4, 5, 6
 */
export function parseAxis(name: string, text: string, read: (text: string) => Value, limit: number): Axis {
  const trimmed = text.trim();
  const parts = trimmed.startsWith("{") ? alternatives(name, trimmed) : [trimmed];
  const values: Value[] = [];
  const seen = new Set<string>();
  for (const part of parts) {
    for (const value of valuesOf(name, part, read, limit - values.length)) {
      const key = valueKey(value);
      if (seen.has(key)) throw new SweepError(`--set ${name}=${short(text)}: \`${short(part)}\` repeats a value`, "range", "every point of a sweep is computed once");
      seen.add(key);
      values.push(value);
    }
  }
  return { name, values };
}

/** The parts between the braces, split at commas that are outside brackets and quotes. */
function alternatives(name: string, text: string): string[] {
  const parts: string[] = [];
  let start = 1;
  for (const { at, character, depth } of outsideQuotes(text)) {
    if (character === "," && depth === 1) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    } else if (character === "}" && depth === 0) {
      if (at !== text.length - 1) throw new SweepError(`--set ${name}=${short(text)}: unexpected \`${short(text.slice(at + 1))}\` behind the braces`);
      parts.push(text.slice(start, at).trim());
      if (parts.some((part) => part === "")) throw new SweepError(`--set ${name}=${short(text)}: an alternative is missing`, "range", "write {1, 2, 5}");
      return parts;
    }
  }
  throw new SweepError(`--set ${name}=${short(text)}: the braces are not closed`, "range", "write {1, 2, 5}; quote it for the shell");
}

/** Characters that are not inside a quoted string, with the number of brackets and braces open behind them. */
function* outsideQuotes(text: string): Generator<{ readonly at: number; readonly character: string; readonly depth: number }> {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quoted) {
      if (character === "\\") at++;
      else if (character === '"') quoted = false;
      continue;
    }
    if (character === '"') quoted = true;
    else if (character === "[" || character === "{") depth++;
    else if (character === "]" || character === "}") depth--;
    yield { at, character, depth };
  }
}

function valuesOf(name: string, text: string, read: (text: string) => Value, limit: number): Value[] {
  const split = dots(text);
  if (split === undefined) return [read(text)];
  const shown = `--set ${name}=${short(text)}`;
  const colon = text.indexOf(":", split + 2);
  const [from, to, step] = [text.slice(0, split), text.slice(split + 2, colon < 0 ? undefined : colon), colon < 0 ? "1" : text.slice(colon + 1)].map((part) => part.trim());
  if (from === "" || to === "") throw new SweepError(`${shown}: the range has no ${from === "" ? "first" : "last"} value`, "range", rangeHint);
  const [first, last, width] = [from, to, step].map((part) => {
    const number = Rational.parse(part ?? "");
    if (number === undefined) throw new SweepError(`${shown}: \`${short(part ?? "")}\` is not a number`, "range", rangeHint);
    return number;
  }) as [Rational, Rational, Rational];
  if (width.isZero()) throw new SweepError(`${shown}: the step is zero`, "range", rangeHint);
  const steps = last.sub(first).div(width);
  if (steps.sign() < 0) {
    throw new SweepError(`${shown}: the range is empty`, "range", width.sign() > 0 ? `a range that counts down has a negative step: ${from}..${to}:-${step}` : rangeHint);
  }
  const count = steps.numerator() / steps.denominator() + 1n;
  if (count > BigInt(limit)) throw new SweepError(`${shown}: the range has ${count.toLocaleString("en")} values; the sweep may have at most ${limit.toLocaleString("en")}`, "size", "take a wider step, or raise --points");
  return Array.from({ length: Number(count) }, (_, k) => first.add(width.mul(Rational.integer(k))));
}

/** Where `..` stands outside quotes and brackets; undefined if nowhere. */
function dots(text: string): number | undefined {
  for (const { at, character, depth } of outsideQuotes(text)) if (character === "." && depth === 0 && text.charAt(at + 1) === ".") return at;
  return undefined;
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/**
 * A value in the notation of `--set`: reading the text gives the value back.
 *
 * @throws TypeError for values that the command line cannot give (tables, sets, distributions)
 * @example valueText(list of 1/2 and apple) // "[1/2, apple]"
 */
export function valueText(value: Value): string {
  if (value instanceof Rational || typeof value === "boolean") return value.toString();
  if (typeof value === "string") return /^[A-Za-z_]\w*$/.test(value) && value !== "true" && value !== "false" ? value : JSON.stringify(value);
  if (value.kind === "list") return `[${value.entries.map(valueText).join(", ")}]`;
  throw new TypeError(`a ${value.kind} cannot be given on the command line`);
}
