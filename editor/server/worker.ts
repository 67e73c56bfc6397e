/** The language server in a web worker: a page talks to it by messages. Its bundle holds no solver but HiGHS and the exact one. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import manifest from "../../package.json" with { type: "json" };
import { inlineBackground } from "./background.ts";
import { serve } from "./connection.ts";

// The types of a worker's global belong to a library of browser types that this project does not load.
const reader = new BrowserMessageReader(globalThis as never);
const writer = new BrowserMessageWriter(globalThis as never);
serve(createConnection(reader, writer), { background: inlineBackground(), version: manifest.version });
