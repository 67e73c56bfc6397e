/**
 * Quick fixes of probabilities, domains and names. What depends on the whole spec is tried first: a fix is offered only
 * if the changed text has a model, so that none trades one mistake for another.
 */
import type { DiagnosticName } from "../../../compiler/diagnostics/codes.ts";
import { hasErrors, type Diagnostic, type Fix } from "../../../compiler/diagnostics/diagnostic.ts";
import { compile } from "../../../compiler/driver.ts";
import { Rational } from "../../../compiler/exact/rational.ts";
import { occurrenceAt, occurrencesOf, visibleAt } from "../../../compiler/symbols/symbols.ts";
import type * as ast from "../../../grammar/ast.ts";
import type { Span } from "../../../grammar/index.ts";
import type { Snapshot } from "../snapshot.ts";
import { applyFix, insert, replace } from "./edits.ts";

type Maker = (snapshot: Snapshot, diagnostic: Diagnostic) => readonly Fix[];

const leavesModel = (snapshot: Snapshot, fix: Fix): boolean => !hasErrors(compile(applyFix(snapshot.text, fix), { stopAfter: "model" }).diagnostics);

/** Every expression of a tree. */
function* expressions(node: unknown): Generator<ast.Expression> {
  if (Array.isArray(node)) for (const each of node) yield* expressions(each);
  else if (typeof node === "object" && node !== null) {
    if ("kind" in node && "span" in node) yield node as ast.Expression;
    for (const each of Object.values(node)) yield* expressions(each);
  }
}

