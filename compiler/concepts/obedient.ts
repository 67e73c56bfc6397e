import { RowParts, type Concept } from "./concept.ts";

/**
 * Obedience: following the recommended message is a best reply. What the agent knows holds her types, her signals and the
 * recommendation, which is one of her signals where information is chosen; so a law with these rows is a Bayes correlated
 * equilibrium (Bergemann and Morris 2016, Definition 1). Where the strategy is given, the rows say that it is a best reply.
 */
export const obedient: Concept = {
  kind: "incentives",
  name: "obedient",
  summary: "Following the recommended message is a best reply given the recommendation (Bayes correlated equilibrium).",
  formula: "E[u_i(m) | t_i, m_i] >= E[u_i(r, m_-i) | t_i, m_i]   for all i, t_i, m_i, r",
  rows(context) {
    const parts = new RowParts(context);
    const obeying = parts.expectation(parts.payoff(), parts.own());
    const deviating = parts.expectation(parts.reports(parts.payoff(), [{ others: false, what: "report" }]), parts.own());
    return [
      parts.row(
        "incentives",
        [parts.agentBinder(), parts.messageBinder("report", false)],
        obeying,
        deviating,
        `${context.agents.name} {${parts.agent}} who knows {knows} does not gain by sending {report}`,
      ),
    ];
  },
};
