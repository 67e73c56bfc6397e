/** The bundle for a web worker, in a thread that looks like one: messages in, messages out, no standard streams. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const bundle = path.resolve("dist", "browser", "language-server.js");

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly params?: { readonly diagnostics?: readonly { readonly code?: string }[] };
}

/** The globals that a page gives to a worker, made of those that node gives to a thread. */
const shim = `
  const { parentPort } = require("node:worker_threads");
  globalThis.postMessage = (message) => parentPort.postMessage(message);
  const listeners = new Set();
  globalThis.addEventListener = (type, listener) => type === "message" && listeners.add(listener);
  parentPort.on("message", (data) => { for (const each of listeners) each({ data }); globalThis.onmessage?.({ data }); });
  import(${JSON.stringify(pathToFileURL(bundle).href)}).then(() => parentPort.postMessage({ method: "ready" }));
`;

let worker: Worker;
const received: Message[] = [];
let next = 0;

async function until<T>(look: () => T | undefined): Promise<T> {
  for (let tries = 0; tries < 2000; tries++) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`the worker did not answer; it said ${JSON.stringify(received)}`);
}

async function request(method: string, params: unknown): Promise<unknown> {
  const id = ++next;
  worker.postMessage({ jsonrpc: "2.0", id, method, params });
  const answer = await until(() => received.find((each) => each.id === id && each.method === undefined));
  if (answer.error) throw new Error(answer.error.message);
  return answer.result;
}

beforeAll(async () => {
  worker = new Worker(shim, { eval: true });
  worker.on("message", (message: Message) => received.push(message));
  await until(() => received.find((each) => each.method === "ready"));
});
afterAll(() => worker.terminate());

describe("the language server in a worker", () => {
  const uri = "memory:///spec.mech";

  it("is a bundle without the GPL solver, with HiGHS beside it", () => {
    expect(readFileSync(bundle, "utf8")).not.toMatch(/glp_simplex|GLP_UNDEF/);
    expect(existsSync(path.join(path.dirname(bundle), "highs.wasm"))).toBe(true);
  });

  it("answers as on the command line, and solves", async () => {
    const started = await request("initialize", { processId: null, rootUri: null, capabilities: {} });
    expect(started).toMatchObject({ serverInfo: { name: "mech" } });
    const text = "model m\nparam n = 2\nagents bidder = 1..m\nassert n = 2\n";
    worker.postMessage({ jsonrpc: "2.0", method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "mech", version: 1, text } } });
    const published = await until(() => received.find((each) => each.method === "textDocument/publishDiagnostics"));
    expect(published.params?.diagnostics?.map((each) => each.code)).toEqual(["MECH0201"]);
    worker.postMessage({
      jsonrpc: "2.0",
      method: "textDocument/didChange",
      params: { textDocument: { uri, version: 2 }, contentChanges: [{ text: text.replace("1..m", "1..n") }] },
    });
    expect(await request("workspace/executeCommand", { command: "mech.solve", arguments: [uri] })).toContain("# m: evaluated");
  });
});
