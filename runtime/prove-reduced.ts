/**
 * Proofs by way of the quotient: rows and columns that cannot be told apart are put together before a program is solved, and
 * the certificate is lifted to the program as stated and checked there, so that nothing rests on the reduction.
 */
import { Rational } from "../compiler/exact/rational.ts";
import type { Program } from "../compiler/lp/program.ts";
import type { Classes } from "../compiler/reduce/disjoint-sets.ts";
import { quotientOf, type Quotient } from "../compiler/reduce/quotient.ts";
import { checkCertificate } from "./certify/check.ts";
import { prove, type Proof, type ProveOptions } from "./prove.ts";
import type { ExactCertificate, SolverAnswer } from "./solution.ts";

export interface ReducedProof extends Proof {
  /** What was solved in place of the program; absent when nothing falls together. */
  readonly quotient?: Quotient;
}

/**
 * As {@link prove}, on the quotient by the coarsest equitable partition. The answer and the certificate are about the
 * program itself: constant on every class, without a basis.
 *
 * @throws UnknownSolverError
 * @example (await proveReduced(program)).quotient?.program.columnCount // 20, of 64
 */
export async function proveReduced(program: Program, options: ProveOptions = {}): Promise<ReducedProof> {
  const quotient = quotientOf(program);
  if (!quotient) return prove(program, options);
  const { answer, certified } = await prove(quotient.program, options);
  const lifted = liftedAnswer(quotient, answer);
  // Bounds of the quotient are bounds of the program: both have the same optimum.
  if (certified.kind === "interval") return { answer: lifted, certified, quotient };
  const certificate = liftedCertificate(quotient, certified.certificate);
  if (!checkCertificate(program, certificate).holds) return prove(program, options);
  return { answer: lifted, certified: { ...certified, certificate }, quotient };
}

/** Totals are spread evenly over their class; the multiplier of a sum of rows is one of each of them. */
function liftedCertificate({ columns, rows }: Quotient, certificate: ExactCertificate): ExactCertificate {
  const spread = (totals: readonly Rational[]): Rational[] => {
    const shares = totals.map((total, own) => (total.isZero() ? total : total.div(Rational.integer(columns.sizes[own] as number))));
    return Array.from(columns.of, (own) => shares[own] as Rational);
  };
  const copied = (multipliers: readonly Rational[]): Rational[] => Array.from(rows.of, (own) => multipliers[own] as Rational);
  switch (certificate.kind) {
    case "optimal":
      return { kind: "optimal", objective: certificate.objective, columns: spread(certificate.columns), rowDuals: copied(certificate.rowDuals) };
    case "infeasible":
      return { kind: "infeasible", farkas: copied(certificate.farkas) };
    case "unbounded":
      return { kind: "unbounded", point: spread(certificate.point), ray: spread(certificate.ray) };
  }
}

function liftedAnswer({ columns, rows }: Quotient, { columns: totals, rowDuals, farkas, ray, basis: _, ...answer }: SolverAnswer): SolverAnswer {
  const spread = (values: Float64Array): Float64Array => Float64Array.from(columns.of, (own) => (values[own] as number) / (columns.sizes[own] as number));
  const copied = (values: Float64Array, { of }: Classes): Float64Array => Float64Array.from(of, (own) => values[own] as number);
  return {
    ...answer,
    ...(totals ? { columns: spread(totals) } : {}),
    ...(rowDuals ? { rowDuals: copied(rowDuals, rows) } : {}),
    ...(farkas ? { farkas: copied(farkas, rows) } : {}),
    ...(ray ? { ray: spread(ray) } : {}),
  };
}
