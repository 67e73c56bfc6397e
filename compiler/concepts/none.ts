import type { Concept } from "./concept.ts";

export const noParticipation: Concept = { kind: "participation", name: "none", summary: "Agents cannot leave.", formula: "(no rows)", rows: () => [] };

export const noIncentives: Concept = { kind: "incentives", name: "none", summary: "Agents are taken to report truthfully, or to follow the given strategy.", formula: "(no rows)", rows: () => [] };
