/** Sizes above which a spec is refused before anything is enumerated. Every refusal names the formula. */
import { defaultLimits as defaultProgramLimits, type SizeLimits } from "../lp/size.ts";

export interface Limits extends SizeLimits {
  /** States of positive probability. */
  readonly states: number;
  /** Message profiles. */
  readonly profiles: number;
}

export const defaultLimits: Limits = { ...defaultProgramLimits, states: 1_000_000, profiles: 2_000_000 };

/** Members of one family, `x[i in S, j in T]`: each is a random variable, a message or a number to be chosen. */
export const memberLimit = 100_000;

/** Agents of a spec. Closed forms work for thousands; no program does, and pairs of agents are looked at. */
export const agentLimit = 2_000;
