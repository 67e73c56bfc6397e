import { diagnostic, type Diagnostic } from "../../../compiler/diagnostics/diagnostic.ts";
import type { SolvableTask } from "../../../compiler/programs/task.ts";
import type { Amount } from "../../report/result.generated.ts";
import { run } from "../../run.ts";
import { isSolvable, type SlowRule } from "../rule.ts";

/** Quantities whose range over the optimal solutions is more than a point. Both ends are proved, so this is no rounding. */
export const tieDependent: SlowRule = {
  name: "tie-dependent",
  async check(task, options) {
    if (task.kind !== "mechanism" && task.kind !== "information") return [];
    if (!isSolvable(task.program)) return undefined;
    const { result } = await run(task, { ...options, unique: true });
    return task.model.quantities.flatMap((quantity): Diagnostic[] => {
      const members = Object.entries(result.quantities).filter(([label]) => label === quantity.name || label.startsWith(`${quantity.name}[`));
      for (const [label, { range }] of members) {
        const [low, high] = range ?? [];
        if (!low || !high || low.value === high.value) continue;
        return [
          diagnostic("tie-dependent", {
            span: quantity.span,
            text: `\`${label}\` is anything between ${number(low)} and ${number(high)} among the optimal ${task.kind === "mechanism" ? "mechanisms" : "signals"}.`,
            ...tieBreak(task, label, quantity.name),
            hint: "Break ties with `then to maximize ...`, or say why it does not matter.",
          }),
        ];
      }
      return [];
    });
  },
};

/** The fix that maximises the quantity among the optimal solutions; for a single quantity of a move that ends with its objective. */
function tieBreak({ model, mover }: SolvableTask, label: string, name: string): Pick<Diagnostic, "fix"> {
  const move = model.moves.find((each) => each.mover === mover);
  const end = move?.objectives.at(-1)?.value.span.end;
  if (label !== name || end === undefined || end !== move?.span.end) return {};
  return { fix: { title: `Break ties to maximize \`${name}\``, edits: [{ span: { start: end, end }, newText: ` then to maximize ${name}` }] } };
}

function number({ exact, value }: Amount): string {
  return exact ?? String(Number(value.toPrecision(6)));
}
