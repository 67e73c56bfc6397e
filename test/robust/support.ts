import { compile, type Compilation } from "../../compiler/driver.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import type { RobustForm } from "../../compiler/programs/robust/compile.ts";
import type { RobustTask } from "../../compiler/programs/task.ts";
import type { Result } from "../../runtime/report/result.generated.ts";
import { run } from "../../runtime/run.ts";

/** An auction without a prior yet: `states` declares it, `worth` is the value of the good to bidder i. */
export function auction({ n = 2, k, states, worth, moves }: { n?: number; k: number; states: string; worth: string; moves?: string }): string {
  return `model m
agents bidder = 1..${n}
${states}
mechanism {
  message    action[i in bidder] in ladder(${k})
  allocation q[i in bidder] >= 0
  transfer   t[i in bidder]
  feasible   sum(i in bidder) q[i] <= 1
}
payoff bidder[i] = ${worth} * q[i] - t[i]
participation secure
quantity revenue = E[sum(i in bidder) t[i]]
${moves ?? "seller chooses mechanism to maximize revenue\nnature chooses information to minimize revenue"}
`;
}

export const eleven = "{0, 1/10, 1/5, 3/10, 2/5, 1/2, 3/5, 7/10, 4/5, 9/10, 1}";

export const openMoves = "seller chooses mechanism to maximize revenue\nnature chooses prior, information to minimize revenue";

export function codesOf({ diagnostics }: Compilation): string[] {
  return diagnostics.map((each) => each.code);
}

export function robustTask(text: string, form?: RobustForm): RobustTask {
  const { task, diagnostics } = compile(text, form ? { form } : {});
  if (task?.kind !== "robust") throw new Error(diagnostics.map((each) => each.text).join("; ") || `a task of kind ${task?.kind}`);
  return task;
}

export async function solve(text: string, form?: RobustForm): Promise<Result> {
  return (await run(robustTask(text, form))).result;
}

export function interval(result: Result, quantity = "revenue"): readonly [number, number] {
  const found = result.quantities[quantity]?.interval;
  if (!found) throw new Error(`no interval of ${quantity}: ${result.status}`);
  return found;
}

export const number = (text: string): Rational => Rational.parse(text) ?? Rational.zero;