const itemsOf = (snapshot: Snapshot): readonly ast.Item[] => snapshot.parsed.file.items;
const within = (inner: Span, outer: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

/** The number that a literal, a fraction of literals or its negative is; undefined for everything that must be evaluated. */
function literal(node: ast.Expression): Rational | undefined {
  if (node.kind === "number") return Rational.parse(node.text);
  if (node.kind === "unary" && node.operator === "-") return literal(node.operand)?.neg();
  if (node.kind !== "binary" || node.operator !== "/") return undefined;
  const [above, below] = [literal(node.left), literal(node.right)];
  return above === undefined || below === undefined || below.isZero() ? undefined : above.div(below);
}

/** The probabilities written in a law: the values of a table or the entries of a list. */
function probabilities(snapshot: Snapshot, span: Span): readonly ast.Expression[] {
  for (const node of expressions(itemsOf(snapshot).filter((item) => within(span, item.span)))) {
    if (!within(node.span, span)) continue;
    if (node.kind === "table") return node.entries.map((entry) => entry.value);
    if (node.kind === "list") return node.entries;
  }
  return [];
}

/** Probabilities are scaled to sum to one; or the last one takes what the others leave. */
const completeLaw: Maker = (snapshot, { span }) => {
  const entries = probabilities(snapshot, span);
  const last = entries.at(-1);
  if (!last || entries.length < 2) return [];
  const numbers = entries.map(literal).filter((each) => each !== undefined);
  const known = numbers.length === entries.length;
  const total = numbers.reduce((sum, each) => sum.add(each), Rational.zero);
  const scaled =
    known && total.sign() > 0 && numbers.every((each) => each.sign() >= 0)
      ? [{ title: "Scale the probabilities to sum to 1", edits: entries.map((each, k) => ({ span: each.span, newText: (numbers[k] ?? Rational.zero).div(total).toString() })) }]
      : [];
  const rest = known ? Rational.one.sub(total.sub(numbers.at(-1) ?? Rational.zero)) : undefined;
  const others = entries.slice(0, -1).map((each) => `(${snapshot.slice(each.span)})`);
  const remainder = rest === undefined ? `1 - ${others.join(" - ")}` : rest.toString();
  const filled = rest !== undefined && rest.sign() < 0 ? [] : [replace(`Give the last outcome the rest, ${remainder}`, last.span, remainder)];
  const short = rest !== undefined && Rational.one.compare(total) > 0;
  return short ? [...filled, ...scaled] : [...scaled, ...filled];
};

/** The state that a prior at this place is about, if it is about one. */
function stateOf(snapshot: Snapshot, span: Span): ast.StateDeclaration | undefined {
  const prior = itemsOf(snapshot).find((item) => item.kind === "prior" && within(span, item.span));
  const target = prior?.kind === "prior" && prior.targets.length === 1 ? prior.targets[0] : undefined;
  const state = itemsOf(snapshot).find((item) => item.kind === "state" && (within(span, item.span) || item.head.name.text === target?.name.text));
  return state?.kind === "state" ? state : undefined;
}

const listedSet = (state: ast.StateDeclaration | undefined): ast.SetLiteral | undefined =>
  state?.domain.kind === "in" && state.domain.set.kind === "set" ? state.domain.set : undefined;

const widenDomain: Maker = (snapshot, { span, text }) => {
  const value = /^Outcome (-?\d+(?:\/\d+)?|[A-Za-z_]\w*) is outside/.exec(text)?.[1];
  const set = listedSet(stateOf(snapshot, span));
  const end = set?.entries.at(-1)?.span.end;
  return value === undefined || end === undefined ? [] : [insert(`Add ${value} to the set`, end, `, ${value}`)];
};

/** Values that nobody can have go, if they go for all agents. */
const narrowDomain: Maker = (snapshot, { span, text }) => {
  const values = / is never ([^.:]+):/.exec(text)?.[1]?.split(/,\s*|\s+or\s+/) ?? [];
  const set = listedSet(stateOf(snapshot, span));
  const kept = set?.entries.filter((each) => !values.includes(snapshot.slice(each.span))) ?? [];
  if (!set || kept.length === 0 || kept.length + values.length !== set.entries.length) return [];
  return [replace(`Leave ${values.join(", ")} out of the set`, set.span, `{${kept.map((each) => snapshot.slice(each.span)).join(", ")}}`)];
};

/** Square brackets of other languages around the two or more values of a type. */
const listedValues: Maker = (snapshot, { span }) => {
  const state = stateOf(snapshot, span);
  const set = state?.domain.kind === "in" ? state.domain.set : undefined;
  if (set?.kind !== "list" || set.entries.length !== 2) return [];
  const [low, high] = set.entries.map((each) => snapshot.slice(each.span));
  const grid = replace("Use a grid of eleven points", set.span, `grid(${low}, ${high}, (${high} - ${low}) / 10)`);
  return [grid, replace(`Let the values be ${low} and ${high} only`, set.span, `{${low}, ${high}}`)];
};

/** Another name for an index or a function that hides something. */
const renameHiding: Maker = (snapshot, { span }) => {
  const found = occurrenceAt(snapshot.symbols, span.start);
  const name = snapshot.slice(span);
  if (!found || !/^\w+$/.test(name)) return [];
  const taken = new Set([...snapshot.symbols.globals.keys(), ...visibleAt(snapshot.symbols, span.start).map((each) => each.name)]);
  let free = `${name}_`;
  while (taken.has(free)) free += "_";
  return [{ title: `Call it \`${free}\``, edits: occurrencesOf(snapshot.symbols, found.definition).map((each) => ({ span: each.span, newText: free })) }];
};

const letNatureChoose: Maker = (snapshot) => {
  const move = itemsOf(snapshot).find((item) => item.kind === "move" && item.chosen.some((each) => each.what === "information"));
  const first = move?.kind === "move" ? move.chosen[0] : undefined;
  return move?.kind === "move" && first ? [insert(`Let \`${move.mover.text}\` choose the prior too`, first.span.start, "prior, ")] : [];
};

const dropSilence: Maker = (snapshot, { span }) => [replace("Remove the comment", { start: span.start - (/[ \t]*$/.exec(snapshot.text.slice(0, span.start))?.[0].length ?? 0), end: span.end }, "")];

/** `E(...)` and `P(...)` of the page. */
const expectationBrackets: Maker = (snapshot, { span, text }) => {
  if (!/function `[EP]`/.test(text)) return [];
  for (const node of expressions(itemsOf(snapshot)))
    if (node.kind === "call" && node.name.span.start === span.start) {
      const open = snapshot.text.indexOf("(", span.end);
      return [{ title: "Write square brackets", edits: [{ span: { start: open, end: open + 1 }, newText: "[" }, { span: { start: node.span.end - 1, end: node.span.end }, newText: "]" }] }];
    }
  return [];
};

const makers: Readonly<Partial<Record<DiagnosticName, Maker>>> = {
  "prior-sum": completeLaw,
  "outcome-outside-domain": widenDomain,
  "type-has-probability-zero": narrowDomain,
  "continuous-needs-discretize": listedValues,
  "shadowed-name": renameHiding,
  "prior-not-given": letNatureChoose,
  "silence-without-reason": dropSilence,
  "unknown-name": expectationBrackets,
};

/** Fixes whose text must have a model; the others only have to take their own diagnostic away. */
const tried = new Set<DiagnosticName>(["type-has-probability-zero", "shadowed-name", "continuous-needs-discretize"]);

/**
 * The fixes of a diagnostic of this name, the likeliest first.
 *
 * @example dataFixes(snapshot, "prior-sum", diagnostic).map((fix) => fix.title) // ["Give the last outcome the rest, 2/3", "Scale the probabilities to sum to 1"]
 */
export function dataFixes(snapshot: Snapshot, name: DiagnosticName, diagnostic: Diagnostic): readonly Fix[] {
  const fixes = makers[name]?.(snapshot, diagnostic) ?? [];
  return tried.has(name) ? fixes.filter((fix) => leavesModel(snapshot, fix)) : fixes;
}
