/**
 * The open files: one snapshot each, fast checks after every change, slow ones when the author pauses, solving on save.
 * What was computed for an earlier version is dropped.
 */
import { TextDocuments, type Connection } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { toProtocol } from "../services/diagnostics.ts";
import { Snapshot } from "../services/snapshot.ts";
import type { Background, Running } from "./background.ts";
import type { JobKind } from "./jobs.ts";
import { defaultSettings, type Settings } from "./settings.ts";

export interface ClientAbilities {
  readonly refreshLenses: boolean;
  readonly refreshHints: boolean;
}

/** A burst of changes is checked once; short enough not to be felt. A file whose check takes longer waits as long as that. */
const FAST_DELAY = 10;
/** The pause after which whole programs are compiled. */
const SLOW_DELAY = 400;

interface Open {
  snapshot: Snapshot;
  /** Milliseconds of the last fast check. */
  cost: number;
  fast: ReturnType<typeof setTimeout> | undefined;
  slow: ReturnType<typeof setTimeout> | undefined;
  running: Running | undefined;
}

export class Documents {
  settings: Settings = defaultSettings;
  private abilities: ClientAbilities = { refreshLenses: false, refreshHints: false };
  private readonly texts = new TextDocuments(TextDocument);
  private readonly open = new Map<string, Open>();

  constructor(
    private readonly connection: Connection,
    private readonly background: Background,
  ) {}

  configure(settings: Settings, abilities: ClientAbilities): void {
    this.settings = settings;
    this.abilities = abilities;
  }

  /** New settings; what was found under the old ones is looked for again. */
  change(settings: Settings): void {
    const same = JSON.stringify(settings) === JSON.stringify(this.settings);
    this.settings = settings;
    if (!same) for (const file of this.open.values()) this.startSlow(file, "check");
  }

  /** The present version of a file; undefined for one that is not open. */
  snapshot(uri: string): Snapshot | undefined {
    return this.open.get(uri)?.snapshot;
  }

  listen(): void {
    this.texts.onDidChangeContent(({ document }) => this.changed(document));
    this.texts.onDidSave(({ document }) => {
      const file = this.open.get(document.uri);
      if (file && this.settings.solveOnSave) this.startSlow(file, "solve");
    });
    this.texts.onDidClose(({ document }) => {
      const file = this.open.get(document.uri);
      if (!file) return;
      this.stop(file);
      this.open.delete(document.uri);
      void this.connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
    });
    this.texts.listen(this.connection);
  }

  async dispose(): Promise<void> {
    for (const file of this.open.values()) this.stop(file);
    this.open.clear();
    await this.background.dispose();
  }

  private changed(document: TextDocument): void {
    const before = this.open.get(document.uri);
    // The text of the library is changed in place, and a snapshot is of one version.
    const frozen = TextDocument.create(document.uri, document.languageId, document.version, document.getText());
    const file: Open = before ?? { snapshot: new Snapshot(frozen), cost: 0, fast: undefined, slow: undefined, running: undefined };
    if (before) file.snapshot = new Snapshot(frozen, before.snapshot);
    this.open.set(document.uri, file);
    this.stop(file);
    file.fast = setTimeout(
      () => {
        file.fast = undefined;
        const started = performance.now();
        this.publish(file);
        file.cost = performance.now() - started;
      },
      Math.min(SLOW_DELAY / 2, Math.max(FAST_DELAY, file.cost)),
    );
    file.slow = setTimeout(() => this.startSlow(file, "check"), SLOW_DELAY);
  }

  private stop(file: Open): void {
    clearTimeout(file.fast);
    clearTimeout(file.slow);
    file.fast = undefined;
    file.slow = undefined;
    file.running?.cancel();
    file.running = undefined;
  }

  private publish({ snapshot }: Open): void {
    const { uri, version } = snapshot.document;
    void this.connection.sendDiagnostics({ uri, version, diagnostics: snapshot.diagnostics.map((each) => toProtocol(snapshot, each)) });
  }

  private startSlow(file: Open, kind: JobKind): void {
    clearTimeout(file.slow);
    file.slow = undefined;
    file.running?.cancel();
    const { snapshot } = file;
    const running = this.background.start({ kind, text: snapshot.text, settings: this.settings });
    file.running = running;
    running.result.then(
      (result) => {
        if (result === undefined || file.running !== running || file.snapshot !== snapshot) return;
        file.running = undefined;
        snapshot.slow = result;
        this.publish(file);
        if (this.abilities.refreshLenses) this.connection.sendRequest("workspace/codeLens/refresh").catch(() => undefined);
        if (this.abilities.refreshHints) this.connection.languages.inlayHint.refresh().catch(() => undefined);
      },
      (error: unknown) => {
        if (file.running === running) file.running = undefined;
        this.connection.console.error(`checking ${snapshot.document.uri} failed: ${error instanceof Error ? error.message : String(error)}`);
      },
    );
  }
}
