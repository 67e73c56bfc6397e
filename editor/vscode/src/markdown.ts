/**
 * Markdown to HTML, as far as the server writes it: headings, tables, lists, paragraphs, `code` and **emphasis**. Everything
 * is escaped first and marked up afterwards, so no text can bring markup of its own.
 */
import { escape } from "./escape.ts";

function inline(text: string): string {
  return escape(text)
    .split(/(`[^`]*`)/)
    .map((piece) => (/^`[^`]*`$/.test(piece) ? `<code>${piece.slice(1, -1)}</code>` : piece.replace(/\*\*([^*]+)\*\*/g, "<strong>$1</strong>")))
    .join("");
}

/** The cells of a row; a bar behind a backslash belongs to a cell. */
function cells(row: string): string[] {
  return row
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => inline(cell.trim().replace(/\\\|/g, "|")));
}

function table(lines: readonly string[]): string {
  const [head = "", , ...body] = lines;
  const row = (line: string, tag: "td" | "th"): string => `<tr>${cells(line).map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
  return `<table><thead>${row(head, "th")}</thead><tbody>${body.map((line) => row(line, "td")).join("")}</tbody></table>`;
}

/** A list whose items may have items of their own, one step of two blanks to the right. */
function bullets(lines: readonly string[]): string {
  const groups: { readonly item: string; readonly below: string[] }[] = [];
  for (const line of lines) {
    const above = line.startsWith("  ") ? groups.at(-1) : undefined;
    if (above) above.below.push(line.slice(2));
    else groups.push({ item: line.trimStart().slice(2), below: [] });
  }
  return `<ul>${groups.map(({ item, below }) => `<li>${inline(item)}${below.length > 0 ? bullets(below) : ""}</li>`).join("")}</ul>`;
}

function block(lines: readonly string[]): string {
  const [first = "", second = ""] = lines;
  const heading = /^(#{1,4}) (.*)$/.exec(first);
  if (heading) return `<h${(heading[1]?.length ?? 1) + 1}>${inline(heading[2] ?? "")}</h${(heading[1]?.length ?? 1) + 1}>${lines.length > 1 ? block(lines.slice(1)) : ""}`;
  if (first.startsWith("|") && /^\|(?:\s*:?-+:?\s*\|)+$/.test(second)) return table(lines);
  if (lines.every((line) => /^(?: {2})?- /.test(line))) return bullets(lines);
  return `<p>${lines.map(inline).join("<br>")}</p>`;
}

/**
 * @example renderMarkdown("# A\n\n- `x = 1`") // "<h2>A</h2>\n<ul><li><code>x = 1</code></li></ul>"
 */
export function renderMarkdown(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map((each) => each.split("\n").filter((line) => line.trim() !== ""))
    .filter((lines) => lines.length > 0)
    .map(block)
    .join("\n");
}
