/** The commands of the server: each answers with a text. */
import type { CancellationToken } from "vscode-languageserver";
import type { Snapshot } from "../services/snapshot.ts";
import { lineColumn, lineStarts } from "../../grammar/index.ts";
import type { Background } from "./background.ts";
import type { JobKind } from "./jobs.ts";
import type { Settings } from "./settings.ts";

/** A text, or why there is none. */
export type Answer = { readonly text: string } | { readonly reason: string; readonly cancelled: boolean };

const kinds: Readonly<Record<string, JobKind>> = { "mech.solve": "show", "mech.expand": "expand", "mech.showProgram": "program", "mech.plot": "plot" };

/** Runs a command on a file; what is wrong with the file is the text when there is no other. */
export async function runCommand(command: string, snapshot: Snapshot, background: Background, settings: Settings, token: CancellationToken): Promise<Answer> {
  const kind = Object.hasOwn(kinds, command) ? kinds[command] : undefined;
  if (kind === undefined) return { reason: `There is no command \`${command}\`.`, cancelled: false };
  const cancelled: Answer = { reason: "The command was cancelled.", cancelled: true };
  // A token that is cancelled before its request is read says so once and never again.
  if (token.isCancellationRequested) return cancelled;
  const running = background.start({ kind, text: snapshot.text, settings });
  const listener = token.onCancellationRequested(() => running.cancel());
  try {
    const result = await running.result;
    if (result === undefined) return cancelled;
    if (result.text !== undefined) return { text: result.text };
    const starts = lineStarts(snapshot.text);
    const lines = result.diagnostics.map((each) => `line ${lineColumn(starts, each.span.start).line}: ${each.severity} ${each.code}: ${each.text}`);
    return { text: `The spec does not compile.\n\n${lines.map((line) => `- ${line}\n`).join("")}` };
  } finally {
    listener.dispose();
  }
}
