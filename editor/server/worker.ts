/** The language server in a web worker: a page talks to it by messages. Its bundle holds no solver but HiGHS and the exact one. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import manifest from "../../package.json" with { type: "json" };
import { inlineBackground } from "./background.ts";
import { serve } from "./connection.ts";

/** The global of a worker, as far as it is used. */
type WorkerScope = ConstructorParameters<typeof BrowserMessageReader>[0];

const scope = globalThis as unknown as WorkerScope;
serve(createConnection(new BrowserMessageReader(scope), new BrowserMessageWriter(scope)), { background: inlineBackground(), version: manifest.version });
