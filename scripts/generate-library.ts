/**
 * Puts the texts of lib/*.mech into a module, so that the core needs no file system to know the standard library.
 *
 *     node scripts/run.mjs scripts/generate-library.ts --write
 *
 * A test holds the checked-in module against {@link renderLibrary}.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";

export const libraryModule = "compiler/resolve/library.generated.ts";

/** The text of the module. */
export async function renderLibrary(): Promise<string> {
  const files = (await readdir("lib")).filter((file) => file.endsWith(".mech")).sort();
  const entries = await Promise.all(files.map(async (file) => `  [${JSON.stringify(file.replace(/\.mech$/, ""))}, ${JSON.stringify(await readFile(`lib/${file}`, "utf8"))}],\n`));
  return `/* Generated from lib/ by scripts/generate-library.ts. Do not edit. */\n\n/** Texts of the standard library, by name. */\nexport const libraries: ReadonlyMap<string, string> = new Map([\n${entries.join("")}]);\n`;
}

if (process.argv.includes("--write")) await writeFile(libraryModule, await renderLibrary());
