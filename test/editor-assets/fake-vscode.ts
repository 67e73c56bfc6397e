/**
 * As much of the editor as the extension needs to run in Node: documents, diagnostics, commands, panels. What the
 * language client only registers is accepted and forgotten.
 */
import childProcess from "node:child_process";
import type { ChildProcess, ForkOptions } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import vm from "node:vm";

class Disposable {
  constructor(private readonly action: () => void = () => undefined) {}
  dispose(): void {
    this.action();
  }
}

class EventEmitter<T> {
  private readonly listeners = new Set<(value: T) => unknown>();
  readonly event = (listener: (value: T) => unknown, self?: unknown): Disposable => {
    const bound = listener.bind(self);
    this.listeners.add(bound);
    return new Disposable(() => this.listeners.delete(bound));
  };
  fire(value: T): void {
    for (const listener of this.listeners) listener(value);
  }
  dispose(): void {
    this.listeners.clear();
  }
}

class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
}

class Range {
  readonly start: Position;
  readonly end: Position;
  constructor(startLine: number, startCharacter: number, endLine: number, endCharacter: number) {
    this.start = new Position(startLine, startCharacter);
    this.end = new Position(endLine, endCharacter);
  }
}

class Uri {
  constructor(
    readonly scheme: string,
    readonly path: string,
  ) {}
  static parse(text: string): Uri {
    const { protocol, pathname } = new URL(text);
    return new Uri(protocol.slice(0, -1), decodeURIComponent(pathname));
  }
  static file(name: string): Uri {
    return new Uri("file", name);
  }
  toString(): string {
    return `${this.scheme}://${this.path}`;
  }
}

class Diagnostic {
  code: unknown;
  source: string | undefined;
  constructor(
    readonly range: Range,
    readonly message: string,
    readonly severity: number,
  ) {}
}

class CancellationTokenSource {
  private readonly emitter = new EventEmitter<void>();
  readonly token = { isCancellationRequested: false, onCancellationRequested: this.emitter.event };
  cancel(): void {
    this.token.isCancellationRequested = true;
    this.emitter.fire();
  }
  dispose(): void {
    this.emitter.dispose();
  }
}

class CodeActionKind {
  static readonly Empty = new CodeActionKind("");
  constructor(readonly value: string) {}
  append(part: string): CodeActionKind {
    return new CodeActionKind(this.value === "" ? part : `${this.value}.${part}`);
  }
}

/** An open document. */
export class Document {
  version = 1;
  readonly isClosed = false;
  constructor(
    readonly uri: Uri,
    private text: string,
    readonly languageId: string,
  ) {}
  getText(): string {
    return this.text;
  }
  replace(text: string): void {
    this.text = text;
    this.version += 1;
  }
}

interface Panel {
  title: string;
  readonly options: unknown;
  readonly webview: { html: string };
  readonly reveal: () => void;
  readonly dispose: () => void;
  readonly onDidDispose: (listener: () => void) => Disposable;
}

/** Anything that is not spelled out: classes to extend, enumerations to look into, functions that register something. */
function accepting(known: Record<string, unknown>): unknown {
  return new Proxy(known, {
    get: (target, name) => {
      if (typeof name !== "string" || name in target || name === "then") return target[name as string];
      if (/^(on|register|create|set)[A-Z]/.test(name)) return () => new Disposable();
      if (/^[A-Z]/.test(name)) return (target[name] = class {});
      return undefined;
    },
  });
}

/** The editor: what tests look at and do, and the module `vscode` that the extension sees. */
export class FakeEditor {
  readonly commands = new Map<string, (...args: unknown[]) => unknown>();
  readonly diagnostics = new Map<string, readonly Diagnostic[]>();
  readonly panels: Panel[] = [];
  readonly messages: string[] = [];
  readonly log: string[] = [];
  readonly settings: Record<string, unknown> = { solver: "auto", lint: { pedantic: true }, solveOnSave: true, timeLimitSeconds: 30 };
  readonly subscriptions: Disposable[] = [];
  /** The processes that the extension started. */
  readonly processes: ChildProcess[] = [];
  active: Document | undefined;
  /** Behind the button that cancels what runs. */
  progress: CancellationTokenSource | undefined;
  private readonly documents: Document[] = [];
  private readonly opened = new EventEmitter<Document>();
  private readonly changed = new EventEmitter<unknown>();
  private readonly saved = new EventEmitter<Document>();
  private readonly configured = new EventEmitter<unknown>();
  readonly module = this.build();

  open(uri: string, text: string, languageId = "mech"): Document {
    const document = new Document(Uri.parse(uri), text, languageId);
    this.documents.push(document);
    this.active = document;
    this.opened.fire(document);
    return document;
  }

  change(document: Document, text: string): void {
    const lines = document.getText().split("\n");
    const range = new Range(0, 0, lines.length, 0);
    const rangeLength = document.getText().length;
    document.replace(text);
    this.changed.fire({ document, contentChanges: [{ range, rangeOffset: 0, rangeLength, text }], reason: undefined });
  }

