/** Params with the values in force. */
import type * as ast from "../../../grammar/ast.ts";
import { formatValue } from "../../evaluate/keys.ts";
import { fromDatum } from "../../model/datum.ts";
import type { Datum, Model } from "../../model/model.generated.ts";
import type { Edit } from "./edits.ts";
import { childrenOf } from "./walk.ts";

/**
 * Writes the value of a param that was overridden, or computed from something else. A literal stays as it was written
 * (`0.05` does not become `1/20`), and so does what has no exact literal: a float, or a distribution.
 */
export function paramEdits(file: ast.SourceFile, model: Model): readonly Edit[] {
  return file.items.flatMap((item): Edit[] => {
    if (item.kind !== "param") return [];
    const param = model.params.find((each) => each.name === item.head.name.text);
    if (!param || !(param.overridden || (item.value && isComputed(item.value)))) return [];
    const text = literalOf(param.value, item.head.indices.length);
    if (text === undefined) return [];
    if (item.value) return [{ span: item.value.span, text }];
    return [{ span: { start: item.span.end, end: item.span.end }, text: ` = ${text}` }];
  });
}

function isComputed(node: ast.Expression): boolean {
  if (node.kind === "reference" || node.kind === "call") return true;
  return childrenOf(node).some((child) => isComputed(child.node));
}

/** Undefined when no literal has exactly this value. */
function literalOf(value: Datum, depth: number): string | undefined {
  const shaped = depth > 0 ? nested(value, depth) : value;
  if (shaped === undefined || !isPlain(shaped)) return undefined;
  return formatValue(fromDatum(shaped));
}

/** A param with indices is a table by element; it is read as lists along its index sets, in their order. */
function nested(value: Datum, depth: number): Datum | undefined {
  if (typeof value !== "object" || !("table" in value)) return undefined;
  return lists(value.table.map((entry) => ({ key: depth === 1 ? [entry.key] : tupleOf(entry.key), value: entry.value })), 0, depth);
}

function tupleOf(key: Datum): readonly Datum[] {
  return typeof key === "object" && "tuple" in key ? key.tuple : [key];
}

function lists(entries: readonly { readonly key: readonly Datum[]; readonly value: Datum }[], level: number, depth: number): Datum {
  if (level === depth) return entries[0]?.value ?? { list: [] };
  const groups = new Map<string, { key: readonly Datum[]; value: Datum }[]>();
  for (const entry of entries) {
    const text = JSON.stringify(entry.key[level]);
    groups.set(text, [...(groups.get(text) ?? []), entry]);
  }
  return { list: [...groups.values()].map((group) => lists(group, level + 1, depth)) };
}

function isPlain(value: Datum): boolean {
  if (typeof value !== "object") return true;
  if ("tuple" in value) return value.tuple.every(isPlain);
  if ("list" in value) return value.list.every(isPlain);
  if ("set" in value) return value.set.every(isPlain);
  if ("table" in value) return value.table.every((entry) => isPlain(entry.key) && isPlain(entry.value));
  return "symbol" in value;
}
