/** The rules that solve or visit every profile: one line each. */
import type { SlowRule } from "./rule.ts";
import { gridMissesPoint } from "./rules/grid-misses-point.ts";
import { impliedParticipation } from "./rules/implied-participation.ts";
import { infeasibleRule } from "./rules/infeasible-rule.ts";
import { largeForSolver } from "./rules/large-for-solver.ts";
import { tieDependent } from "./rules/tie-dependent.ts";

/** In the order of running; when the program is too large for its solver, the rules behind that one are not asked to solve it. */
export const slowRules: readonly SlowRule[] = [infeasibleRule, gridMissesPoint, largeForSolver, tieDependent, impliedParticipation];
