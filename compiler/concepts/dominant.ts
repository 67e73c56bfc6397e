import { RowParts, type Concept } from "./concept.ts";

/**
 * Dominant strategies: truth is a best reply to every profile of messages of the others. With private values the true
 * types of the others do not matter, so the rows are conditioned on the agent's own information only.
 */
export const dominant: Concept = {
  kind: "incentives",
  name: "dominant",
  summary: "Telling the truth maximises the payoff whatever the others report.",
  formula: "u_i(m(t_i, z)) >= u_i(m(r, z))   for all i, t, r, z",
  rows(context) {
    const parts = new RowParts(context);
    const given = context.privateValues ? parts.own() : parts.everybody();
    const truth = parts.expectation(parts.reports(parts.payoff(), [{ others: true, what: "rivals" }]), given);
    const lie = parts.expectation(
      parts.reports(parts.payoff(), [
        { others: true, what: "rivals" },
        { others: false, what: "report" },
      ]),
      given,
    );
    return [
      parts.row(
        "incentives",
        [parts.agentBinder(), parts.messageBinder("report", false), parts.messageBinder("rivals", true)],
        truth,
        lie,
        `${context.agents.name} {${parts.agent}} who knows {knows} does not gain by reporting {report} when the others report {rivals}`,
      ),
    ];
  },
};
