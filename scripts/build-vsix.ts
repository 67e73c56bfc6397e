/**
 * Packs the extension for Visual Studio Code: `npm run vsix` writes dist.vscode/mech-language-VERSION.vsix.
 *
 * Needs no network: everything that goes in is in this repository or in its installed packages.
 */
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { createVSIX } from "@vscode/vsce";
import { bundleExtension } from "./extension/bundle.ts";
import type { Bundled } from "./extension/bundle.ts";
import { noticesOf, renderNotices } from "./extension/notices.ts";

const source = "editor/vscode";
const output = "dist.vscode";
const copied = ["README.md", "language-configuration.json", "syntaxes", "snippets"];

/**
 * Puts the extension together in a folder, as the editor will find it when it is installed.
 *
 * @example await stageExtension("dist.vscode/extension") // then: code --extensionDevelopmentPath=...
 */
export async function stageExtension(folder: string): Promise<Bundled> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  // Everything in the folder belongs to the package; without this file the packer would warn.
  await writeFile(path.join(folder, ".vscodeignore"), "");
  for (const each of copied) await cp(path.join(source, each), path.join(folder, each), { recursive: true });
  await cp("LICENSE", path.join(folder, "LICENSE"));
  const bundled = await bundleExtension(path.join(folder, "dist"));
  await writeFile(path.join(folder, "THIRD-PARTY-NOTICES.txt"), renderNotices(await noticesOf(bundled.inputs)));
  // The version is the project's; what only concerns this repository is left out.
  const { version } = JSON.parse(await readFile("package.json", "utf8")) as { version: string };
  const { type: _type, private: _private, ...manifest } = JSON.parse(await readFile(path.join(source, "package.json"), "utf8")) as Record<string, unknown>;
  await writeFile(path.join(folder, "package.json"), `${JSON.stringify({ ...manifest, version }, undefined, 2)}\n`);
  return bundled;
}

/** Packs a staged extension. @returns the path of the package */
export async function packExtension(staged: string, target: string): Promise<string> {
  const { name, version } = JSON.parse(await readFile(path.join(staged, "package.json"), "utf8")) as { name: string; version: string };
  const file = path.resolve(target, `${name}-${version}.vsix`);
  await createVSIX({ cwd: path.resolve(staged), packagePath: file, dependencies: false, allowMissingRepository: true });
  return file;
}

if (process.argv.includes("--write")) {
  const staged = path.join(output, "extension");
  await stageExtension(staged);
  await packExtension(staged, output);
}
