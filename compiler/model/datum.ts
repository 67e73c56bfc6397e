/** Between the JSON form of a value ({@link Datum}, in the Model IR) and the value itself. */
import { Rational } from "../exact/rational.ts";
import type { Value } from "../evaluate/value.ts";
import type { Datum } from "./model.generated.ts";

/** @example toDatum(Rational.of(3, 5)) // "3/5" */
export function toDatum(value: Value): Datum {
  if (value instanceof Rational) return value.inexact ? { float: value.toNumber() } : value.toString();
  if (typeof value === "boolean") return value;
  if (typeof value === "string") return { symbol: value };
  switch (value.kind) {
    case "tuple":
      return { tuple: value.entries.map(toDatum) };
    case "list":
      return { list: value.entries.map(toDatum) };
    case "set":
      return { set: value.entries.map(toDatum) };
    case "table":
      return { table: value.entries.map((entry) => ({ key: toDatum(entry.key), value: toDatum(entry.value) })) };
    case "pmf":
      return { pmf: value.outcomes.map((outcome) => ({ value: toDatum(outcome.value), probability: toDatum(outcome.probability) })) };
    case "continuous":
      return { continuous: value.name, parameters: value.parameters.map(toDatum) };
  }
}

/** The inverse of {@link toDatum}. @throws RangeError on text that is not a fraction (a schema-valid datum has none). */
export function fromDatum(datum: Datum): Value {
  if (typeof datum === "boolean") return datum;
  if (typeof datum === "string") {
    const number = Rational.parse(datum);
    if (!number) throw new RangeError(`not a number: ${datum}`);
    return number;
  }
  if ("float" in datum) return Rational.float(datum.float);
  if ("symbol" in datum) return datum.symbol;
  if ("tuple" in datum) return { kind: "tuple", entries: datum.tuple.map(fromDatum) };
  if ("list" in datum) return { kind: "list", entries: datum.list.map(fromDatum) };
  if ("set" in datum) return { kind: "set", entries: datum.set.map(fromDatum) };
  if ("table" in datum) return { kind: "table", entries: datum.table.map((entry) => ({ key: fromDatum(entry.key), value: fromDatum(entry.value) })) };
  if ("pmf" in datum) return { kind: "pmf", outcomes: datum.pmf.map((outcome) => ({ value: fromDatum(outcome.value), probability: numberFromDatum(outcome.probability) })) };
  return { kind: "continuous", name: datum.continuous, parameters: datum.parameters.map(numberFromDatum) };
}

/** As {@link fromDatum}, for a datum that must be a number. @throws TypeError if it is not. */
export function numberFromDatum(datum: Datum): Rational {
  const value = fromDatum(datum);
  if (!(value instanceof Rational)) throw new TypeError("expected a number");
  return value;
}
