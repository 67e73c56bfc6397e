/** The extension: starts the bundled language server, and shows in a panel what the server's commands answer. */
import path from "node:path";
import * as vscode from "vscode";
import { ExecuteCommandRequest, LanguageClient, TransportKind } from "vscode-languageclient/node";
import type { LanguageClientOptions, ServerOptions } from "vscode-languageclient/node";
import { ResultPanel } from "./panel.ts";
import { pageOf } from "./results.ts";

let client: LanguageClient | undefined;

/** The spec that a command is about: what the code lens names, else the file in front. */
function subject(args: readonly unknown[]): string | undefined {
  const [first] = args;
  if (typeof first === "string") return first;
  // Menus pass the resource on which they were opened.
  if (first instanceof vscode.Uri) return first.toString();
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === "mech" ? document.uri.toString() : undefined;
}

/**
 * Asks the server; undefined when the author cancels, and when the server fails, after saying so in a message. Nobody waits
 * for what a menu or a lens starts, so an error that went further would be shown twice or be lost.
 */
async function ask(server: LanguageClient, command: string, args: unknown[], token: vscode.CancellationToken): Promise<unknown> {
  try {
    return await server.sendRequest(ExecuteCommandRequest.type, { command, arguments: args }, token);
  } catch (error) {
    if (!token.isCancellationRequested) void vscode.window.showErrorMessage(`Mech: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/** Runs one of the server's commands with a progress message that has a button to cancel, and shows the answer. */
async function execute(server: LanguageClient, panel: ResultPanel, command: string, args: readonly unknown[]): Promise<unknown> {
  const uri = subject(args);
  if (uri === undefined) {
    void vscode.window.showInformationMessage("Open a .mech file first.");
    return undefined;
  }
  const file = path.posix.basename(vscode.Uri.parse(uri).path);
  const progress = { location: vscode.ProgressLocation.Notification, title: `Mech: ${file}`, cancellable: true };
  const answer = await vscode.window.withProgress(progress, (_report, token) => ask(server, command, [uri, ...args.slice(1)], token));
  if (answer !== undefined && answer !== null) panel.show(pageOf(command, file, answer));
  return answer;
}

/** Called by the editor when the first `.mech` file is opened or a command is run. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const panel = new ResultPanel();
  const module = context.asAbsolutePath(path.join("dist", "server.mjs"));
  const server: ServerOptions = { module, transport: TransportKind.ipc };
  const options: LanguageClientOptions = {
    documentSelector: [{ language: "mech" }],
    synchronize: { configurationSection: "mech" },
    // The client registers the server's commands itself, so that code lenses, menus and the palette run the same ones.
    middleware: { executeCommand: (command, args: unknown[]) => execute(started, panel, command, args) },
  };
  const started = new LanguageClient("mech", "Mech", server, options);
  client = started;
  context.subscriptions.push(panel);
  await started.start();
}

/** Called by the editor when the extension is stopped; ends the server. */
export async function deactivate(): Promise<void> {
  const running = client;
  client = undefined;
  // A client that never came up has nothing to end.
  if (running?.isRunning() === true) await running.dispose();
}
