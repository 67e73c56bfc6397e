/** How explanations ask for solutions: a callback, and nothing it says is taken on trust. */
import type { Program } from "../../compiler/lp/program.ts";
import { checkCertificate } from "../certify/check.ts";
import type { ExactCertificate } from "../solution.ts";

/** Solves a program to an exact certificate; undefined if none was found (time, size). */
export type Solve = (program: Program) => Promise<ExactCertificate | undefined>;

export type Optimal = Extract<ExactCertificate, { kind: "optimal" }>;
export type Infeasible = Extract<ExactCertificate, { kind: "infeasible" }>;
export type Unbounded = Extract<ExactCertificate, { kind: "unbounded" }>;

/**
 * The certificate of a linear program if the independent checker accepts it.
 *
 * An optimum of an integer program rests on a search and has no dual that the checker could hold against it; such a
 * certificate is passed on as the callback proved it.
 */
export async function proved(program: Program, solve: Solve): Promise<ExactCertificate | undefined> {
  const certificate = await solve(program);
  if (certificate === undefined || (program.integer.length > 0 && certificate.kind === "optimal")) return certificate;
  return checkCertificate(program, certificate).holds ? certificate : undefined;
}
