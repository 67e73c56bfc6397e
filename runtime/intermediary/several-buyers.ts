/** Several buyers: the exact optimum where a theorem reaches it, otherwise bounds. */
import type { IntermediaryTask } from "../../compiler/programs/task.ts";
import type { ProveOptions } from "../prove.ts";
import { boundOptimum } from "./bounds.ts";
import type { Optimum } from "./optimum.ts";
import { isTwoByTwo, solveTwoByTwo } from "./two-by-two.ts";
import { isTwoValued, solveTwoValued } from "./two-values.ts";

export async function solveSeveralBuyers(task: IntermediaryTask, options: ProveOptions): Promise<Optimum> {
  if (isTwoByTwo(task)) return solveTwoByTwo(task, options);
  return isTwoValued(task) ? solveTwoValued(task, options) : boundOptimum(task, options);
}
