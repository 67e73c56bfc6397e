/** The language server as an editor sees it: a client over standard input and output. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  DocumentSymbol,
  Hover,
  InitializeResult,
  InlayHint,
  Location,
  SemanticTokens,
  SignatureHelp,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver-protocol";
import { TextDocument } from "vscode-languageserver-textdocument";
import { LspClient } from "./client.ts";
import { auction } from "./specs.ts";

let client: LspClient & { readonly initialized: InitializeResult };
beforeAll(async () => {
  client = await LspClient.start();
});
afterAll(async () => {
  expect(await client.stop()).toBe(0);
  expect(client.stderr).toBe("");
});

/** A spec that takes a solver long enough to be interrupted. */
const large = auction
  .replace("param n in 1..5 = 2", "param n in 1..5 = 3")
  .replace("in {1, 2}", "in 1..8")
  .replace("incentives    bayesian", "incentives    dominant")
  .replace("participation interim", "participation ex_post");

describe("the server", () => {
  it("says what it can do", () => {
    const { capabilities, serverInfo } = client.initialized;
    expect(serverInfo?.name).toBe("mech");
    expect(Object.keys(capabilities)).toEqual(
      expect.arrayContaining([
        "textDocumentSync",
        "hoverProvider",
        "completionProvider",
        "definitionProvider",
        "referencesProvider",
        "renameProvider",
        "documentSymbolProvider",
        "semanticTokensProvider",
        "foldingRangeProvider",
        "signatureHelpProvider",
        "documentFormattingProvider",
        "documentRangeFormattingProvider",
        "inlayHintProvider",
        "codeLensProvider",
        "codeActionProvider",
        "executeCommandProvider",
      ]),
    );
  });

  it("reports what is wrong while it is typed, and forgets it when it is mended", async () => {
    const file = client.open("model m\nparam rounds = 2\nagents bidder = 1..«»rounds\n");
    expect(await file.diagnostics()).toEqual([]);
    const at = file.marks.at();
    file.edit(at, at + 6, "ruonds");
    const [found] = await file.diagnostics((each) => each.length > 0);
    expect(found).toMatchObject({
      code: "MECH0201",
      severity: 1,
      source: "mech",
      range: { start: { line: 2, character: 19 }, end: { line: 2, character: 25 } },
    });
    expect(found?.message).toContain("Did you mean `rounds`?");
    file.edit(at, at + 6, "rounds");
    expect(await file.diagnostics((each) => each.every((one) => one.severity !== 1))).toBeDefined();
    file.close();
    expect(await client.diagnosticsOf(file.uri, (each) => each.diagnostics.length === 0)).toEqual([]);
  });

  it("labels related places", async () => {
    const file = client.open("model m\nparam n = 2\nparam n = 3\n");
    const found = await file.diagnostics((each) => each.length > 0);
    expect(found[0]?.relatedInformation?.[0]?.location.range.start).toEqual({ line: 1, character: 6 });
  });

  it("answers hover, completion, signature help, definition, references and rename", async () => {
    const file = client.open(
      auction
        .replace("value[i] * win[i]", "va«use»lue[i] * win[i]")
        .replace("use auctions", "use auc«lib»tions")
        .replace("maximize revenue", "maximize «complete»revenue")
        .replace("~ uniform", "~ bernoulli(«call»1/2)"),
    );
    const hover = await file.ask<Hover>("textDocument/hover", "use");
    expect(JSON.stringify(hover.contents)).toContain("What a bidder would pay at most.");
    const completions = await file.ask<CompletionItem[]>("textDocument/completion", "complete");
    expect(completions.map((each) => each.label)).toContain("revenue");
    const help = await file.ask<SignatureHelp>("textDocument/signatureHelp", "call");
    expect(help.signatures[0]?.label).toBe("bernoulli(p)");
    const definition = await file.ask<Location>("textDocument/definition", "use");
    expect(definition).toMatchObject({ uri: file.uri, range: { start: { line: 11, character: 6 } } });
    expect((await file.ask<Location>("textDocument/definition", "lib")).uri).toMatch(/^file:.*\/lib\/auctions\.mech$/);
    expect(await file.ask<Location[]>("textDocument/references", "use", { context: { includeDeclaration: true } })).toHaveLength(3);
    expect(await file.ask("textDocument/prepareRename", "use")).toMatchObject({ placeholder: "value" });
    const edit = await file.ask<WorkspaceEdit>("textDocument/rename", "use", { newName: "worth" });
    expect(TextDocument.applyEdits(file.document, edit.changes?.[file.uri] ?? [])).toBe(file.document.getText().replace(/\bvalue\b/g, "worth"));
    await expect(file.ask("textDocument/rename", "use", { newName: "bidder" })).rejects.toThrow("declared already");
    await expect(file.ask("textDocument/rename", "use", { newName: "3" })).rejects.toThrow("not a name");
  });

  it("answers for the whole file: outline, colours, folding, formatting", async () => {
    const file = client.open(auction.replace("param n in 1..5 = 2", "param n   in 1..5 = 2"));
    expect((await file.askAll<DocumentSymbol[]>("textDocument/documentSymbol")).map((each) => each.name)).toContain("mechanism");
    expect((await file.askAll<SemanticTokens>("textDocument/semanticTokens/full")).data.length).toBeGreaterThan(100);
    expect((await file.askAll<unknown[]>("textDocument/foldingRange")).length).toBeGreaterThan(0);
    const options = { tabSize: 2, insertSpaces: true };
    const edits = await file.askAll<TextEdit[]>("textDocument/formatting", { options });
    expect(TextDocument.applyEdits(file.document, edits)).toContain("param n in 1..5 = 2");
    const some = await file.askAll<TextEdit[]>("textDocument/rangeFormatting", {
      options,
      range: { start: { line: 24, character: 0 }, end: { line: 24, character: 1 } },
    });
    expect(TextDocument.applyEdits(file.document, some)).toContain("param n   in 1..5 = 2");
  });

  it("shows sizes and rows once the program is compiled, and offers to solve it", async () => {
    const file = client.open(auction);
    await file.diagnostics((each) => each.some((one) => one.code === "MECH1201"));
    const lenses = await file.askAll<CodeLens[]>("textDocument/codeLens");
    expect(lenses[0]?.command).toMatchObject({ title: "LP: 12 rows - solve", command: "mech.solve", arguments: [file.uri] });
    const hints = await file.askAll<InlayHint[]>("textDocument/inlayHint", { range: { start: { line: 0, character: 0 }, end: { line: 50, character: 0 } } });
    expect(hints.map((each) => each.label)).toEqual(expect.arrayContaining(["(2)", "4 rows"]));
  });

  it("fixes what has an obvious fix", async () => {
    const file = client.open("model m\nparam n = 2\nassert n «»== 2\n");
    await file.diagnostics((each) => each.length > 0);
    const range = { start: file.position(), end: file.position() };
    const [action] = await file.askAll<CodeAction[]>("textDocument/codeAction", { range, context: { diagnostics: [] } });
    expect(action?.title).toBe("Write `=`");
    expect(TextDocument.applyEdits(file.document, action?.edit?.changes?.[file.uri] ?? [])).toContain("assert n = 2");
  });
});

