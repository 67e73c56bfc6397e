/** `mech expand FILE`: the spec with every shorthand written out. */
import { hasErrors, toJson } from "../compiler/diagnostics/index.ts";
import { compile } from "../compiler/driver.ts";
import { expand } from "../compiler/emit/expand.ts";
import { format } from "../grammar/format.ts";
import type { ExitCode } from "./errors.ts";
import { out, readSource } from "./io.ts";
import { limitsOf, parameters, type SpecOptions } from "./options.ts";
import { report } from "./report.ts";

export async function run(file: string, options: SpecOptions): Promise<ExitCode> {
  const set = parameters(options);
  const source = await readSource(file);
  const { diagnostics, model } = compile(source.text, { set, stopAfter: "model", limits: limitsOf(options) });
  report(diagnostics, source, options);
  if (model === undefined || hasErrors(diagnostics)) {
    if (options.json === true) out(`${JSON.stringify({ diagnostics: toJson(diagnostics, source) }, undefined, 2)}\n`);
    return 1;
  }
  const text = await format(expand(source.text, model));
  out(options.json === true ? `${JSON.stringify({ model: model.name, text, diagnostics: toJson(diagnostics, source) }, undefined, 2)}\n` : text);
  return 0;
}
