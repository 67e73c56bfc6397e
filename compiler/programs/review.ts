/** A last look at a compiled task: quantities that are no numbers, and warnings about the data. */
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Sink } from "../diagnostics/sink.ts";
import { formatValue } from "../evaluate/keys.ts";
import { readsOf } from "../evaluate/reads.ts";
import type { Task } from "./task.ts";

export function reviewTask(task: Task, sink: Sink): void {
  const { model, evaluator } = task;
  for (const quantity of model.quantities) {
    const reads = readsOf(evaluator, quantity.definition.value);
    if (reads.state || reads.profile) {
      sink.add(diagnostic("varies-outside-expectation", { span: quantity.definition.value.span, text: `\`${quantity.name}\` is no single number: its value varies with the ${reads.profile ? "messages" : "state"}.`, hint: "Take an expectation, `E[...]`." }));
    }
  }
  const { agents, components } = evaluator.space;
  for (const agent of agents) {
    agent.observes.forEach((component, at) => {
      const space = components[component];
      const variable = model.variables.find((each) => each.name === space?.family);
      if (!space || variable?.role !== "type") return;
      const possible = new Set(agent.information.map((row) => row[at]));
      const missing = space.domain.filter((_, ordinal) => !possible.has(ordinal));
      if (missing.length === 0) return;
      const values = missing.slice(0, 5).map(formatValue).join(", ");
      sink.add(diagnostic("type-has-probability-zero", { span: variable.span, text: `\`${space.label}\` is never ${values}${missing.length > 5 ? ", ..." : ""}: such a type gets no rows and cannot be reported.`, hint: "Leave it out of the set if it is not there by intention." }));
    });
  }
  const rounded = model.prior.find((factor) => (factor.table ?? []).some((row) => typeof row.probability === "object"));
  if (rounded) sink.add(diagnostic("inexact-data", { span: rounded.span, text: "The probabilities of this law are not fractions; what depends on them holds for the rounded numbers." }));
}
