/** Connects the services with an editor. Knows no file system and no process, so that it also runs in a page's worker. */
import {
  CodeActionKind,
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
  type CancellationToken,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  type Position,
} from "vscode-languageserver";
import { codeActions } from "../services/fixes.ts";
import { completionsAt } from "../services/completion.ts";
import { formatAll, formatRange } from "../services/formatting.ts";
import { hoverAt } from "../services/hover.ts";
import { inlayHints } from "../services/inlay.ts";
import { codeLenses, commands } from "../services/lenses.ts";
import { definitionAt, highlightsAt, referencesAt, type LibraryAddress } from "../services/navigation.ts";
import { documentSymbols, foldingRanges } from "../services/outline.ts";
import { RenameError, renameAt, renameRange } from "../services/rename.ts";
import { semanticTokens, tokenModifiers, tokenTypes } from "../services/semantic-tokens.ts";
import { signatureAt } from "../services/signature.ts";
import type { Snapshot } from "../services/snapshot.ts";
import type { Background } from "./background.ts";
import { runCommand } from "./commands.ts";
import { Documents } from "./documents.ts";
import { settingsOf } from "./settings.ts";

/** What the surroundings of the server provide. */
export interface Host {
  readonly background: Background;
  readonly version: string;
  readonly libraryAddress?: LibraryAddress;
}

const capabilities: InitializeResult["capabilities"] = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  hoverProvider: true,
  completionProvider: { triggerCharacters: ["~", "[", "(", " ", "|", "{"] },
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  semanticTokensProvider: { legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] }, full: true },
  foldingRangeProvider: true,
  signatureHelpProvider: { triggerCharacters: ["(", ","] },
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  inlayHintProvider: true,
  codeLensProvider: {},
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
  executeCommandProvider: { commands: [...commands] },
};

/**
 * Answers the messages of an editor until the connection is closed.
 *
 * @example serve(createConnection(process.stdin, process.stdout), { background: inlineBackground(), version: "1.0" })
 */
export function serve(connection: Connection, host: Host): void {
  const documents = new Documents(connection, host.background);

  connection.onInitialize((params: InitializeParams) => {
    documents.configure(settingsOf(params.initializationOptions), {
      refreshLenses: params.capabilities.workspace?.codeLens?.refreshSupport === true,
      refreshHints: params.capabilities.workspace?.inlayHint?.refreshSupport === true,
    });
    return { capabilities, serverInfo: { name: "mech", version: host.version } };
  });
  // Some editors send their settings at the start and after every change, and no options.
  connection.onDidChangeConfiguration(({ settings }: { readonly settings: unknown }) => {
    if (typeof settings === "object" && settings !== null && "mech" in settings) documents.change(settingsOf(settings.mech));
  });
  connection.onShutdown(() => documents.dispose());

  const at = <T>(uri: string, position: Position, answer: (snapshot: Snapshot, offset: number) => T): T | undefined => {
    const snapshot = documents.snapshot(uri);
    return snapshot && answer(snapshot, snapshot.document.offsetAt(position));
  };
  const of = <T>(uri: string, answer: (snapshot: Snapshot) => T): T | undefined => {
    const snapshot = documents.snapshot(uri);
    return snapshot && answer(snapshot);
  };

  connection.onHover(({ textDocument, position }) => at(textDocument.uri, position, hoverAt) ?? null);
  connection.onCompletion(({ textDocument, position }) => [...(at(textDocument.uri, position, completionsAt) ?? [])]);
  connection.onSignatureHelp(({ textDocument, position }) => at(textDocument.uri, position, signatureAt) ?? null);
  connection.onDefinition(
    ({ textDocument, position }) => at(textDocument.uri, position, (snapshot, offset) => definitionAt(snapshot, offset, host.libraryAddress)) ?? null,
  );
  connection.onReferences(({ textDocument, position, context }) => [
    ...(at(textDocument.uri, position, (snapshot, offset) => referencesAt(snapshot, offset, context)) ?? []),
  ]);
  connection.onDocumentHighlight(({ textDocument, position }) => [...(at(textDocument.uri, position, highlightsAt) ?? [])]);
  connection.onPrepareRename(({ textDocument, position }) => at(textDocument.uri, position, renameRange) ?? null);
  connection.onRenameRequest(({ textDocument, position, newName }) => {
    try {
      return at(textDocument.uri, position, (snapshot, offset) => renameAt(snapshot, offset, newName)) ?? null;
    } catch (error) {
      if (error instanceof RenameError) return new ResponseError<void>(LSPErrorCodes.RequestFailed, error.message);
      throw error;
    }
  });
  connection.onDocumentSymbol(({ textDocument }) => [...(of(textDocument.uri, documentSymbols) ?? [])]);
  connection.onFoldingRanges(({ textDocument }) => [...(of(textDocument.uri, foldingRanges) ?? [])]);
  connection.languages.semanticTokens.on(({ textDocument }) => of(textDocument.uri, semanticTokens) ?? { data: [] });
  connection.languages.inlayHint.on(({ textDocument, range }) => [...(of(textDocument.uri, (snapshot) => inlayHints(snapshot, range)) ?? [])]);
  connection.onCodeLens(({ textDocument }) => [...(of(textDocument.uri, codeLenses) ?? [])]);
  connection.onCodeAction(({ textDocument, range }) => [...(of(textDocument.uri, (snapshot) => codeActions(snapshot, range)) ?? [])]);
  connection.onDocumentFormatting(async ({ textDocument, options }) => [
    ...((await of(textDocument.uri, (snapshot) => formatAll(snapshot, layout(options)))) ?? []),
  ]);
  connection.onDocumentRangeFormatting(async ({ textDocument, range, options }) => [
    ...((await of(textDocument.uri, (snapshot) => formatRange(snapshot, range, layout(options)))) ?? []),
  ]);
  connection.onExecuteCommand(async ({ command, arguments: values }, token: CancellationToken) => {
    const uri: unknown = values?.[0];
    const snapshot = typeof uri === "string" ? documents.snapshot(uri) : undefined;
    if (!snapshot) return new ResponseError<void>(ErrorCodes.InvalidParams, "The first argument of a command is the address of an open file.");
    const answer = await runCommand(command, snapshot, host.background, documents.settings, token);
    if ("text" in answer) return answer.text;
    return new ResponseError<void>(answer.cancelled ? LSPErrorCodes.RequestCancelled : LSPErrorCodes.RequestFailed, answer.reason);
  });
  documents.listen();
  connection.listen();
}

function layout({ tabSize, insertSpaces }: { readonly tabSize: number; readonly insertSpaces: boolean }): {
  readonly tabWidth: number;
  readonly useTabs: boolean;
} {
  return { tabWidth: Math.min(16, Math.max(1, Math.round(tabSize) || 2)), useTabs: !insertSpaces };
}
