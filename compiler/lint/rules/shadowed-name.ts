import { diagnostic, type Diagnostic } from "../../diagnostics/diagnostic.ts";
import { findDistribution } from "../../priors/registry.ts";
import { declaredSpan } from "../../resolve/declarations.ts";
import { builtinFunctions } from "../../resolve/functions.ts";
import type { NameTable } from "../names.ts";
import type { Rule } from "../rule.ts";

/** Indices and arguments that hide a declaration or an outer index, and functions that hide one of the language. */
export const shadowedName: Rule = {
  name: "shadowed-name",
  check: ({ names }) => [...hiddenByBindings(names), ...hiddenFunctions(names)],
};

function hiddenByBindings({ bindings, declared }: NameTable): Diagnostic[] {
  return bindings.flatMap(({ name, kind, outer }) => {
    const what = kind === "index" ? "index" : "argument";
    const around = outer.find((each) => each.text === name.text);
    const global = declared.get(name.text);
    if (!around && !global) return [];
    const hidden = around ? { span: around.span, text: "an outer one of the same name" } : { span: global ? declaredSpan(global) : name.span, text: "declared here" };
    return [
      diagnostic("shadowed-name", {
        span: name.span,
        text: `The ${what} \`${name.text}\` hides ${around ? `another \`${name.text}\`` : `the declared \`${name.text}\``}.`,
        labels: [hidden],
        hint: `Rename the ${what}.`,
      }),
    ];
  });
}

function hiddenFunctions({ declared }: NameTable): Diagnostic[] {
  return [...declared].flatMap(([name, each]) => {
    if (each.kind !== "function" || !(builtinFunctions.has(name) || findDistribution(name))) return [];
    return [diagnostic("shadowed-name", { span: each.node.name.span, text: `The function \`${name}\` hides ${builtinFunctions.has(name) ? "a function" : "a distribution"} of the language.`, hint: "Rename it." })];
  });
}
