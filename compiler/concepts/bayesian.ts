import { RowParts, type Concept } from "./concept.ts";

/** Bayesian incentive compatibility: truth is a best reply on average over what the agent does not know. */
export const bayesian: Concept = {
  kind: "incentives",
  name: "bayesian",
  summary: "Telling the truth maximises the expected payoff, given what the agent knows and that the others tell the truth.",
  formula: "E[u_i(m(t)) | t_i] >= E[u_i(m(r, t_-i)) | t_i]   for all i, t_i, r",
  rows(context) {
    const parts = new RowParts(context);
    const truth = parts.expectation(parts.payoff(), parts.own());
    const lie = parts.expectation(parts.reports(parts.payoff(), [{ others: false, what: "report" }]), parts.own());
    return [
      parts.row("incentives", [parts.agentBinder(), parts.messageBinder("report", false)], truth, lie, `${context.agents.name} {${parts.agent}} who knows {knows} does not gain by reporting {report}`),
    ];
  },
};
