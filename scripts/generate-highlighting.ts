/**
 * Generates what highlighters know of the language from the token table.
 *
 *     node scripts/run.mjs scripts/generate-highlighting.ts --write
 *
 * A test holds the checked-in files against {@link generatedHighlighting}.
 */
import { writeFile } from "node:fs/promises";
import { renderGrammar } from "./highlighting/textmate.ts";
import { renderWords } from "./highlighting/words.ts";

/** The generated files, relative to the repository, and their texts. */
export const generatedHighlighting: readonly { readonly output: string; readonly render: () => string }[] = [
  { output: "editor/vscode/syntaxes/mech.tmLanguage.json", render: renderGrammar },
  { output: "editor/highlight/words.generated.ts", render: renderWords },
];

if (process.argv.includes("--write")) {
  for (const { output, render } of generatedHighlighting) await writeFile(output, render());
}
