/** Certainty. */
import type { Value } from "../evaluate/value.ts";
import { pointPmf } from "./pmf.ts";
import type { DistributionDefinition } from "./types.ts";

/** `point(v)`. */
export const point: DistributionDefinition = {
  name: "point",
  signature: "point(v)",
  summary: "The value v for sure.",
  example: "point(3)",
  arity: { min: 1, max: 1 },
  build: ([value]) => pointPmf(value as Value),
};
