/** Who chooses what, which equilibrium is meant, and how ties are broken: one sentence for every result. */
import type { CorrelationTask, InformationTask, IntermediaryTask, RobustTask, SolvableTask, SplitTask, Task } from "../../compiler/programs/task.ts";

/** @example selectionOf(task) // "seller chooses the mechanism, agents report truthfully; ties are not broken: ..." */
export function selectionOf(task: Exclude<Task, SplitTask | IntermediaryTask | RobustTask | CorrelationTask>): string {
  if (task.kind === "given") return `Everything is given; ${playOf(task)}.`;
  if (task.kind === "mechanism") return `${task.mover} chooses the mechanism, ${playOf(task)}; ${tiesOf(task)}.`;
  return `${informationSelection(task)}; ${tiesOf(task)}.`;
}

function playOf({ model }: Task): string {
  return model.direct ? "agents report truthfully" : "agents follow the given strategies";
}

/** Whoever recommends messages selects the equilibrium too; this is where the result says which. */
function informationSelection(task: InformationTask): string {
  const { mover, model } = task;
  const silent = model.messages.filter((message) => !message.strategy).map((message) => message.name);
  const move = model.moves.find((each) => each.mover === mover);
  const what = move?.chooses.includes("prior") ? (move.chooses.includes("information") ? "the prior and the information" : "the prior") : "the information";
  if (silent.length === 0) return `${mover} chooses ${what}, ${playOf(task)}`;
  const objective = move?.objectives[0];
  const extreme = task.sense === "minimize" ? "lowest" : "highest";
  return `${mover} chooses ${what} and the equilibrium (it recommends ${silent.join(", ")}): of all Bayes correlated equilibria the one with the ${extreme} ${objective?.text ?? "objective"}`;
}

function tiesOf({ stages }: SolvableTask): string {
  return stages.length > 0
    ? `ties are broken ${stages.map((stage) => `to ${stage.sense} ${stage.text}`).join(", then ")}`
    : "ties are not broken: quantities other than the objective may not be determined";
}