describe("commands", () => {
  const execute = (command: string, ...values: readonly unknown[]): Promise<string> =>
    client.request<string>("workspace/executeCommand", { command, arguments: values });

  it("solve, expand, show the program and plot", async () => {
    const { uri } = client.open(auction);
    expect(await execute("mech.solve", uri)).toMatch(/two_bidders: optimal, certified exactly[^]*\| revenue \| 3\/2 \|/);
    expect(await execute("mech.expand", uri)).toContain("require incentives_bidder[");
    expect(await execute("mech.showProgram", uri)).toMatch(/^Maximize$/m);
    expect(await execute("mech.plot", uri)).toMatch(/^<svg/);
  });

  it("say what is wrong with a spec that does not compile", async () => {
    const { uri } = client.open("model m\nparam n = m2\n");
    expect(await execute("mech.solve", uri)).toContain("line 2: error MECH0201");
  });

  it("are refused for a file that is not open and for other names", async () => {
    await expect(execute("mech.solve", "file:///nowhere.mech")).rejects.toThrow("address of an open file");
    const { uri } = client.open(auction);
    await expect(execute("mech.dance", uri)).rejects.toThrow();
  });

  it("can be cancelled, and the server goes on", async () => {
    const { uri } = client.open(large);
    const { CancellationTokenSource } = await import("vscode-jsonrpc/node");
    const source = new CancellationTokenSource();
    const started = performance.now();
    const answer = client.connection.sendRequest("workspace/executeCommand", { command: "mech.solve", arguments: [uri] }, source.token);
    setTimeout(() => source.cancel(), 300);
    await expect(answer).rejects.toThrow("cancelled");
    expect(performance.now() - started).toBeLessThan(15_000);
    const { uri: other } = client.open(auction);
    expect(await execute("mech.solve", other)).toContain("3/2");
  });
});

