/**
 * Lint: what is allowed and yet probably not meant. These rules read the tree, the model and the compiled task; what needs
 * a solver is in `runtime/lint`. Both leave out what a comment silences (see {@link silence}) and judge the comments.
 */
import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { CodeEntry } from "../diagnostics/entry.ts";
import { Sink } from "../diagnostics/sink.ts";
import type { Compilation } from "../driver.ts";
import { namesOf, type NameTable } from "./names.ts";
import { rules } from "./registry.ts";
import { brokenSilences, idleSilences, silence, silencesOf } from "./silence.ts";

export interface LintOptions {
  /** Only the rules with these codes, e.g. `["MECH1201"]`; all of them without it. Silencing comments are then not judged. */
  readonly only?: readonly string[];
}

/**
 * Warnings about a spec beyond those of its compilation, in the order of the text. Nothing is said about a spec
 * without a model: a name that is misspelt once looks unused, and a declaration with a mistake is missing.
 *
 * @param compilation of the same source
 * @example
 * const compilation = compile(source);
 * const found = [...compilation.diagnostics, ...lint(source, compilation)];
 */
export function lint(source: string, compilation: Compilation, options: LintOptions = {}): Diagnostic[] {
  const { file, model, task } = compilation;
  if (!model) return [];
  let names: NameTable | undefined;
  const context = {
    source,
    file,
    get names(): NameTable {
      return (names ??= namesOf(file));
    },
    model,
    ...(task ? { task } : {}),
  };
  const sink = new Sink();
  for (const rule of rules) if (options.only?.includes(codes[rule.name].code) !== false) sink.addAll(rule.check(context));
  const { kept, silenced } = silence(source, file.comments, sink.diagnostics);
  if (options.only) return [...kept];
  const silences = silencesOf(source, file.comments);
  const found = [...compilation.diagnostics, ...compilation.silenced, ...kept, ...silenced];
  const hasErrors = compilation.diagnostics.some((each) => each.severity === "error");
  const judged = (entry: CodeEntry): boolean => !hasErrors && (entry.stage === undefined || entry.stage === "lint");
  const all = new Sink();
  all.addAll([...kept, ...brokenSilences(silences), ...idleSilences(source, silences, found, judged)]);
  return [...all.diagnostics];
}
