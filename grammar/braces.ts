/** `{a, b}` or `{ key: value }`, told apart by the colons. */
import type { Expression, TableEntry } from "./ast.ts";
import { FaultError } from "./faults.ts";
import { cover } from "./span.ts";

export interface Entry {
  readonly first: Expression;
  readonly value?: Expression;
}

/** A table if the entries have colons, a set if they have none; a mixture is a fault at the first odd one. */
export function toBraces(entries: readonly Entry[], span: Expression["span"]): Expression {
  const isTable = entries[0]?.value !== undefined;
  const odd = entries.find((entry) => (entry.value !== undefined) !== isTable);
  if (odd !== undefined) throw new FaultError("mixed-braces", odd.first.span);
  if (!isTable) return { kind: "set", entries: entries.map((entry) => entry.first), span };
  const table: TableEntry[] = [];
  for (const { first, value } of entries) if (value !== undefined) table.push({ key: first, value, span: cover(first.span, value.span) });
  return { kind: "table", entries: table, span };
}
