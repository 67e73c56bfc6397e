/**
 * Lint: what is allowed and yet probably not meant. These rules read the tree, the model and the compiled task; what needs
 * a solver is in `runtime/lint`. Both leave out what a comment silences (see {@link silence}) and judge the comments.
 */
import { codes } from "../diagnostics/codes.ts";
import { hasErrors, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { Sink } from "../diagnostics/sink.ts";
import type { Compilation } from "../driver.ts";
import { namesOf, type NameTable } from "./names.ts";
import { rules } from "./registry.ts";
import { indexSymbols } from "../symbols/indexer.ts";
import { brokenSilences, idleSilences, silence, silencesOf } from "./silence.ts";

export interface LintOptions {
  /** Only the rules with these codes, e.g. `["MECH1201"]`; all of them without it. */
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
      return (names ??= namesOf(file, indexSymbols(file, source)));
    },
    model,
    ...(task ? { task } : {}),
  };
  const sink = new Sink();
  const judged = new Set<string>();
  for (const rule of rules) {
    const { code } = codes[rule.name];
    if (options.only?.includes(code) === false) continue;
    judged.add(code);
    sink.addAll(rule.check(context));
  }
  const { kept } = silence(source, file.comments, sink.diagnostics);
  const silences = silencesOf(source, file.comments);
  // The warnings of the compilation have been looked for too, unless an error ended it early.
  const complete = options.only === undefined && !hasErrors(compilation.diagnostics);
  const found = [...compilation.diagnostics, ...compilation.silenced, ...sink.diagnostics];
  const idle = idleSilences(source, silences, found, ({ code, stage }) => judged.has(code) || (complete && stage === undefined));
  const all = new Sink();
  all.addAll([...kept, ...brokenSilences(silences), ...idle]);
  return [...all.diagnostics];
}
