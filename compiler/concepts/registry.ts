/** The solution concepts of the language: one line each. */
import { bayesian } from "./bayesian.ts";
import type { Concept } from "./concept.ts";
import { dominant } from "./dominant.ts";
import { exPost } from "./ex-post.ts";
import { noIncentives, noParticipation } from "./none.ts";
import { obedient } from "./obedient.ts";
import { exAnteParticipation, exPostParticipation, interimParticipation, secureParticipation } from "./participation.ts";

export const concepts: readonly Concept[] = [
  bayesian,
  exPost,
  dominant,
  obedient,
  noIncentives,
  noParticipation,
  exAnteParticipation,
  interimParticipation,
  exPostParticipation,
  secureParticipation,
];

export function findConcept(kind: Concept["kind"], name: string): Concept | undefined {
  return concepts.find((concept) => concept.kind === kind && concept.name === name);
}
