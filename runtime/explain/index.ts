/** Explanations of solved programs, in the spec's own terms. See docs/semantics/infeasibility.md, duals-that-speak.md and ties.md. */
export { minimalConflict, conflictText } from "./conflict.ts";
export type { Conflict, ConflictFamily, ConflictMember, ConflictOptions } from "./conflict.ts";
export { labelledDuals, dualText } from "./duals.ts";
export type { Complementarity, DualEntry, DualFamily, LabelledDuals, ReducedCost } from "./duals.ts";
export type { Member } from "./member.ts";
export type { Infeasible, Optimal, Solve, Unbounded } from "./proof.ts";
export { Ranging } from "./ranging.ts";
export type { CostRange, Range, RhsRange } from "./ranging.ts";
export { explainRay } from "./ray.ts";
export type { RayEntry, RayExplanation, RayOptions } from "./ray.ts";
export { cheapestRelaxation, relaxationsByFamily } from "./relaxation.ts";
export type { Relaxation, RelaxationOptions, RelaxedRow } from "./relaxation.ts";
export { lexicographic, optimalFace, quantityRanges } from "./uniqueness.ts";
export type { Lexicographic, LinearQuantity, QuantityRange, SolvedStage } from "./uniqueness.ts";
export { virtualValues } from "./virtual-values.ts";
export type { ExpectedMaximum, VirtualValue, VirtualValues } from "./virtual-values.ts";
