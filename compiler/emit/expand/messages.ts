/** A direct mechanism has no `message` lines: what is reported is said in a comment. */
import type { SourceFile } from "../../../grammar/ast.ts";
import type { Model } from "../../model/model.generated.ts";
import type { Edit } from "./edits.ts";

/** The comment at the head of the mechanism; none for declared messages, or where it stands already. */
export function messageEdits(file: SourceFile, model: Model): readonly Edit[] {
  const block = file.items.find((item) => item.kind === "mechanism");
  if (!block || !model.direct) return [];
  const lines = model.agents.flatMap((set) => {
    const observed = model.variables.filter((variable) => variable.audience === "agent" && variable.observers.some((observer) => observer.set === set.name));
    if (observed.length === 0) return [];
    return [`// Messages: each ${set.name} reports ${observed.map(({ name, indices }) => `${name}[${indices.map((index) => index.name).join(", ")}]`).join(" and ")} (a direct mechanism).`];
  });
  const missing = lines.filter((line) => !file.comments.some((comment) => comment.text.trim() === line));
  if (missing.length === 0) return [];
  const at = block.span.start;
  return [{ span: { start: at, end: at }, text: `${missing.join("\n")}\n` }];
}