describe("saving", () => {
  it("solves, and marks the claims that fail", async () => {
    const file = client.open(auction.replace("assert revenue = 3/2", "assert revenue = 2"));
    await file.diagnostics();
    file.save();
    const found = await file.diagnostics((each) => each.some((one) => one.code === "MECH1001"));
    const failed = found.find((each) => each.code === "MECH1001");
    expect(failed?.message).toContain("3/2");
    expect(failed?.range.start.line).toBe(28);
  });

  it("marks a program that has no solution, with the conflict", async () => {
    const file = client.open(auction.replace("quantity revenue", "require rich: E[sum(i in bidder) pay[i]] >= 5\nquantity revenue").replace(/assert .*\n/, ""));
    await file.diagnostics();
    file.save();
    const found = await file.diagnostics((each) => each.some((one) => one.code === "MECH0901"));
    expect(found.find((each) => each.code === "MECH0901")?.message).toContain("cannot hold together");
  });

  it("does not hold up other answers, and a change drops what was begun", async () => {
    const file = client.open(large);
    await file.diagnostics();
    file.save();
    const started = performance.now();
    await file.askAll("textDocument/documentSymbol");
    const end = file.document.getText().length;
    file.edit(end, end, "let oops = nowhere\n");
    const found = await file.diagnostics((each) => each.some((one) => one.code === "MECH0201"));
    expect(found.length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(15_000);
    for (const each of client.published.filter((one) => one.uri === file.uri && one.version === 2))
      expect(each.diagnostics.some((one) => one.code === "MECH0201")).toBe(true);
  });
});

describe("settings", () => {
  it("are followed when they change, and nonsense in them is not", async () => {
    const file = client.open(auction);
    const linted = (each: readonly { readonly code?: unknown }[]): boolean => each.some((one) => one.code === "MECH1201");
    await file.diagnostics(linted);
    const change = (mech: unknown): void => void client.connection.sendNotification("workspace/didChangeConfiguration", { settings: { mech } });
    change({ lint: { pedantic: false }, timeLimitSeconds: "soon" });
    expect(linted(await file.diagnostics((each) => !linted(each)))).toBe(false);
    change({ lint: "no", solver: 3 });
    expect(linted(await file.diagnostics(linted))).toBe(true);
  });
});

describe("a broken file", () => {
  it("still has an outline, hover and completion", async () => {
    const file = client.open(
      "/// How many.\nparam n = 2\nagents bidder = 1..n\ntype value[i in bidder] in {1, 2\npayoff bidder[i] = va«»\nmechanism {\n  allocation win[",
    );
    expect((await file.diagnostics()).length).toBeGreaterThan(0);
    expect((await file.ask<CompletionItem[]>("textDocument/completion")).map((each) => each.label)).toEqual(expect.arrayContaining(["value", "i", "n"]));
    expect((await file.askAll<DocumentSymbol[]>("textDocument/documentSymbol")).map((each) => each.name)).toEqual(
      expect.arrayContaining(["n", "bidder", "value", "win"]),
    );
    const hover = await client.request<Hover>("textDocument/hover", { textDocument: { uri: file.uri }, position: { line: 2, character: 19 } });
    expect(JSON.stringify(hover.contents)).toContain("How many.");
  });

  it("of noise, of nothing and of a single bracket is survived", async () => {
    for (const text of ["", "{", "\u0000\u0001", "((((((((", "mechanism {", "\ud800", "///", '"']) {
      const file = client.open(text);
      await file.diagnostics();
      await file.askAll("textDocument/semanticTokens/full");
      expect(Array.isArray(await client.request("textDocument/completion", { textDocument: { uri: file.uri }, position: { line: 0, character: 1 } }))).toBe(
        true,
      );
      file.close();
    }
  });

  it("of another protocol is refused politely", async () => {
    await expect(client.request("textDocument/hover", { textDocument: { uri: "file:///none.mech" }, position: { line: 0, character: 0 } })).resolves.toBeNull();
    await expect(client.request("textDocument/nothing", {})).rejects.toThrow();
  });
});
