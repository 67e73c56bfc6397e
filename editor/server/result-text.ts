/** A result as Markdown, for the panel of an editor. */
import type { Quantity, Result } from "../../runtime/report/result.generated.ts";

/** Rows of a table of a rule that are shown. */
const ROWS = 60;

/** Headline, quantities, rules, checks, claims, and what explains them. */
export function resultText(result: Result): string {
  const { rows, columns } = result.program;
  const proof = { exact: ", certified exactly", interval: ", certified as an interval", none: "" }[result.certificate];
  const parts = [`# ${result.model}: ${result.status}${proof}`];
  if (result.solver !== "none") parts.push(`${rows} rows and ${columns} columns, solved with ${result.solver}.`);
  if (result.selection !== undefined) parts.push(result.selection);
  const objective: [string, Quantity][] = result.objective ? [["objective", result.objective]] : [];
  const quantities = [...objective, ...Object.entries(result.quantities)];
  if (quantities.length > 0)
    parts.push(
      table(
        ["quantity", "value"],
        quantities.map(([name, value]) => [name, quantity(value)]),
      ),
    );
  for (const [name, rule] of Object.entries(result.rules)) {
    const shown = rule.entries
      .slice(0, ROWS)
      .map((entry) => [...entry.at, entry.index.length > 0 ? `${name}[${entry.index.join(", ")}]` : name, String(entry.value)]);
    parts.push(table([...rule.agents, "", name], shown));
    if (rule.entries.length > ROWS) parts.push(`... and ${rule.entries.length - ROWS} more.`);
  }
  if (result.conflict)
    parts.push(
      list("These cannot hold together:", result.conflict.text),
      ...(result.conflict.relaxation ? [list("The cheapest way out:", result.conflict.relaxation)] : []),
    );
  if (result.ray) parts.push(list("There is no bound:", result.ray));
  for (const [title, lines] of Object.entries(result.explanation ?? {})) if (lines.length > 0) parts.push(list(`${title}:`, lines));
  if (result.checks.length > 0)
    parts.push(
      list(
        "Checks:",
        result.checks.map((each) => `${each.holds ? "holds" : "**fails**"}: ${each.name} (${each.rows} rows)`),
      ),
    );
  if (result.asserts.length > 0)
    parts.push(
      list(
        "Claims:",
        result.asserts.map(
          (each) => `${each.holds ? "holds" : "**fails**"}: \`${each.text}\`${each.holds || each.detail === undefined ? "" : `, ${each.detail}`}`,
        ),
      ),
    );
  return `${parts.join("\n\n")}\n`;
}

function quantity({ exact, value, interval, range }: Quantity): string {
  const [low, high] = range ?? [];
  const number = exact ?? (interval ? `in [${interval[0]}, ${interval[1]}]` : `about ${value}`);
  return low && high && low.value !== high.value ? `${number}, not determined: between ${low.exact ?? low.value} and ${high.exact ?? high.value}` : number;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replace(/\|/g, "\\|")).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}

/** An indented line belongs to the one above it: the rows of a construct in a conflict, for one. */
function list(title: string, lines: readonly string[]): string {
  return `${title}\n\n${lines.map((line) => (line.startsWith("  ") ? `  - ${line.trimStart()}` : `- ${line}`)).join("\n")}`;
}
