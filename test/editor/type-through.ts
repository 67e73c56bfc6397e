/** An author who types a text and is asked after every key what the editor asks. */
import { codeActions } from "../../editor/services/fixes.ts";
import { completionsAt } from "../../editor/services/completion.ts";
import { toProtocol } from "../../editor/services/diagnostics.ts";
import { hoverAt } from "../../editor/services/hover.ts";
import { inlayHints } from "../../editor/services/inlay.ts";
import { codeLenses } from "../../editor/services/lenses.ts";
import { definitionAt, highlightsAt } from "../../editor/services/navigation.ts";
import { documentSymbols, foldingRanges } from "../../editor/services/outline.ts";
import { renameRange } from "../../editor/services/rename.ts";
import { semanticTokens } from "../../editor/services/semantic-tokens.ts";
import { signatureAt } from "../../editor/services/signature.ts";
import { snapshotOf, type Snapshot } from "../../editor/services/snapshot.ts";

/** Everything an editor asks, at one offset; returns how many answers there were. Throws what a service throws. */
export function askEverything(snapshot: Snapshot, offset: number): number {
  const everywhere = { start: { line: 0, character: 0 }, end: snapshot.document.positionAt(snapshot.text.length) };
  const answers: readonly unknown[] = [
    completionsAt(snapshot, offset),
    hoverAt(snapshot, offset),
    signatureAt(snapshot, offset),
    definitionAt(snapshot, offset),
    highlightsAt(snapshot, offset),
    renameRange(snapshot, offset),
    documentSymbols(snapshot),
    foldingRanges(snapshot),
    semanticTokens(snapshot),
    inlayHints(snapshot),
    codeLenses(snapshot),
    codeActions(snapshot, everywhere),
    snapshot.diagnostics.map((each) => toProtocol(snapshot, each)),
  ];
  return answers.length;
}

/**
 * Types a text in pieces of so many letters: after each of them completion is asked for, and everything now and then.
 *
 * @returns the snapshot of the whole text
 */
export function typeThrough(text: string, piece: number, offset = 0): Snapshot {
  let snapshot = snapshotOf("");
  let pieces = 0;
  for (let end = Math.max(1, offset % piece); ; end += piece) {
    const at = Math.min(end, text.length);
    snapshot = snapshotOf(text.slice(0, at), snapshot);
    completionsAt(snapshot, at);
    if (pieces++ % 20 === 0) askEverything(snapshot, at);
    if (at === text.length) return snapshot;
  }
}
