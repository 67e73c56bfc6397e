/** The one panel beside the editor in which results are shown. */
import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import { renderPage } from "./html.ts";
import type { Page } from "./html.ts";

export class ResultPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;

  /** Replaces what the panel shows; opens it beside the editor if it is closed, without taking the focus. */
  show(page: Page): void {
    const panel = this.panel ?? this.open();
    panel.title = page.title;
    panel.webview.html = renderPage(page, randomUUID());
    panel.reveal(undefined, true);
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private open(): vscode.WebviewPanel {
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel("mech.result", "Mech", place, { enableScripts: false, localResourceRoots: [], enableFindWidget: true });
    panel.onDidDispose(() => (this.panel = undefined));
    this.panel = panel;
    return panel;
  }
}
