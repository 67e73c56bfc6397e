/** The page about all examples: what each is, where it comes from, who chooses what, and what is claimed. */
import { readdirSync, readFileSync } from "node:fs";
import { compile } from "../compiler/driver.ts";
import type { Item } from "../grammar/ast.ts";
import { parse } from "../grammar/index.ts";

/** What the folders are about, in the order in which a reader wants them. */
const folders: readonly (readonly [folder: string, title: string])[] = [
  ["textbook", "Textbook"],
  ["calibrated-signaling", "Calibrated signaling"],
  ["revenue-guarantees", "Revenue guarantees"],
  ["robust-mechanisms", "Robust mechanisms"],
  ["compound-proportional", "Known means and proportional auctions"],
  ["information-intermediary", "Information intermediaries"],
];

/** @throws Error if a folder of examples has no title here, so that none is forgotten. */
export function cataloguePage(): string {
  const found = readdirSync("examples", { withFileTypes: true }).filter((each) => each.isDirectory());
  const unknown = found.find((each) => !folders.some(([folder]) => folder === each.name));
  if (unknown) throw new Error(`examples/${unknown.name} has no title in scripts/catalogue.ts`);
  const sections = folders.map(([folder, title]) => {
    const files = readdirSync(`examples/${folder}`).filter((each) => each.endsWith(".mech")).sort();
    return `## ${title}\n\n| example | what it is | moves | claims |\n|---|---|---|---|\n${files.map((file) => row(`examples/${folder}/${file}`)).join("\n")}\n`;
  });
  return (
    "# The catalogue\n\nGenerated from the files by `npm run docs`. Every claim is a line `assert` of the file and is checked by `mech test`; every spec is solved and " +
    "proved by the tests. `mech solve FILE` solves one, `--set name=value` changes a param.\n\n" +
    sections.join("\n")
  );
}

function row(path: string): string {
  const source = readFileSync(path, "utf8");
  const { file } = parse(source);
  const { model } = compile(source, { stopAfter: "model" });
  if (!model) throw new Error(`${path} does not compile`);
  const quoted = (kind: Item["kind"]): string =>
    file.items
      .filter((each) => each.kind === kind)
      .map((each) => cell(source.slice(each.span.start, each.span.end)))
      .map((text) => `\`${text}\``)
      .join("<br>");
  const claims = quoted("assert").replaceAll("`assert ", "`");
  return `| [${model.title ?? model.name}](../${path}) | ${cell(model.doc ?? "")} ${model.cite.map((each) => `*${cell(each)}*`).join("; ")} | ${quoted("move") || "none"} | ${claims} |`;
}

/** On one line, and without what would end the cell of a table. */
const cell = (text: string): string => text.replace(/\s*\/\/.*$/gm, "").replace(/\s+/g, " ").trim().replaceAll("|", "\\|");