  save(document: Document): void {
    this.saved.fire(document);
  }

  configure(settings: Record<string, unknown>): void {
    Object.assign(this.settings, settings);
    this.configured.fire({ affectsConfiguration: () => true });
  }

  /** Loads a bundle as the editor does: a CommonJS module that finds `vscode`, and nothing outside the bundle but Node. */
  load(file: string): { activate: (context: unknown) => Promise<void>; deactivate: () => Promise<void> } {
    const requireNode = createRequire(file);
    const require = (name: string): unknown => {
      if (name === "vscode") return this.module;
      if (name === "child_process") return { ...childProcess, fork: this.fork };
      if (name.startsWith(".") || name.startsWith("/")) throw new Error(`${name} is not in the bundle`);
      return requireNode(name);
    };
    const module = { exports: {} };
    const parameters = ["exports", "require", "module", "__filename", "__dirname"];
    const code = vm.compileFunction(readFileSync(file, "utf8"), parameters, { filename: file }) as (...args: unknown[]) => void;
    code(module.exports, require, module, file, path.dirname(file));
    return module.exports as ReturnType<FakeEditor["load"]>;
  }

  context(folder: string): unknown {
    return { subscriptions: this.subscriptions, asAbsolutePath: (relative: string) => path.join(folder, relative), extensionPath: folder };
  }

  private readonly fork = (module: string, args: readonly string[], options: ForkOptions): ChildProcess => {
    const started = childProcess.fork(module, args, options);
    this.processes.push(started);
    return started;
  };

  private build(): unknown {
    const never = new EventEmitter<unknown>();
    const output = (): unknown =>
      accepting({
        ...Object.fromEntries(["append", "appendLine", "info", "warn", "error", "debug", "trace"].map((name) => [name, (text: string) => void this.log.push(text)])),
        show: () => undefined,
        dispose: () => undefined,
        logLevel: 0,
        onDidChangeLogLevel: never.event,
      });
    const configuration = (section?: string): unknown => ({ get: (key: string, fallback: unknown) => (section === undefined && key === "mech" ? this.settings : (this.settings[key] ?? fallback)) });
    const inFront = (): unknown => this.active && { document: this.active };
    const message = (text: string): Promise<undefined> => {
      this.messages.push(text);
      return Promise.resolve(undefined);
    };
    return accepting({
      // The client's own modules take what is marked so as it is; otherwise they would copy only what is spelled out.
      __esModule: true,
      version: "1.140.0",
      Disposable, EventEmitter, CodeActionKind, Position, Range, Uri, Diagnostic, CancellationTokenSource,
      ViewColumn: { Beside: -2 },
      ProgressLocation: { Notification: 15 },
      DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
      LogLevel: { Off: 0, Trace: 1, Debug: 2, Info: 3, Warning: 4, Error: 5 },
      UIKind: { Desktop: 1 },
      env: { language: "en", appName: "Test", uiKind: 1, onDidChangeTelemetryEnabled: never.event },
      l10n: {},
      lm: accepting({}),
      extensions: { getExtension: () => undefined },
      commands: accepting({
        registerCommand: (name: string, action: (...args: unknown[]) => unknown) => {
          if (this.commands.has(name)) throw new Error(`command '${name}' already exists`);
          this.commands.set(name, action);
          return new Disposable(() => void this.commands.delete(name));
        },
      }),
      languages: accepting({
        match: (_selector: unknown, document: Document) => (document.languageId === "mech" ? 10 : 0),
        createDiagnosticCollection: () => ({
          set: (uri: Uri, found: readonly Diagnostic[]) => void this.diagnostics.set(uri.toString(), found),
          delete: (uri: Uri) => void this.diagnostics.delete(uri.toString()),
          clear: () => this.diagnostics.clear(),
          dispose: () => this.diagnostics.clear(),
        }),
      }),
      workspace: accepting({
        textDocuments: this.documents,
        workspaceFolders: undefined,
        onDidOpenTextDocument: this.opened.event,
        onDidChangeTextDocument: this.changed.event,
        onDidSaveTextDocument: this.saved.event,
        onDidChangeConfiguration: this.configured.event,
        getConfiguration: configuration,
      }),
      window: accepting({
        visibleTextEditors: [],
        tabGroups: { all: [], onDidChangeTabs: never.event, onDidChangeTabGroups: never.event },
        createOutputChannel: output,
        showErrorMessage: message,
        showInformationMessage: message,
        showWarningMessage: message,
        withProgress: (_options: unknown, task: (progress: unknown, token: unknown) => unknown) => {
          this.progress = new CancellationTokenSource();
          return task({ report: () => undefined }, this.progress.token);
        },
        createWebviewPanel: (_kind: string, title: string, _place: unknown, options: unknown) => {
          const closed = new EventEmitter<void>();
          const panel: Panel = { title, options, webview: { html: "" }, reveal: () => undefined, dispose: () => closed.fire(), onDidDispose: closed.event };
          this.panels.push(panel);
          return panel;
        },
        get activeTextEditor() {
          return inFront();
        },
      }),
    });
  }
}
