/** `mech explain [CODE]`: what a diagnostic means, with an example. */
import { allCodes, codes, didYouMeanHint, explain, type CodeEntry } from "../compiler/diagnostics/index.ts";
import { UsageError, type ExitCode } from "./errors.ts";
import { out } from "./io.ts";
import type { OutputOptions } from "./options.ts";
import { table } from "./table.ts";

/** Without a code it lists all of them. */
export function run(code: string | undefined, options: OutputOptions): ExitCode {
  const entries = Object.entries<CodeEntry>(codes)
    .map(([name, entry]) => ({ name, ...entry }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
  if (code === undefined) {
    if (options.json === true) out(`${JSON.stringify(entries, undefined, 2)}\n`);
    else
      out(
        table(
          [{ title: "code" }, { title: "severity" }, { title: "title" }],
          entries.map((each) => [each.code, each.severity, each.title]),
        ),
      );
    return 0;
  }
  const text = explain(code);
  if (text === undefined) {
    const hint = didYouMeanHint(code, [...allCodes, ...entries.map((each) => each.name)]) ?? "`mech explain` lists all codes";
    throw new UsageError(`there is no diagnostic ${code}`, { hint });
  }
  if (options.json === true)
    out(
      `${JSON.stringify(
        entries.find((each) => text.startsWith(each.code)),
        undefined,
        2,
      )}\n`,
    );
  else out(text);
  return 0;
}
