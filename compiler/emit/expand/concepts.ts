/** `incentives` and `participation` lines as the rows that they stand for. */
import type { ConceptDeclaration, SourceFile } from "../../../grammar/ast.ts";
import { findConcept } from "../../concepts/registry.ts";
import type { AgentSet, Definition, Model } from "../../model/model.generated.ts";
import { unparseRow } from "../unparse.ts";
import { commentsWithin, type Edit } from "./edits.ts";

const kinds = ["incentives", "participation"] as const;
type Kind = (typeof kinds)[number];

/**
 * Replaces every concept of the file by its rows; concepts that came from outside are added at the end.
 *
 * @param asRows false to write the concepts in force as concepts
 */
export function conceptEdits(file: SourceFile, model: Model, asRows: boolean): readonly Edit[] {
  const edits: Edit[] = [];
  const written = new Set<string>();
  for (const item of file.items) {
    if (item.kind !== "incentives" && item.kind !== "participation") continue;
    const { kind } = item;
    const lines = model.agents.filter((set) => declaredBy(set, item)).flatMap((set) => {
      written.add(`${kind} ${set.name}`);
      return linesOf(model, set, kind, asRows);
    });
    edits.push({ span: item.span, text: commentsWithin(file, item.span) + lines.join("\n") });
  }
  const added = model.agents.flatMap((set) => kinds.flatMap((kind) => (set[kind] && !written.has(`${kind} ${set.name}`) ? linesOf(model, set, kind, asRows) : [])));
  if (added.length > 0) edits.push({ span: { start: file.span.end, end: file.span.end }, text: `\n${added.join("\n")}\n` });
  return edits;
}

function declaredBy(set: AgentSet, item: ConceptDeclaration): boolean {
  const declared = set[item.kind];
  return declared !== undefined && declared.span.start === item.span.start && declared.span.end === item.span.end;
}

/**
 * The rows of a concept for one agent set; a comment when it has none. It stays when only a program knows its rows, or
 * when the outside option in them has no text of its own.
 */
function linesOf(model: Model, set: AgentSet, kind: Kind, asRows: boolean): readonly string[] {
  const concept = set[kind]?.concept ?? "none";
  const known = findConcept(kind, concept);
  if (known?.pending !== undefined || !asRows) return [`${kind} ${concept} for ${set.name}`];
  const outsides = new Map<string, Definition>(model.agents.flatMap((each) => (each.outside ? [[each.name, each.outside] as const] : [])));
  const rows = model.rows.filter((row) => row.source === kind && row.agentSet === set.name);
  if (rows.length === 0) return [`// ${kind} ${concept} for ${set.name}: ${known?.summary ?? "no rows"}`];
  try {
    return [`// ${kind} ${concept} for ${set.name}: ${known?.summary ?? ""}`, ...rows.map((row) => unparseRow(row, outsides))];
  } catch (error) {
    if (error instanceof RangeError) return [`${kind} ${concept} for ${set.name}`];
    throw error;
  }
}
