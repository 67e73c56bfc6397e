import type { Concept } from "./concept.ts";

/** Obedience: following the recommended message is a best reply. Its rows belong to the programs that choose information. */
export const obedient: Concept = {
  kind: "incentives",
  name: "obedient",
  summary: "Following the recommended message is a best reply given the recommendation (Bayes correlated equilibrium).",
  formula: "E[u_i(m) | t_i, m_i] >= E[u_i(r, m_-i) | t_i, m_i]   for all i, t_i, m_i, r",
  pending: "the Bayes correlated equilibrium program",
  rows: () => [],
};
