/**
 * Values of the checker. A number is an affine form in the chosen outcomes, so evaluating a row once gives its coefficients and,
 * at given outcomes, its size.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import type { Datum } from "../../../compiler/model/model.generated.ts";
import { refuse } from "./refusal.ts";

/** `constant + sum_k terms[k] x[k]`, where k is the {@link place} of a chosen outcome. */
export interface Affine {
  readonly constant: Rational;
  readonly terms: ReadonlyMap<string, Rational>;
}
export interface Many {
  readonly form: "tuple" | "list" | "set";
  readonly entries: readonly Value[];
}
export interface Table {
  readonly table: readonly { readonly key: Value; readonly value: Value }[];
}
/** Text stands for a symbol. A distribution is the table of its probabilities. */
export type Value = Affine | boolean | string | Many | Table;

const noTerms: ReadonlyMap<string, Rational> = new Map();
export const known = (constant: Rational): Affine => ({ constant, terms: noTerms });
export const zero = known(Rational.zero);
export const plus = (a: Affine, b: Affine, factor = Rational.one): Affine => {
  const constant = a.constant.add(b.constant.mul(factor));
  if (b.terms.size === 0) return { constant, terms: a.terms };
  const terms = new Map(a.terms);
  for (const [key, coefficient] of b.terms) terms.set(key, (terms.get(key) ?? Rational.zero).add(coefficient.mul(factor)));
  return { constant, terms };
};
export const affine = (value: Value): Affine => (typeof value === "object" && "constant" in value ? value : refuse(`${text(value)} is not a number`));
export const scalar = (value: Value): Rational => (affine(value).terms.size === 0 ? affine(value).constant : refuse("what is chosen enters nonlinearly"));
export const entries = (value: Value): readonly Value[] =>
  typeof value === "object" && "form" in value ? value.entries : refuse(`${text(value)} has no entries`);
export const tuple = (parts: readonly Value[]): Value => (parts.length === 1 ? (parts[0] as Value) : { form: "tuple", entries: parts });
/** Sets are equal whatever the order of their entries. */
export const same = (a: Value, b: Value): boolean => text(a, true) === text(b, true);
export const distinct = (values: readonly Value[]): Many => ({
  form: "set",
  entries: [...new Map([...values].reverse().map((each) => [text(each, true), each])).values()].reverse(),
});
/** Every way to take one entry of each list, the last running fastest. */
export const product = <T>(lists: readonly (readonly T[])[]): T[][] =>
  lists.reduce<T[][]>((rows, list) => rows.flatMap((row) => list.map((each) => [...row, each])), [[]]);

/** Name of an outcome at a message profile, e.g. `["win",["1"],["1","2"]]`. */
export const place = (of: string, index: readonly string[], at: readonly string[]): string => JSON.stringify([of, index, at]);
export const named = (name: string, index: readonly string[]): string => (index.length > 0 ? `${name}[${index.join(", ")}]` : name);
export const texts = (index: readonly Datum[]): string[] => index.map((each) => text(valueOf(each)));

export function valueOf(datum: Datum): Value {
  if (typeof datum === "boolean") return datum;
  if (typeof datum === "string") return known(Rational.parse(datum) ?? refuse(`${datum} is not a number`));
  if ("float" in datum) return known(Rational.float(datum.float));
  if ("symbol" in datum) return datum.symbol;
  for (const form of ["tuple", "list", "set"] as const) if (form in datum) return { form, entries: (datum as Record<typeof form, Datum[]>)[form].map(valueOf) };
  if ("table" in datum) return { table: datum.table.map((entry) => ({ key: valueOf(entry.key), value: valueOf(entry.value) })) };
  if ("pmf" in datum) return { table: datum.pmf.map((entry) => ({ key: valueOf(entry.value), value: valueOf(entry.probability) })) };
  return refuse("the checker knows no continuous distributions");
}

/** A value as a spec would write it; with `sorted`, a text that equal sets share. */
export function text(value: Value, sorted = false): string {
  if (typeof value === "string") return /^[A-Za-z_]\w*$/.test(value) ? value : JSON.stringify(value);
  if (typeof value === "boolean") return String(value);
  if ("constant" in value) return value.terms.size === 0 ? value.constant.toString() : refuse("a chosen value cannot decide which case applies");
  if ("table" in value) return `{${value.table.map((each) => `${text(each.key, sorted)}: ${text(each.value, sorted)}`).join(", ")}}`;
  const parts = value.entries.map((each) => text(each, sorted));
  if (sorted && value.form === "set") parts.sort();
  const [open, close] = value.form === "tuple" ? "()" : value.form === "list" ? "[]" : "{}";
  return `${open}${parts.join(", ")}${close}`;
}

/** The value as a Model writes it. @throws Refusal for what is not a value of a random variable */
export function datumOf(value: Value): Datum {
  if (typeof value === "boolean") return value;
  if (typeof value === "string") return { symbol: value };
  if ("constant" in value) return scalar(value).inexact ? { float: scalar(value).toNumber() } : scalar(value).toString();
  if ("table" in value) return refuse("a table is not a value of a random variable");
  const parts = value.entries.map(datumOf);
  return value.form === "tuple" ? { tuple: parts } : value.form === "list" ? { list: parts } : { set: parts };
}
