/** Optima of the programs that theorems come down to, proved or refused. */
import type { Program } from "../../../compiler/lp/program.ts";
import { prove } from "../../prove.ts";
import type { ExactCertificate } from "../../solution.ts";

/**
 * The exact optimum of a program, with its certificate.
 *
 * @throws RangeError if the program has no optimum, or it could not be certified.
 */
export async function certifiedOptimum(program: Program): Promise<ExactCertificate & { readonly kind: "optimal" }> {
  const { certified } = await prove(program);
  if (certified.kind !== "exact") throw new RangeError(`the program ${program.name} could not be certified: ${certified.reason}`);
  if (certified.certificate.kind !== "optimal") throw new RangeError(`the program ${program.name} is ${certified.certificate.kind}`);
  return certified.certificate;
}
