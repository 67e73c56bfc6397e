import { RowParts, type Concept } from "./concept.ts";

/** Ex-post incentive compatibility: truth is a best reply at every profile of types, when the others tell the truth. */
export const exPost: Concept = {
  kind: "incentives",
  name: "ex_post",
  summary: "Telling the truth maximises the payoff at every profile of types, given that the others tell the truth.",
  formula: "u_i(m(t)) >= u_i(m(r, t_-i))   for all i, t, r",
  rows(context) {
    const parts = new RowParts(context);
    const truth = parts.expectation(parts.payoff(), parts.everybody());
    const lie = parts.expectation(parts.reports(parts.payoff(), [{ others: false, what: "report" }]), parts.everybody());
    return [
      parts.row("incentives", [parts.agentBinder(), parts.messageBinder("report", false)], truth, lie, `at types {knows}, ${context.agents.name} {${parts.agent}} does not gain by reporting {report}`),
    ];
  },
};
