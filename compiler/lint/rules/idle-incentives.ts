import { diagnostic, type Diagnostic } from "../../diagnostics/diagnostic.ts";
import { childrenOf } from "../../model/children.ts";
import type { AgentSet, Expr, Model } from "../../model/model.generated.ts";
import { conceptFix } from "../concept-fix.ts";
import { hasChoiceOfMessage, informedAgents, isSingleton } from "../information.ts";
import type { LintContext, Rule } from "../rule.ts";

/**
 * Incentives that no mechanism can violate: there is nothing else to report, or reports change nothing. And concepts that
 * are stronger by name only: with one informed agent the rows of `dominant` and `ex_post` are those of `bayesian`.
 */
export const idleIncentives: Rule = {
  name: "idle-incentives",
  check: (context) => {
    const { model } = context;
    return model.agents.flatMap((set): Diagnostic[] => {
      const { incentives } = set;
      if (!incentives || incentives.concept === "none" || incentives.span.end === 0) return [];
      const reason = whyIdle(context, set);
      if (reason !== undefined) {
        const fix = conceptFix(context, incentives.span, undefined);
        return [diagnostic("idle-incentives", { span: incentives.span, text: `\`incentives ${incentives.concept}\` cannot bind for \`${set.name}\`: ${reason}.`, hint: "Remove it, or give the agents something to misreport.", ...fix })];
      }
      if ((incentives.concept === "dominant" || incentives.concept === "ex_post") && isAlone(context, set)) {
        const fix = conceptFix(context, incentives.span, "bayesian");
        return [diagnostic("idle-incentives", { span: incentives.span, text: `\`incentives ${incentives.concept}\` asks no more than \`bayesian\`: nobody but \`${set.name}\` has anything to report, and there is only one.`, hint: "Write `incentives bayesian`.", ...fix })];
      }
      return [];
    });
  },
};

function whyIdle(context: LintContext, set: AgentSet): string | undefined {
  const { model } = context;
  if (!hasChoiceOfMessage(context, set)) return model.direct ? "its members know nothing that they could misreport" : "its members have one message at most";
  const read = reportsRead(model, set);
  return read ? undefined : model.direct ? "no rule reads what they report" : "nothing reads what they send";
}

/** One agent with private information, and all others without: conditioning on everybody's information is conditioning on hers. */
function isAlone(context: LintContext, set: AgentSet): boolean {
  const others = context.model.agents.filter((each) => each.name !== set.name);
  return context.model.direct && isSingleton(context, set) && !informedAgents(context, set).publicSignal && others.every((each) => informedAgents(context, each).agents.size === 0);
}

/** Whether a report can change an outcome or a payoff: some outcome is chosen, or something mentions the reports. */
function reportsRead(model: Model, set: AgentSet): boolean {
  if (model.outcomes.some((outcome) => !outcome.rule)) return true;
  const mentions = (expr: Expr): boolean => {
    if (expr.kind === "message") return model.messages.some((message) => message.name === expr.of && message.senders.some((sender) => sender.set === set.name));
    if (expr.kind === "component" && expr.view === "reported") return model.variables.some((variable) => variable.name === expr.of && variable.observers.some((observer) => observer.set === set.name));
    if (expr.kind === "messages") return true;
    return childrenOf(expr).some(mentions);
  };
  return [...model.outcomes.flatMap((outcome) => (outcome.rule ? [outcome.rule.value] : [])), ...model.definitions.map((each) => each.value), ...model.agents.flatMap((each) => (each.payoff ? [each.payoff.value] : []))].some(mentions);
}
