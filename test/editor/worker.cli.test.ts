/** The bundle for a web worker: in a thread of node, messages in and messages out; and in a context without anything of node. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import vm from "node:vm";
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

/** The page's side of a worker. */
interface Page {
  readonly answers: readonly Message[];
  readonly fetched: readonly string[];
  readonly send: (message: object) => void;
}

/**
 * The bundle where there is nothing of node: no process, no require, no Buffer, no module of node's own; only what the
 * standards give to a worker of a page, and the file of HiGHS beside the bundle.
 */
function openPage(): Page {
  const answers: Message[] = [];
  const fetched: string[] = [];
  const listeners: ((event: { readonly data: unknown }) => void)[] = [];
  const address = "https://specs.example/language-server.js";
  const global: Record<string, unknown> = {
    WorkerGlobalScope: class {},
    location: { href: address },
    navigator: { userAgent: "test" },
    postMessage: (message: Message) => answers.push(message),
    addEventListener: (type: string, listener: (event: { readonly data: unknown }) => void) => type === "message" && listeners.push(listener),
    fetch: (url: string | URL) => {
      fetched.push(String(url));
      return Promise.resolve(new Response(readFileSync(path.join(path.dirname(bundle), "highs.wasm")), { headers: { "content-type": "application/wasm" } }));
    },
    // The standard names that a bare context of node lacks.
    ...{ setTimeout, clearTimeout, setInterval, clearInterval, queueMicrotask, structuredClone, console, performance, crypto: globalThis.crypto, atob, btoa },
    ...{ URL, URLSearchParams, TextEncoder, TextDecoder, Response, AbortController, AbortSignal, Event, EventTarget },
  };
  global["self"] = global;
  vm.createContext(global);
  // A script has no address of its own; nothing else in the bundle needs a module, or this would not compile.
  const text = readFileSync(bundle, "utf8").replaceAll("import.meta.url", JSON.stringify(address));
  vm.runInContext(text, global, { filename: bundle });
  const send = (data: object): void => {
    const handler = global["onmessage"] as (typeof listeners)[number] | undefined;
    for (const each of [...listeners, ...(handler ? [handler] : [])]) each({ data });
  };
  return { answers, fetched, send };
}

describe("the language server in a page", () => {
  it("answers and solves with HiGHS, without anything of node", async () => {
    const page = openPage();
    const ask = async (id: number, method: string, params: unknown): Promise<unknown> => {
      page.send({ jsonrpc: "2.0", id, method, params });
      const answer = await until(() => page.answers.find((each) => each.id === id && each.method === undefined));
      expect(answer.error, method).toBeUndefined();
      return answer.result;
    };
    expect(await ask(1, "initialize", { processId: null, rootUri: null, capabilities: {}, initializationOptions: { solver: "highs" } })).toMatchObject({ serverInfo: { name: "mech" } });
    const uri = "memory:///myerson.mech";
    const text = readFileSync("examples/textbook/myerson-uniform.mech", "utf8");
    page.send({ jsonrpc: "2.0", method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "mech", version: 1, text } } });
    const textDocument = { uri };
    const position = { line: text.split("\n").findIndex((each) => each.startsWith("incentives bayesian")), character: 14 };
    expect(JSON.stringify(await ask(2, "textDocument/hover", { textDocument, position }))).toContain("bayesian");
    expect(await ask(3, "textDocument/formatting", { textDocument, options: { tabSize: 2, insertSpaces: true } })).toEqual([]);
    expect(await ask(4, "workspace/executeCommand", { command: "mech.solve", arguments: [uri] })).toMatch(/optimal, certified exactly[^]*solved with highs[^]*holds: `revenue = 2`/);
    expect(await ask(5, "workspace/executeCommand", { command: "mech.plot", arguments: [uri] })).toMatch(/^<svg/);
    expect(await ask(6, "workspace/executeCommand", { command: "mech.expand", arguments: [uri] })).toContain("require incentives_bidder");
    expect(await ask(7, "workspace/executeCommand", { command: "mech.showProgram", arguments: [uri] })).toContain("Subject To");
    // One file beside the bundle, and nothing else in the world.
    expect([...new Set(page.fetched)]).toEqual(["https://specs.example/highs.wasm"]);
  });
});
