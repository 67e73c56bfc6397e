/** The continuous families, by name. */
import type { Continuous } from "../../evaluate/value.ts";
import { bad } from "../arguments.ts";
import { beta } from "./beta.ts";
import { exponential } from "./exponential.ts";
import type { ContinuousFamily, ContinuousLaw } from "./family.ts";
import { lognormal } from "./lognormal.ts";
import { normal } from "./normal.ts";
import { pareto } from "./pareto.ts";
import { triangular } from "./triangular.ts";
import { uniformFamily } from "./uniform.ts";

export const continuousFamilies: readonly ContinuousFamily[] = [uniformFamily, normal, lognormal, exponential, beta, pareto, triangular];

/** The law that a continuous value denotes. @throws DistributionError if no family has its name. */
export function continuousLaw(value: Continuous): ContinuousLaw {
  const family = continuousFamilies.find((f) => f.name === value.name);
  if (!family) throw bad(`there is no continuous distribution ${value.name}`);
  return family.law(value.parameters);
}
