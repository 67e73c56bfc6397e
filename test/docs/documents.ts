/** The documents that people read, and what is quoted in them. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** README, change log, and everything in docs/. */
export const documents: readonly string[] = [
  "README.md",
  "CHANGELOG.md",
  ...readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((each) => each.endsWith(".md"))
    .map((each) => path.posix.join("docs", each))
    .sort(),
];

export const read = (file: string): string => readFileSync(file, "utf8");

/** Code blocks of a language in a text. */
export function blocks(text: string, language: string): string[] {
  return [...text.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].filter((match) => match[1] === language).map((match) => match[2] ?? "");
}

/** Targets of links, without those to other sites. */
export function links(text: string): string[] {
  const prose = text.replace(/^```[^]*?^```$/gm, "").replace(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "").filter((target) => !/^[a-z]+:/.test(target));
}

/** The anchor that a heading gets. */
export function anchors(text: string): Set<string> {
  const headings = [...text.replace(/^```[^]*?^```$/gm, "").matchAll(/^#+ (.*)$/gm)].map((match) => match[1] ?? "");
  return new Set(
    headings.map((each) =>
      each
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .replace(/\s/g, "-"),
    ),
  );
}
