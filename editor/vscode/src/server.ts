/** The language server of the extension, in one file: the process that the editor starts, and the thread that it solves in. */
import { isMainThread } from "node:worker_threads";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import manifest from "../package.json" with { type: "json" };
import { serve } from "../../server/connection.ts";
import { answerJobs, ThreadBackground } from "../../server/thread.ts";

/** Serves until the editor closes the connection. How they talk is in the arguments that the editor passes. */
function main(): void {
  const background = new ThreadBackground(new URL(import.meta.url));
  const connection = createConnection(ProposedFeatures.all);
  connection.onExit(() => void background.dispose());
  serve(connection, { background, version: manifest.version });
}

if (isMainThread) main();
else answerJobs();
