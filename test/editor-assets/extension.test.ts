import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { codes } from "../../compiler/diagnostics/codes.ts";
import manifest from "../../editor/vscode/package.json" with { type: "json" };
import project from "../../package.json" with { type: "json" };
import { packExtension, stageExtension } from "../../scripts/build-vsix.ts";
import { noticesOf, packageFolders } from "../../scripts/extension/notices.ts";
import type { Bundled } from "../../scripts/extension/bundle.ts";
import { FakeEditor } from "./fake-vscode.ts";

// Outside the repository, where no package can be found by accident.
const folder = mkdtempSync(path.join(tmpdir(), "mech-extension-"));
const staged = path.join(folder, "extension");
let bundled: Bundled;

beforeAll(async () => {
  bundled = await stageExtension(staged);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Names in a zip file, from its central directory. */
function zipped(file: string): string[] {
  const data = readFileSync(file);
  const names: string[] = [];
  const signature = Buffer.from([0x50, 0x4b, 0x01, 0x02]);
  for (let at = data.indexOf(signature); at >= 0; at = data.indexOf(signature, at + 4)) {
    names.push(data.toString("utf8", at + 46, at + 46 + data.readUInt16LE(at + 28)));
  }
  return names.sort();
}

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 20) {
    if (waited > 30_000) throw new Error("waited in vain");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe("the bundle", () => {
  it("contains the solver under the MIT licence and no other package under a licence that asks for more", async () => {
    const notices = await noticesOf(bundled.inputs);
    expect(notices.map((each) => each.name)).toEqual(expect.arrayContaining(["highs", "chevrotain", "prettier", "vscode-languageclient", "vscode-languageserver"]));
    expect(notices.map((each) => each.license).filter((each) => !["MIT", "ISC", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "Unlicense"].includes(each))).toEqual([]);
    const text = readFileSync(path.join(staged, "THIRD-PARTY-NOTICES.txt"), "utf8");
    for (const { name, version } of notices) expect(text).toContain(`${name} ${version} (`);
    // Each with the words of its licence, which these licences ask for, and not only with its name.
    expect(notices.filter((each) => !/permission|redistribution|licen[cs]e/i.test(each.text) || each.text.length < 300).map((each) => each.name)).toEqual([]);
    expect(text).not.toMatch(/GNU (?:LESSER |AFFERO )?GENERAL/i);
    expect(readFileSync(path.join(staged, "LICENSE"), "utf8")).toBe(readFileSync("LICENSE", "utf8"));
  });

  it("does not contain GLPK", () => {
    expect(bundled.inputs.filter((each) => each.includes("glpk"))).toEqual([]);
    expect(packageFolders(bundled.inputs).filter((each) => each.includes("glpk"))).toEqual([]);
    for (const file of ["extension.cjs", "server.mjs"]) expect(readFileSync(path.join(staged, "dist", file), "utf8"), file).not.toMatch(/glpk\.js|glp_|GLPK Simplex/);
    expect(readdirSync(path.join(staged, "dist")).sort()).toEqual(["extension.cjs", "highs.wasm", "server.mjs"]);
  });
});

describe("the package", () => {
  it("is made without the network, and carries licence, notices and description", async () => {
    const talk = (["log", "info"] as const).map((name) => vi.spyOn(console, name).mockImplementation(() => undefined));
    const connect = vi.spyOn(Socket.prototype, "connect").mockImplementation(() => {
      throw new Error("the packer asked for the network");
    });
    try {
      const file = await packExtension(staged, folder);
      expect(path.basename(file)).toBe(`mech-language-${project.version}.vsix`);
      expect(connect).not.toHaveBeenCalled();
      expect(zipped(file)).toEqual(
        [
          "[Content_Types].xml",
          "extension.vsixmanifest",
          ...["LICENSE.txt", "THIRD-PARTY-NOTICES.txt", "language-configuration.json", "package.json", "readme.md"],
          ...["dist/extension.cjs", "dist/highs.wasm", "dist/server.mjs", "snippets/mech.json", "syntaxes/mech.tmLanguage.json"],
        ]
          .map((name) => (/^(\[|extension\.)/.test(name) ? name : `extension/${name}`))
          .sort(),
      );
    } finally {
      for (const spy of [connect, ...talk]) spy.mockRestore();
    }
  });

  it("has a manifest of its own", () => {
    const packed = JSON.parse(readFileSync(path.join(staged, "package.json"), "utf8")) as Record<string, unknown>;
    expect(packed).toMatchObject({ name: "mech-language", version: project.version, main: "./dist/extension.cjs", contributes: manifest.contributes });
    expect(packed["type"]).toBeUndefined();
    expect(packed["icon"]).toBeUndefined();
  });
});

describe("the extension in an editor", () => {
  const lost: unknown[] = [];
  const lose = (reason: unknown): number => lost.push(reason);
  beforeAll(() => void process.on("unhandledRejection", lose));
  afterEach(() => expect(lost).toEqual([]));
  afterAll(() => void process.off("unhandledRejection", lose));

  const good = readFileSync("examples/textbook/prosecutor.mech", "utf8");
  let editor: FakeEditor;
  let extension: ReturnType<FakeEditor["load"]>;

  async function start(): Promise<void> {
    editor = new FakeEditor();
    extension = editor.load(path.join(staged, "dist", "extension.cjs"));
    await extension.activate(editor.context(staged));
  }

  afterEach(() => extension.deactivate());

  it("registers the commands of its manifest, and takes them back", async () => {
    await start();
    const commands = manifest.contributes.commands.map((each) => each.command);
    expect([...editor.commands.keys()]).toEqual(expect.arrayContaining(commands));
    expect(editor.processes.map((each) => each.exitCode)).toEqual([null]);
    await extension.deactivate();
    expect([...editor.commands.keys()]).toEqual([]);
    expect(editor.diagnostics.size).toBe(0);
    await until(() => editor.processes.every((each) => each.exitCode !== null || each.signalCode !== null));
    expect(editor.processes.map((each) => each.exitCode)).toEqual([0]);
  });

  it("shows what the server finds, and nothing when it is put right", async () => {
    await start();
    const document = editor.open("file:///specs/a%20b.mech", good.replace("agents judge", "agents jugde"));
    const found = (): readonly { message: string }[] => editor.diagnostics.get(document.uri.toString()) ?? [];
    await until(() => found().length > 0);
    expect(found().map((each) => each.message).join("\n")).toContain("judge");
    editor.change(document, good);
    await until(() => found().length === 0);
  });

  it("shows results in one panel, without scripts", async () => {
    await start();
    const document = editor.open("file:///specs/prosecutor.mech", good);
    const shown = async (command: string, ...args: unknown[]): Promise<string> => {
      await editor.commands.get(command)?.(...args);
      return editor.panels[0]?.webview.html ?? "";
    };
    const solution = await shown("mech.solve");
    expect(solution).toContain("<h1>Solution: prosecutor.mech</h1>");
    expect(solution).toContain("3/5");
    expect(solution).toContain("holds");
    expect(await shown("mech.expand", document.uri)).toContain("require");
    expect(await shown("mech.showProgram", document.uri.toString())).toMatch(/maximize|Maximize|max/);
    expect(await shown("mech.plot")).toContain("Plot: prosecutor.mech");
    expect(editor.panels.length).toBe(1);
    expect(editor.panels[0]?.options).toMatchObject({ enableScripts: false, localResourceRoots: [] });
  });

  it("respects the settings, also when they change", async () => {
    await start();
    const document = editor.open("file:///specs/claims.mech", `${good.replace("agents judge", "param idle = 1\nagents judge")}\nassert accuracy = 1\n`);
    const found = (): unknown[] => (editor.diagnostics.get(document.uri.toString()) ?? []).map((each) => each.code);
    await until(() => found().includes(codes["unused-name"].code));
    editor.configure({ lint: { pedantic: false }, solver: "exact" });
    await until(() => found().length === 0);
    editor.save(document);
    await until(() => found().includes(codes["assert-failed"].code));
    await editor.commands.get("mech.solve")?.();
    expect(editor.panels[0]?.webview.html).toContain("solved with exact");
  });

  it("can cancel what takes too long, and goes on", async () => {
    await start();
    editor.configure({ solver: "exact" });
    const slow = readFileSync("examples/textbook/myerson-uniform.mech", "utf8").replace(/^assert.*$/gm, "").replace(/\{1, 2, 3\}/g, "1..40");
    editor.open("file:///specs/slow.mech", slow);
    const running = editor.commands.get("mech.solve")?.();
    await new Promise((resolve) => setTimeout(resolve, 300));
    editor.progress?.cancel();
    expect(await running).toBeUndefined();
    expect(editor.panels).toEqual([]);
    expect(editor.messages).toEqual([]);
    editor.open("file:///specs/prosecutor.mech", good);
    await editor.commands.get("mech.solve")?.();
    expect(editor.panels[0]?.webview.html).toContain("3/5");
  });

  const commands = manifest.contributes.commands.map((each) => each.command);
  const run = async (command: string, ...args: unknown[]): Promise<unknown> => {
    const action = editor.commands.get(command);
    if (!action) throw new Error(`${command} is not registered`);
    return action(...args);
  };

  it("answers every command on a spec that is right, and with a picture where there is one to draw", async () => {
    await start();
    editor.open("file:///specs/auction.mech", readFileSync("examples/textbook/myerson-uniform.mech", "utf8"));
    const expected: Readonly<Record<string, string>> = {
      "mech.solve": "<h1>Solution: auction.mech</h1>",
      "mech.expand": "<h1>Expanded spec: auction.mech</h1>",
      "mech.showProgram": "<h1>Program: auction.mech</h1>",
      "mech.plot": '<img alt="Plot" src="data:image/svg+xml;base64,',
    };
    expect(Object.keys(expected).sort()).toEqual([...commands].sort());
    for (const command of commands) {
      expect(await run(command), command).not.toBe("");
      expect(editor.panels[0]?.webview.html, command).toContain(expected[command]);
    }
    expect(editor.messages).toEqual([]);
  });

  it.each([
    ["that does not parse", "model broken\nagents bidder = 1..", "MECH0111"],
    ["with an unknown name", good.replace("agents judge", "agents jugde"), "MECH0201"],
    ["that is empty", "", "The file does not name its model."],
  ])("shows for every command what is wrong with a spec %s", async (_what, text, said) => {
    await start();
    editor.open("file:///specs/wrong.mech", text);
    for (const command of commands) {
      expect(await run(command), command).toContain(said);
      // Every command replaces the page of the one before.
      expect(editor.panels[0]?.title, command).toMatch({ "mech.solve": /^Solution/, "mech.expand": /^Expanded/, "mech.showProgram": /^Program/, "mech.plot": /^Plot/ }[command] ?? /^$/);
      expect(editor.panels[0]?.webview.html, command).toContain("The spec does not compile.");
    }
    expect(editor.messages).toEqual([]);
  });

  it("shows the conflict of a spec that has no solution", async () => {
    await start();
    editor.open("file:///specs/none.mech", readFileSync("test/bad/infeasible.mech", "utf8"));
    const shown: Record<string, string> = {};
    for (const command of commands) {
      await run(command);
      shown[command] = editor.panels[0]?.webview.html ?? "";
    }
    // Efficient trade with a balanced budget is impossible (Myerson and Satterthwaite 1983).
    expect(shown["mech.solve"]).toContain("infeasible, certified exactly");
    // Rows of a construct are a list below it.
    expect(shown["mech.solve"]).toMatch(/<li>balance \(line 12\)[^<]*<ul><li>paid &gt;= got/);
    expect(shown["mech.expand"]).toContain("require participation_seller");
    expect(shown["mech.showProgram"]).toContain("Subject To");
    expect(shown["mech.plot"]).toContain("There is no solution to draw: the spec is infeasible.");
    expect(editor.messages).toEqual([]);
  });

  it("says for every command what to do when no spec is in front", async () => {
    await start();
    for (const command of commands) expect(await run(command), command).toBeUndefined();
    editor.open("file:///specs/notes.txt", good, "plaintext");
    for (const command of commands) expect(await run(command), command).toBeUndefined();
    expect(editor.messages).toEqual(Array.from({ length: 2 * commands.length }, () => "Open a .mech file first."));
    expect(editor.panels).toEqual([]);
  });

  it("says so when a command names a file that is not open", async () => {
    await start();
    for (const command of commands) expect(await run(command, "file:///specs/closed.mech"), command).toBeUndefined();
    expect(editor.messages).toEqual(commands.map(() => "Mech: The first argument of a command is the address of an open file."));
    expect(editor.panels).toEqual([]);
  });

  it("says so when the server dies, and goes on with the next one", async () => {
    await start();
    editor.configure({ solver: "exact" });
    const slow = readFileSync("examples/textbook/myerson-uniform.mech", "utf8").replace(/^assert.*$/gm, "").replace(/\{1, 2, 3\}/g, "1..40");
    editor.open("file:///specs/slow.mech", slow);
    const running = run("mech.solve");
    await new Promise((resolve) => setTimeout(resolve, 300));
    editor.processes[0]?.kill("SIGKILL");
    expect(await running).toBeUndefined();
    expect(editor.messages.filter((each) => each.startsWith("Mech: ")).length).toBeGreaterThan(0);
    await until(() => editor.processes.length === 2 && commands.every((each) => editor.commands.has(each)));
    editor.open("file:///specs/prosecutor.mech", good);
    await run("mech.solve");
    expect(editor.panels[0]?.webview.html).toContain("3/5");
  });
});
