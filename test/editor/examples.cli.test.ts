/** A scripted editor types every example over the protocol, in pieces, and asks on the way. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CompletionItem } from "vscode-languageserver-protocol";
import { LspClient } from "./client.ts";
import { examples } from "./files.ts";

let client: LspClient;
beforeAll(async () => {
  client = await LspClient.start({ initialization: { solveOnSave: false } });
});
afterAll(async () => {
  expect(await client.stop()).toBe(0);
  expect(client.stderr).toBe("");
});

describe("typing an example over the protocol", () => {
  it.each(examples())("$name ends without an error", async ({ name, text }) => {
    const file = client.open("", name);
    // Pieces of different lengths, so that words, numbers and brackets are all cut somewhere.
    let end = 0;
    for (let k = 0; end < text.length; k++) {
      const next = Math.min(text.length, end + 5 + ((k * 7) % 23));
      file.edit(end, end, text.slice(end, next));
      end = next;
      if (k % 25 !== 0) continue;
      const position = file.document.positionAt(end);
      const items = await client.request<CompletionItem[]>("textDocument/completion", { textDocument: { uri: file.uri }, position });
      expect(Array.isArray(items)).toBe(true);
      await client.request("textDocument/hover", { textDocument: { uri: file.uri }, position });
    }
    expect(file.document.getText()).toBe(text);
    const found = await file.diagnostics();
    expect(found.filter((each) => each.severity === 1)).toEqual([]);
    file.close();
  });
});
