/** `mech lsp`: the language server on standard input and output. */
import { createConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import manifest from "../package.json" with { type: "json" };
import { serve } from "../editor/server/connection.ts";
import { standardStreams } from "./io.ts";
import { ThreadBackground } from "../editor/server/thread.ts";

/**
 * Serves until the editor closes the connection; the process then ends by itself.
 *
 * @param folder of the built command line: its thread is in it, the texts of the libraries are beside it
 */
export function run(folder: URL): void {
  const { input, output } = standardStreams();
  const background = new ThreadBackground(new URL("lsp-worker.js", folder));
  const connection = createConnection(new StreamMessageReader(input), new StreamMessageWriter(output));
  connection.onExit(() => void background.dispose());
  input.on("end", () => void background.dispose());
  serve(connection, { background, version: manifest.version, libraryAddress: (library) => new URL(`../lib/${library}.mech`, folder).href });
}
