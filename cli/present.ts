/** A result as text for people: objective, quantities, rules, checks, claims. */
import type { Amount, Assert, Check, Counterexample, Posterior, Quantity, Result, Rule } from "../runtime/report/result.generated.ts";
import { table } from "./table.ts";

/** More rows of a rule are cut off in the terminal; `--json` has them all. */
const mostRows = 40;

/**
 * @param shown names behind `show`; rules are tabulated only when they are shown
 */
export function present(result: Result, shown: readonly string[]): string {
  const parts = [headline(result)];
  const quantities = Object.entries(result.quantities);
  const objective = result.objective === undefined ? [] : [["objective", quantity(result.objective)]];
  const rows = [...objective, ...quantities.map(([name, value]) => [name, quantity(value)])];
  if (rows.length > 0) parts.push(table([{ title: "quantity" }, { title: "value", align: "right" }], rows));
  for (const name of shown) {
    const rule = result.rules[name];
    if (rule !== undefined) parts.push(ruleTable(name, rule.agents, rule.entries));
    const values = result.shown?.[name];
    if (values !== undefined) parts.push(ruleTable(name, values.columns, values.entries));
  }
  if (result.bounds !== undefined) parts.push(boundsText(result.bounds));
  if (result.posteriors !== undefined) parts.push(posteriorTable(result.posteriors), ...posteriorRules(result.posteriors, shown));
  if (result.conflict !== undefined) parts.push(conflictText(result.conflict));
  if (result.ray !== undefined) parts.push(`There is no bound:\n${result.ray.map((line) => `  ${line}\n`).join("")}`);
  for (const [title, lines] of Object.entries(result.explanation ?? {})) if (lines.length > 0) parts.push(`${title}\n${lines.map((line) => `  ${line}\n`).join("")}`);
  if (result.theory !== undefined) parts.push(theoryText(result.theory));
  if (result.checks.length > 0) parts.push(result.checks.map(check).join(""));
  if (result.asserts.length > 0) parts.push(result.asserts.map(assertion).join(""));
  return parts.join("\n");
}

function headline(result: Result): string {
  const { rows, columns, reducedFrom } = result.program;
  const before = reducedFrom === undefined ? "" : ` (by symmetry, from ${reducedFrom.rows} and ${reducedFrom.columns})`;
  const size = rows + columns > 0 ? `, ${rows} rows and ${columns} columns${before}` : "";
  const program = result.solver === "none" ? "" : `${size}, solved with ${result.solver}`;
  const certificate = { exact: ", certified exactly", interval: ", certified as an interval", none: "" }[result.certificate];
  const inexact = result.inexact === true ? "\nThe data are inexact: numbers hold for the rounded data." : "";
  // Which of several solutions or equilibria is taken says nothing where there is none.
  const selection = result.selection === undefined || result.status === "infeasible" || result.status === "unbounded" ? "" : `\n${result.selection}`;
  return `${result.model}: ${result.status}${certificate}${program}${inexact}${selection}\n`;
}

/** What a theorem says: its name and source, its values, and why the program may differ from it. */
function theoryText({ theorem, cite, because, exact, also, ...values }: NonNullable<Result["theory"]>): string {
  const lines = Object.entries(values).map(([name, value]) => `  ${name} = ${exact?.[name] ?? (Array.isArray(value) ? `[${value.join(", ")}]` : String(value))}\n`);
  const others = (also ?? []).map((each) => theoryText(each as NonNullable<Result["theory"]>)).join("");
  return `theorem: ${theorem} (${cite})\n${lines.join("")}${because === undefined ? "" : `  ${because}\n`}${others}`;
}

function posteriorTable(posteriors: readonly Posterior[]): string {
  // An intermediary's signals come with what buyers keep and with the posterior itself.
  const whole = posteriors.some(({ law }) => law !== undefined);
  const rows = posteriors.slice(0, mostRows).map(({ signals, probability, objective, surplus, law }) => [
    signals.length > 3 ? `${signals.slice(0, 3).join("; ")}; ... (${signals.length})` : signals.join("; "),
    decimals(probability),
    objective === undefined ? "" : quantity(objective),
    ...(whole ? [surplus === undefined ? "" : quantity(surplus), (law ?? []).join(" | ")] : []),
  ]);
  const rest = posteriors.length > mostRows ? `... and ${posteriors.length - mostRows} more posteriors; --json has all of them\n` : "";
  const columns = [{ title: "public signal" }, { title: "probability", align: "right" as const }, { title: whole ? "revenue" : "objective", align: "right" as const }];
  return table(whole ? [...columns, { title: "surplus", align: "right" }, { title: "posterior" }] : columns, rows) + rest;
}

