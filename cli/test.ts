/** `mech test FILE...`: run every assert. */
import type { ExitCode } from "./errors.ts";
import { execute, succeeds, type Execution } from "./execute.ts";
import { out } from "./io.ts";
import type { SolveOptions } from "./options.ts";
import { assertion } from "./present.ts";

/** One line per assert and a count per file; exit code 1 when an assert fails, or a spec does not compile or is not solved. */
export async function run(files: readonly string[], options: SolveOptions): Promise<ExitCode> {
  const outcomes: { file: string; passed: boolean; asserts: { text: string; holds: boolean; detail?: string }[] }[] = [];
  for (const file of files) {
    const execution = await execute(file, options);
    const passed = succeeds(execution);
    outcomes.push({ file, passed, asserts: execution.result?.asserts ?? [] });
    if (options.json !== true) out(describe(file, passed, execution, options.quiet === true));
  }
  if (options.json === true) out(`${JSON.stringify({ files: outcomes }, undefined, 2)}\n`);
  return outcomes.every((each) => each.passed) ? 0 : 1;
}

function describe(file: string, passed: boolean, { result }: Execution, quiet: boolean): string {
  if (quiet && passed) return "";
  if (result === undefined) return `${file}: does not compile\n`;
  const holding = result.asserts.filter((each) => each.holds).length;
  const broken = result.checks.filter((each) => !each.holds).map((each) => `  FAILS  ${each.name}\n`);
  const lines = [`${file}: ${passed ? "ok" : "FAILED"}, ${holding} of ${result.asserts.length} asserts hold (${result.status})\n`];
  return [...lines, ...result.asserts.map((each) => `  ${assertion(each)}`), ...(passed ? [] : broken)].join("");
}
