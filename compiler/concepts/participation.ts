/** Participation: the four levels at which an agent must be no worse off than outside. */
import type { Given, Row } from "../model/model.generated.ts";
import { RowParts, type Concept, type ConceptContext } from "./concept.ts";

function level(name: string, summary: string, formula: string, given: (parts: RowParts) => Given[], sentence: (context: ConceptContext, agent: string) => string): Concept {
  return {
    kind: "participation",
    name,
    summary,
    formula,
    rows(context): readonly Row[] {
      const parts = new RowParts(context);
      const conditions = given(parts);
      return [parts.row("participation", [parts.agentBinder()], parts.expectation(parts.payoff(), conditions), parts.expectation(parts.outside(), conditions), sentence(context, parts.agent))];
    },
  };
}

export const exAnteParticipation = level(
  "ex_ante",
  "Before learning anything, the agent expects at least her outside option.",
  "E[u_i(m(t))] >= E[o_i]   for all i",
  () => [],
  (context, agent) => `${context.agents.name} {${agent}} expects at least the outside option`,
);

export const interimParticipation = level(
  "interim",
  "Whatever she knows, the agent expects at least her outside option.",
  "E[u_i(m(t)) | t_i] >= E[o_i | t_i]   for all i, t_i",
  (parts) => parts.own(),
  (context, agent) => `${context.agents.name} {${agent}} who knows {knows} expects at least the outside option`,
);

export const exPostParticipation = level(
  "ex_post",
  "At every profile of types the agent gets at least her outside option.",
  "u_i(m(t)) >= o_i   for all i, t",
  (parts) => parts.everybody(),
  (context, agent) => `at types {knows}, ${context.agents.name} {${agent}} gets at least the outside option`,
);

export const secureParticipation: Concept = {
  kind: "participation",
  name: "secure",
  summary: "Some message guarantees the outside option whatever the state and whatever the others send.",
  formula: "u_i(m(0, m_-i)) >= 0   for all i, m_-i, states",
  pending: "the informationally robust programs",
  rows: () => [],
};
