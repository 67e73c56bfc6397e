/** The licences of the packages that a bundle contains. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** A bundled package and the text of its licence. */
export interface Notice {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly text: string;
}

/** The folders of the packages that bundled files belong to. */
export function packageFolders(inputs: readonly string[]): string[] {
  const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;
  return [...new Set(inputs.flatMap((input) => folder.exec(input)?.[1] ?? []))].sort();
}

/**
 * @throws Error when a package says nothing about its licence: such a package must not be bundled
 */
async function noticeOf(folder: string): Promise<Notice> {
  const manifest = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8")) as { name: string; version: string; license?: string };
  if (manifest.license === undefined) throw new Error(`${manifest.name} does not name its licence`);
  const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
  const text = file === undefined ? `Licensed under ${manifest.license}.` : (await readFile(path.join(folder, file), "utf8")).trim();
  return { name: manifest.name, version: manifest.version, license: manifest.license, text };
}

/** The notices of all packages in a bundle, by name. */
export async function noticesOf(inputs: readonly string[]): Promise<Notice[]> {
  const notices = await Promise.all(packageFolders(inputs).map(noticeOf));
  return notices.sort((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
}

/** The text of `THIRD-PARTY-NOTICES.txt`. */
export function renderNotices(notices: readonly Notice[]): string {
  const rule = "=".repeat(72);
  return notices.map(({ name, version, license, text }) => `${name} ${version} (${license})\n\n${text}\n`).join(`\n${rule}\n\n`);
}
