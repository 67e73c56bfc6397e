/** Numbers between the words: sizes of index sets and domains, rows of every construct. */
import type { Range } from "./protocol.ts";
import { InlayHintKind, type InlayHint } from "./protocol.ts";
import { count, sizeLabel } from "./describe.ts";
import { headOf } from "../../compiler/symbols/indexer.ts";
import type { Snapshot } from "./snapshot.ts";
import type { AnyItem } from "../../compiler/symbols/symbols.ts";

/**
 * Hints inside a range. Sizes come from the model of this text, rows from the slow part of the compiler; what is not known
 * yet is left out.
 */
export function inlayHints(snapshot: Snapshot, range?: Range): readonly InlayHint[] {
  const from = range ? snapshot.document.offsetAt(range.start) : 0;
  const to = range ? snapshot.document.offsetAt(range.end) : snapshot.text.length;
  const items = snapshot.parsed.file.items.flatMap((item): AnyItem[] => (item.kind === "mechanism" || item.kind === "information" ? [...item.items] : [item]));
  return items.filter((item) => item.span.start <= to && item.span.end >= from).flatMap((item) => hintsOf(snapshot, item));
}

function hintsOf(snapshot: Snapshot, item: AnyItem): InlayHint[] {
  const { model } = snapshot;
  if (!model) return [];
  const hint = (offset: number, label: string, tooltip: string): InlayHint => ({
    position: snapshot.document.positionAt(offset),
    label,
    tooltip,
    kind: InlayHintKind.Type,
    paddingLeft: true,
  });
  if (item.kind === "set-declaration" || item.kind === "agents") {
    const set = model.sets.find((each) => each.name === item.name.text);
    return set ? [hint(item.name.span.end, `(${set.elements.length.toLocaleString("en")})`, count(set.elements.length, "element"))] : [];
  }
  if (item.kind === "incentives" || item.kind === "participation" || item.kind === "require" || item.kind === "feasible") {
    const rows = snapshot.slow?.size?.families
      .filter((each) => item.span.start <= each.span.start && each.span.end <= item.span.end)
      .reduce((sum, each) => sum + each.rows, 0);
    return rows === undefined || rows === 0 ? [] : [hint(item.span.end, count(rows, "row"), "in the program that this spec compiles to")];
  }
  const head = headOf(item);
  const indices = head && familyIndices(snapshot, head.name.text);
  return head && indices && indices.length > 0 ? [hint(head.span.end, `(${sizeLabel(indices)})`, "members of the family")] : [];
}

function familyIndices({ model }: Snapshot, name: string): Parameters<typeof sizeLabel>[0] | undefined {
  if (!model) return undefined;
  return [...model.variables, ...model.messages, ...model.outcomes, ...model.quantities].find((each) => each.name === name)?.indices;
}
