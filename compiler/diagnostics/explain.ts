/** What `mech explain CODE` and `docs/diagnostics.md` say about a code. */
import { codes, ranges } from "./codes.ts";
import type { CodeEntry } from "./entry.ts";
import { wrap } from "./render.ts";

const table: readonly (CodeEntry & { readonly name: string })[] = Object.entries<CodeEntry>(codes)
  .map(([name, entry]) => ({ name, ...entry }))
  .sort((a, b) => (a.code < b.code ? -1 : 1));

/** Every code there is, ascending. */
export const allCodes: readonly string[] = table.map((each) => each.code);

/**
 * The long text for a code: title, explanation, an example that gets the code, and the example put right.
 * Accepts the code in any case, its digits alone, or the name of the entry; undefined when there is no such code.
 *
 * @example explain("mech0503")?.startsWith("MECH0503: probabilities do not sum to one") // true
 */
export function explain(code: string): string | undefined {
  const wanted = code.trim().toLowerCase();
  const entry = table.find((each) => each.code.toLowerCase() === wanted || each.code.slice(4) === wanted || each.name === wanted);
  if (entry === undefined) return undefined;
  const parts = [`${entry.code}: ${entry.title} (${entry.severity}${onlyWith(entry)})`, wrap(entry.explanation, 88).join("\n"), `This gets it:\n\n${indented(entry.example)}`];
  if (entry.fixedExample !== undefined) parts.push(`Put right:\n\n${indented(entry.fixedExample)}`);
  return `${parts.join("\n\n")}\n`;
}

/** The warnings of the linter are not given unless they are asked for. */
function onlyWith({ stage }: CodeEntry): string {
  return stage === "lint" || stage === "slow-lint" ? " of `--pedantic`" : "";
}

function indented(example: string): string {
  return example
    .trimEnd()
    .split("\n")
    .map((line) => (line === "" ? "" : `    ${line}`))
    .join("\n");
}

/** The reference page of all codes, as Markdown. `docs/diagnostics.md` is this text, kept fresh by a test. */
export function diagnosticsPage(): string {
  const sections = ranges.flatMap(({ prefix, title }) => {
    const entries = table.filter((each) => each.code.startsWith(prefix));
    return entries.length === 0 ? [] : [`## ${title}`, ...entries.map(entrySection)];
  });
  const introduction =
    "Every message of `mech` has a code, and `mech explain CODE` prints its entry. Errors stop a compilation, warnings do not.\n" +
    "This page is generated from `compiler/diagnostics/codes/` by `npm run docs`.";
  return `${["# Diagnostics", introduction, ...sections].join("\n\n")}\n`;
}

function entrySection(entry: CodeEntry & { readonly name: string }): string {
  const language = entry.example.startsWith("mech ") ? "sh" : "mech";
  const block = (text: string): string => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
  const parts = [`### ${entry.code}: ${entry.title}`, `*${entry.severity}${onlyWith(entry)}, \`${entry.name}\`*`, entry.explanation, block(entry.example)];
  if (entry.fixedExample !== undefined) parts.push("Put right:", block(entry.fixedExample));
  return parts.join("\n\n");
}
