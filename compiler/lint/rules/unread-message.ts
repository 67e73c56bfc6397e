import { diagnostic, type Diagnostic } from "../../diagnostics/diagnostic.ts";
import { childrenOf } from "../../model/children.ts";
import type { Expr } from "../../model/model.generated.ts";
import { expressionsOf } from "../expressions.ts";
import type { Rule } from "../rule.ts";

/** A message that changes nothing. A chosen outcome depends on all messages, so then none is unread. */
export const unreadMessage: Rule = {
  name: "unread-message",
  check: ({ model }) => {
    if (model.direct || model.outcomes.some((outcome) => !outcome.rule)) return [];
    const read = new Set<string>();
    let everything = false;
    const visit = (expr: Expr): void => {
      if (expr.kind === "message") read.add(expr.of);
      if (expr.kind === "messages") everything = true;
      childrenOf(expr).forEach(visit);
    };
    expressionsOf(model).forEach(visit);
    if (everything) return [];
    return model.messages.flatMap((message): Diagnostic[] =>
      read.has(message.name)
        ? []
        : [diagnostic("unread-message", { span: message.span, text: `No rule and no payoff reads \`${message.name}\`, so it does not matter what is sent.`, hint: "Let a rule depend on it, or drop the message." })],
    );
  },
};
