/** Sizes above which a spec is refused before anything is enumerated. Every refusal names the formula. */
import { defaultLimits as defaultProgramLimits, type SizeLimits } from "../lp/size.ts";

export interface Limits extends SizeLimits {
  /** States of positive probability. */
  readonly states: number;
  /** Message profiles. */
  readonly profiles: number;
}

export const defaultLimits: Limits = { ...defaultProgramLimits, states: 1_000_000, profiles: 2_000_000 };
