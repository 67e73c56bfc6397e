/** The declarations of a file as a tree, and the parts of it that can be folded. */
import type * as ast from "../../grammar/ast.ts";
import type { Span } from "../../grammar/index.ts";
import { brokenParts } from "../../compiler/symbols/broken.ts";
import { FoldingRangeKind, OutlineKind, type DocumentSymbol, type FoldingRange } from "./protocol.ts";
import type { Snapshot } from "./snapshot.ts";
import type { AnyItem, SymbolKind } from "../../compiler/symbols/symbols.ts";

const icons: Readonly<Record<SymbolKind, OutlineKind>> = {
  model: OutlineKind.Module,
  param: OutlineKind.Constant,
  set: OutlineKind.Enum,
  agents: OutlineKind.Class,
  type: OutlineKind.Variable,
  state: OutlineKind.Variable,
  draw: OutlineKind.Variable,
  signal: OutlineKind.Event,
  let: OutlineKind.Variable,
  function: OutlineKind.Function,
  message: OutlineKind.Event,
  allocation: OutlineKind.Field,
  transfer: OutlineKind.Field,
  quantity: OutlineKind.Property,
  row: OutlineKind.Operator,
  element: OutlineKind.EnumMember,
  index: OutlineKind.TypeParameter,
  parameter: OutlineKind.TypeParameter,
  library: OutlineKind.Package,
  "library function": OutlineKind.Function,
  mover: OutlineKind.Interface,
};

/** The outline; a declaration with a syntax error is in it as far as its first words can be read. */
export function documentSymbols(snapshot: Snapshot): readonly DocumentSymbol[] {
  const { file } = snapshot.parsed;
  const broken = brokenParts(file, snapshot.text).flatMap((part) => part.definitions);
  const inside = (span: Span, outer: Span): boolean => outer.start <= span.start && span.end <= outer.end;
  const brokenSymbols = (outer: Span, except: readonly Span[]): DocumentSymbol[] =>
    broken
      .filter((each) => inside(each.span, outer) && !except.some((span) => inside(each.span, span)))
      .map((each) => ({
        name: each.name,
        detail: each.kind,
        kind: icons[each.kind],
        range: snapshot.range(each.span),
        selectionRange: snapshot.range(each.span),
      }));
  const blocks = file.items.filter((item) => item.kind === "mechanism" || item.kind === "information").map((item) => item.span);
  const symbols = file.items.flatMap((item): DocumentSymbol[] => {
    const own = symbolOf(snapshot, item);
    if (!own) return [];
    if (item.kind !== "mechanism" && item.kind !== "information") return [own];
    const children = [...item.items.flatMap((inner) => symbolOf(snapshot, inner) ?? []), ...brokenSymbols(item.span, [])];
    return [{ ...own, children: children.sort(byPlace) }];
  });
  return [...symbols, ...brokenSymbols(file.span, blocks)].sort(byPlace);
}

function byPlace(a: DocumentSymbol, b: DocumentSymbol): number {
  return a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character;
}

function symbolOf(snapshot: Snapshot, item: AnyItem): DocumentSymbol | undefined {
  const described = describe(item);
  if (!described) return undefined;
  const { name, detail, kind, at } = described;
  return { name: name === "" ? detail : name, detail, kind: icons[kind], range: snapshot.range(item.span), selectionRange: snapshot.range(at) };
}

function describe(item: AnyItem): { readonly name: string; readonly detail: string; readonly kind: SymbolKind; readonly at: Span } | undefined {
  const word: Span = { start: item.span.start, end: item.span.start + (/^[a-z]+/.exec(item.kind)?.[0].length ?? 0) };
  const named = (name: ast.Name, kind: SymbolKind, detail: string = kind): { name: string; detail: string; kind: SymbolKind; at: Span } => ({
    name: name.text,
    detail,
    kind,
    at: name.span,
  });
  switch (item.kind) {
    case "model":
      return named(item.name, "model", item.title?.value ?? "model");
    case "use":
      return named(item.library, "library", "use");
    case "param":
    case "let":
    case "quantity":
    case "draw":
    case "message":
    case "allocation":
    case "transfer":
      return named(item.head.name, item.kind);
    case "set-declaration":
      return named(item.name, "set");
    case "agents":
    case "function":
      return named(item.name, item.kind);
    case "state":
      return named(item.head.name, item.observed ? "type" : "state");
    case "signal":
      return item.head
        ? named(item.head.name, "signal", item.audience.kind === "public" ? "public signal" : "signal")
        : { name: "public signal", detail: "public signal", kind: "signal", at: word };
    case "prior":
      return { name: `prior ${item.targets.map((target) => target.name.text).join(", ")}`, detail: "prior", kind: "state", at: item.targets[0]?.span ?? word };
    case "mechanism":
    case "information":
      return { name: item.kind, detail: `${item.items.length} declaration${item.items.length === 1 ? "" : "s"}`, kind: "model", at: word };
    case "payoff-declaration":
      return { name: `payoff ${item.agent.text}`, detail: "payoff", kind: "function", at: item.agent.span };
    case "outside":
      return { name: `outside ${item.agent.text}`, detail: "outside option", kind: "function", at: item.agent.span };
    case "incentives":
    case "participation":
      return { name: `${item.kind} ${item.concept.text}`, detail: "solution concept", kind: "row", at: item.concept.span };
    case "require":
    case "feasible":
      return item.head && item.head.name.text !== "" ? named(item.head.name, "row", item.kind) : { name: item.kind, detail: "row", kind: "row", at: word };
    case "move":
      return { name: `${item.mover.text} chooses ${item.chosen.map((each) => each.what).join(", ")}`, detail: "move", kind: "mover", at: item.mover.span };
    case "cite":
    case "assert":
    case "show":
      return undefined;
  }
}

/** Blocks, declarations over several lines, and runs of comments. */
export function foldingRanges(snapshot: Snapshot): readonly FoldingRange[] {
  const { file } = snapshot.parsed;
  const ranges: FoldingRange[] = [];
  const add = (span: Span, kind?: FoldingRangeKind): void => {
    const { start, end } = snapshot.range(span);
    if (end.line > start.line) ranges.push({ startLine: start.line, endLine: end.line, ...(kind === undefined ? {} : { kind }) });
  };
  for (const item of file.items) {
    add(item.span);
    if (item.kind === "mechanism" || item.kind === "information") for (const inner of item.items) add(inner.span);
  }
  let run: Span | undefined;
  for (const { span } of file.comments) {
    if (run && snapshot.text.slice(run.end, span.start).trim() === "" && !snapshot.text.slice(run.end, span.start).includes("\n\n"))
      run = { start: run.start, end: span.end };
    else {
      if (run) add(run, FoldingRangeKind.Comment);
      run = span;
    }
  }
  if (run) add(run, FoldingRangeKind.Comment);
  return ranges;
}
