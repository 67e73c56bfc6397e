/** Several buyers: the exact optimum where a theorem reaches it, otherwise bounds. */
import type { IntermediaryTask } from "../../compiler/programs/task.ts";
import type { ProveOptions } from "../prove.ts";
import { boundOptimum } from "./bounds.ts";
import type { Optimum } from "./optimum.ts";
import { isTwoByTwo, solveTwoByTwo } from "./two-by-two.ts";

export async function solveSeveralBuyers(task: IntermediaryTask, options: ProveOptions): Promise<Optimum> {
  return isTwoByTwo(task) ? solveTwoByTwo(task, options) : boundOptimum(task, options);
}