/** Rules that are shown, posterior by posterior. */
function posteriorRules(posteriors: readonly Posterior[], shown: readonly string[]): string[] {
  return posteriors.slice(0, mostRows).flatMap(({ signals, rules }) =>
    shown.flatMap((name) => {
      const rule = rules[name];
      return rule === undefined ? [] : [`after ${signals[0] ?? ""}\n${ruleTable(name, rule.agents, rule.entries)}`];
    }),
  );
}

/** Both bounds of a robust problem, with what each of them took. */
function boundsText({ lower, upper, ladder, form }: NonNullable<Result["bounds"]>): string {
  const row = (name: string, { value, rows, columns, method }: typeof lower): string[] => [name, String(value), `${rows} x ${columns}`, method];
  return table([{ title: `bound (k = ${ladder}, ${form} form)` }, { title: "value", align: "right" }, { title: "program", align: "right" }, { title: "solved by" }], [row("lower", lower), row("upper", upper)]);
}

function conflictText(conflict: NonNullable<Result["conflict"]>): string {
  const lines = ["These cannot hold together, and without any one of them the rest can:", ...conflict.text.map((line) => `  ${line}`)];
  if (conflict.relaxation !== undefined && conflict.relaxation.length > 0) lines.push("The cheapest way out:", ...conflict.relaxation.map((line) => `  ${line}`));
  return `${lines.join("\n")}\n`;
}

function quantity(value: Quantity): string {
  const [low, high] = value.range ?? [];
  if (low !== undefined && high !== undefined && low.value !== high.value) {
    return `${value.exact ?? value.value}, not determined: between ${decimals(low)} and ${decimals(high)}`;
  }
  if (value.exact !== undefined && value.interval === undefined) return decimals(value);
  return value.interval === undefined ? `about ${value.value}` : `in [${value.interval[0]}, ${value.interval[1]}]`;
}

/** `8/5 = 1.6`; an integer stands alone. */
function decimals({ exact, value }: Amount): string {
  if (exact === undefined) return `about ${value}`;
  return exact.includes("/") ? `${exact} ${Number(value.toPrecision(6)) === value ? "=" : "~"} ${Number(value.toPrecision(6))}` : exact;
}

/** One line per profile of reports, one column per member of the family. */
function ruleTable(name: string, agents: readonly string[], entries: Rule["entries"]): string {
  const members = [...new Set(entries.map((entry) => entry.index.join(", ")))];
  const profiles = new Map<string, { readonly at: readonly string[]; readonly values: Map<string, string> }>();
  for (const entry of entries) {
    const key = entry.at.join("\u0000");
    const row = profiles.get(key) ?? { at: entry.at, values: new Map<string, string>() };
    row.values.set(entry.index.join(", "), String(entry.value));
    profiles.set(key, row);
  }
  const titles = members.map((member) => (member === "" ? name : `${name}[${member}]`));
  const columns = [...agents.map((agent) => ({ title: agent })), ...titles.map((title) => ({ title, align: "right" as const }))];
  const all = [...profiles.values()].map((row) => [...row.at, ...members.map((member) => row.values.get(member) ?? "")]);
  const rest = all.length > mostRows ? `... and ${all.length - mostRows} more profiles; --json has all of them\n` : "";
  return table(columns, all.slice(0, mostRows)) + rest;
}

function check(each: Check): string {
  const line = `${each.holds ? "holds " : "FAILS "} ${each.name} (${each.rows} ${each.rows === 1 ? "row" : "rows"})\n`;
  return each.counterexample === undefined ? line : line + counterexample(each.counterexample);
}

function counterexample(found: Counterexample): string {
  const parts = [
    found.sentence,
    ...(found.deviation === undefined
      ? []
      : [`better report: ${found.deviation}${found.rivals === undefined ? "" : ` when the others report ${found.rivals}`}`]),
    ...(found.at === undefined ? [] : [`at ${found.at}`]),
    `${decimals(found.left)} against ${decimals(found.right)}: a difference of ${decimals(found.gain)}`,
    ...(found.rule ?? []),
    ...(found.line === undefined ? [] : [`line ${found.line}`]),
  ];
  return parts.map((part) => `         ${part}\n`).join("");
}

/** One line per assert, with what was found instead when it fails. */
export function assertion(each: Assert): string {
  return `${each.holds ? "holds " : "FAILS "} ${each.text}${each.holds || each.detail === undefined ? "" : `: ${each.detail}`}\n`;
}
