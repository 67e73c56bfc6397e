import { diagnostic, type Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { AgentSet } from "../../model/model.generated.ts";
import { conceptFix } from "../concept-fix.ts";
import { informedAgents, isSingleton } from "../information.ts";
import type { LintContext, Rule } from "../rule.ts";

/** A level of participation whose rows are those of a weaker level, because nobody knows what they condition on. */
export const strongParticipation: Rule = {
  name: "strong-participation",
  check: (context) => {
    const { model } = context;
    return model.agents.flatMap((set): Diagnostic[] => {
      const { participation } = set;
      const weaker = participation && weakerLevel(context, set, participation.concept);
      if (!participation || !weaker || participation.span.end === 0) return [];
      return [
        diagnostic("strong-participation", {
          span: participation.span,
          text: `\`participation ${participation.concept}\` asks no more of \`${set.name}\` than \`${weaker.level}\`: ${weaker.reason}.`,
          hint: `Write \`participation ${weaker.level}\`.`,
          ...conceptFix(context, participation.span, weaker.level),
        }),
      ];
    });
  },
};

/** The weakest level with the same rows. */
function weakerLevel(context: LintContext, set: AgentSet, level: string): { readonly level: string; readonly reason: string } | undefined {
  if (level !== "interim" && level !== "ex_post") return undefined;
  const own = informedAgents(context, set);
  if (own.publicSignal) return undefined;
  const others = context.model.agents.some((each) => each.name !== set.name && informedAgents(context, each).agents.size > 0);
  if (own.agents.size === 0 && (level === "interim" || !others)) return { level: "ex_ante", reason: level === "interim" ? "its members know nothing" : "nobody knows anything" };
  if (level === "ex_post" && !others && isSingleton(context, set)) return { level: "interim", reason: "nobody else knows anything" };
  return undefined;
}
