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
  return bindings.flatMap(({ name, kind, span, hides }) => {
    const what = kind === "index" ? "index" : "argument";
    const global = declared.get(name);
    if (!hides && !global) return [];
    const hidden = hides ? { span: hides.span, text: "an outer one of the same name" } : { span: global ? declaredSpan(global) : span, text: "declared here" };
    return [
      diagnostic("shadowed-name", {
        span,
        text: `The ${what} \`${name}\` hides ${hides ? `another \`${name}\`` : `the declared \`${name}\``}.`,
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
