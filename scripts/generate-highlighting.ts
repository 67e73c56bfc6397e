/**
 * Generates what highlighters know of the language from the token table.
 *
 *     node scripts/run.mjs scripts/generate-highlighting.ts --write
 *
 * A test holds the checked-in files against {@link generatedHighlighting}.
 */
import { writeFile } from "node:fs/promises";
import { renderEmacsMode } from "./highlighting/emacs.ts";
import { renderGrammar } from "./highlighting/textmate.ts";
import { renderVimSyntax } from "./highlighting/vim.ts";
import { renderWords } from "./highlighting/words.ts";

/** The generated files, relative to the repository, and their texts. */
export const generatedHighlighting: readonly { readonly output: string; readonly render: () => string }[] = [
  { output: "editor/vscode/syntaxes/mech.tmLanguage.json", render: renderGrammar },
  { output: "editor/highlight/words.generated.ts", render: renderWords },
  { output: "editor/vim/syntax/mech.vim", render: renderVimSyntax },
  { output: "editor/emacs/mech-mode.el", render: renderEmacsMode },
];

if (process.argv.includes("--write")) {
  for (const { output, render } of generatedHighlighting) await writeFile(output, render());
}
