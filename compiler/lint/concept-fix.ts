/** Quick fixes of `incentives` and `participation` lines. */
import type { Span } from "../../grammar/span.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { removal } from "./removal.ts";
import type { LintContext } from "./rule.ts";

/**
 * The fix that writes another concept, or removes the line. There is none where the line speaks for several agent sets, of
 * which only some may be concerned, or where the concept comes from the command line.
 *
 * @param span of the declaration, as the model keeps it
 */
export function conceptFix({ source, file, model }: LintContext, span: Span, concept: string | undefined): Pick<Diagnostic, "fix"> {
  const item = file.items.find((each) => (each.kind === "incentives" || each.kind === "participation") && each.span.start === span.start && each.span.end === span.end);
  if (!item || (item.kind !== "incentives" && item.kind !== "participation")) return {};
  const concerned = model.agents.filter((set) => set[item.kind]?.span.start === span.start);
  if (concerned.length !== 1 || concerned[0]?.[item.kind]?.concept !== item.concept.text) return {};
  if (concept === undefined) return { fix: { title: `Remove \`${item.kind} ${item.concept.text}\``, edits: [removal(source, span)] } };
  return { fix: { title: `Write \`${item.kind} ${concept}\``, edits: [{ span: item.concept.span, newText: concept }] } };
}
