/** The cell without moves: everything is given by rules, so the task is to evaluate and to check. */
import { Evaluator } from "../evaluate/evaluator.ts";
import type { Model } from "../model/model.generated.ts";
import { buildSpace } from "../spaces/space.ts";
import { buildWorld } from "../spaces/world.ts";
import type { Limits } from "./limits.ts";
import type { GivenTask } from "./task.ts";

/** @throws EvaluationError */
export function compileGivenCell(model: Model, limits: Limits): GivenTask {
  const world = buildWorld(model, () => ({ kind: "table", values: [] }));
  buildSpace(model, world, limits);
  return { kind: "given", model, evaluator: new Evaluator(world) };
}
