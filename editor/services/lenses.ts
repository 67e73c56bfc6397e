/** What stands above a move: the program that it asks for, and what can be done with it. */
import type { CodeLens } from "./protocol.ts";
import { count } from "./describe.ts";
import type { Snapshot } from "./snapshot.ts";

/** The commands of the server; each takes the address of a file and returns text. */
export const commands = ["mech.solve", "mech.expand", "mech.showProgram", "mech.plot"] as const;
export type CommandName = (typeof commands)[number];

/** Lenses above every move, or above the model when nobody moves. */
export function codeLenses(snapshot: Snapshot): readonly CodeLens[] {
  const { items } = snapshot.parsed.file;
  const moves = items.filter((item) => item.kind === "move");
  const anchors = moves.length > 0 ? moves : items.filter((item) => item.kind === "model").slice(0, 1);
  const { uri } = snapshot.document;
  return anchors.flatMap((item) => {
    const range = snapshot.range({ start: item.span.start, end: item.span.start });
    const lens = (title: string, command: CommandName): CodeLens => ({ range, command: { title, command, arguments: [uri] } });
    const size = snapshot.slow?.size;
    if (moves.length === 0) return [lens("evaluate", "mech.solve"), lens("expand", "mech.expand"), lens("plot", "mech.plot")];
    return [
      lens(size ? `${size.integers > 0 ? "MIP" : "LP"}: ${count(size.rows, "row")} - solve` : "solve", "mech.solve"),
      lens("show program", "mech.showProgram"),
      lens("expand", "mech.expand"),
      lens("plot", "mech.plot"),
    ];
  });
}
