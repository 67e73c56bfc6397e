/** An editor for tests: speaks the protocol with `mech lsp` over standard input and output. */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter, type MessageConnection } from "vscode-jsonrpc/node";
import type { Diagnostic, InitializeResult, Position, PublishDiagnosticsParams } from "vscode-languageserver-protocol";
import { TextDocument } from "vscode-languageserver-textdocument";
import { marked, type Marked } from "./markers.ts";

const mech = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../dist/mech.js");

/** A file that the client has open. */
export class OpenFile {
  constructor(
    private readonly client: LspClient,
    public document: TextDocument,
    readonly marks: Marked,
  ) {}

  get uri(): string {
    return this.document.uri;
  }

  position(mark = ""): Position {
    return this.document.positionAt(this.marks.at(mark));
  }

  /** A request about a marked place. */
  ask<T>(method: string, mark = "", more: Readonly<Record<string, unknown>> = {}): Promise<T> {
    return this.client.request<T>(method, { textDocument: { uri: this.uri }, position: this.position(mark), ...more });
  }

  /** A request about the whole file. */
  askAll<T>(method: string, more: Readonly<Record<string, unknown>> = {}): Promise<T> {
    return this.client.request<T>(method, { textDocument: { uri: this.uri }, ...more });
  }

  /** Replaces a part of the text, as typing does. */
  edit(start: number, end: number, text: string): void {
    const range = { start: this.document.positionAt(start), end: this.document.positionAt(end) };
    const version = this.document.version + 1;
    this.document = TextDocument.create(this.uri, "mech", version, this.document.getText().slice(0, start) + text + this.document.getText().slice(end));
    void this.client.connection.sendNotification("textDocument/didChange", { textDocument: { uri: this.uri, version }, contentChanges: [{ range, text }] });
  }

  save(): void {
    void this.client.connection.sendNotification("textDocument/didSave", { textDocument: { uri: this.uri } });
  }

  close(): void {
    void this.client.connection.sendNotification("textDocument/didClose", { textDocument: { uri: this.uri } });
  }

  /** The diagnostics of the present version, once some that satisfy the condition have arrived. */
  diagnostics(condition: (found: readonly Diagnostic[]) => boolean = () => true): Promise<readonly Diagnostic[]> {
    return this.client.diagnosticsOf(this.uri, (each) => each.version === this.document.version && condition(each.diagnostics));
  }
}

export class LspClient {
  readonly published: PublishDiagnosticsParams[] = [];
  readonly log: string[] = [];
  stderr = "";
  private readonly waiting = new Set<() => void>();
  private count = 0;

  private constructor(
    readonly process: ChildProcessWithoutNullStreams,
    readonly connection: MessageConnection,
  ) {}

  static async start(
    options: { readonly initialization?: unknown; readonly capabilities?: unknown } = {},
  ): Promise<LspClient & { readonly initialized: InitializeResult }> {
    const child = spawn(process.execPath, [mech, "lsp", "--stdio"]);
    const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    const client = new LspClient(child, connection);
    child.stderr.setEncoding("utf8").on("data", (text: string) => (client.stderr += text));
    child.stdin.on("error", () => undefined);
    connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
      client.published.push(params);
      for (const look of client.waiting) look();
    });
    connection.onNotification("window/logMessage", (params: { readonly message: string }) => void client.log.push(params.message));
    connection.onRequest((_method: string) => null);
    connection.listen();
    const initialized = await client.request<InitializeResult>("initialize", {
      processId: process.pid,
      rootUri: null,
      capabilities: options.capabilities ?? {},
      initializationOptions: options.initialization,
    });
    void connection.sendNotification("initialized", {});
    return Object.assign(client, { initialized });
  }

  request<T>(method: string, params: unknown): Promise<T> {
    return this.connection.sendRequest(method, params) as Promise<T>;
  }

  /** Opens a text; markers in it become places to ask about. */
  open(source: string, name = `spec${++this.count}.mech`): OpenFile {
    const marks = marked(source);
    const document = TextDocument.create(`file:///${name}`, "mech", 1, marks.text);
    void this.connection.sendNotification("textDocument/didOpen", { textDocument: { uri: document.uri, languageId: "mech", version: 1, text: marks.text } });
    return new OpenFile(this, document, marks);
  }

  /** Waits for the newest diagnostics of a file to satisfy a condition. @throws Error after a while */
  diagnosticsOf(uri: string, condition: (found: PublishDiagnosticsParams) => boolean, seconds = 20): Promise<readonly Diagnostic[]> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const newest = this.published.filter((each) => each.uri === uri).at(-1);
        if (!newest || !condition(newest)) return;
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve(newest.diagnostics);
      };
      const timer = setTimeout(() => {
        this.waiting.delete(look);
        reject(
          new Error(`no such diagnostics of ${uri}; the last are ${JSON.stringify(this.published.filter((each) => each.uri === uri).at(-1))}\n${this.stderr}`),
        );
      }, seconds * 1000);
      this.waiting.add(look);
      look();
    });
  }

  /** Asks the server to end, and waits until its process has. Returns the exit code. */
  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.process.once("exit", resolve));
    await this.request("shutdown", null);
    void this.connection.sendNotification("exit");
    const code = await ended;
    this.connection.dispose();
    return code;
  }
}
