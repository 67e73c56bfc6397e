/** `use auctions`: functions of the standard library join the declarations of the spec. */
import type * as ast from "../../grammar/ast.ts";
import { parse } from "../../grammar/index.ts";
import type { Span } from "../../grammar/span.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Sink } from "../diagnostics/sink.ts";
import { didYouMean } from "../diagnostics/suggest.ts";
import { libraries } from "./library.generated.ts";

/** Parsed libraries; the texts never change. */
const parsed = new Map<string, readonly ast.FunctionDeclaration[]>();

/** Names of the libraries there are. */
export function libraryNames(): readonly string[] {
  return [...libraries.keys()];
}

/** The functions of a library with their documentation; undefined for an unknown name. */
export function libraryFunctions(name: string): readonly ast.FunctionDeclaration[] | undefined {
  const known = parsed.get(name);
  const text = libraries.get(name);
  if (known || text === undefined) return known;
  const functions = parse(text).file.items.filter((item) => item.kind === "function");
  parsed.set(name, functions);
  return functions;
}

/**
 * The items of a file with the imported functions in the place of each `use`. Their spans are those of the `use`, so
 * that an error inside an imported function points into the spec.
 */
export function withLibraries(items: readonly ast.Item[], sink: Sink): readonly ast.Item[] {
  return items.flatMap((item) => (item.kind === "use" ? imported(item, sink) : [item]));
}

function imported(use: ast.UseDeclaration, sink: Sink): readonly ast.Item[] {
  const functions = libraryFunctions(use.library.text);
  if (!functions) {
    const near = didYouMean(use.library.text, libraryNames());
    sink.add(diagnostic("unknown-library", { span: use.library.span, text: `There is no library \`${use.library.text}\`.`, hint: near ? `Did you mean \`${near}\`?` : `There are: ${libraryNames().join(", ")}.` }));
    return [];
  }
  const names = functions.map((each) => each.name.text);
  for (const wanted of use.names) {
    if (names.includes(wanted.text)) continue;
    const near = didYouMean(wanted.text, names);
    sink.add(diagnostic("unknown-library-member", { span: wanted.span, text: `\`${use.library.text}\` has no \`${wanted.text}\`.`, ...(near ? { hint: `Did you mean \`${near}\`?` } : {}) }));
  }
  const wanted = use.names.length === 0 ? new Set(names) : closure(functions, use.names.map((name) => name.text));
  return functions.filter((each) => wanted.has(each.name.text)).map((each) => respan(each, use.span));
}

/** The listed functions and those that they call. */
function closure(functions: readonly ast.FunctionDeclaration[], listed: readonly string[]): ReadonlySet<string> {
  const wanted = new Set<string>();
  const visit = (name: string): void => {
    const found = functions.find((each) => each.name.text === name);
    if (!found || wanted.has(name)) return;
    wanted.add(name);
    callsIn(found.value).forEach(visit);
  };
  listed.forEach(visit);
  return wanted;
}

function callsIn(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(callsIn);
  if (typeof node !== "object" || node === null) return [];
  const record = node as Readonly<Record<string, unknown>>;
  const own = record["kind"] === "call" ? [(record["name"] as ast.Name).text] : [];
  return [...own, ...Object.values(record).flatMap(callsIn)];
}

/** A deep copy whose spans are all the given one. */
function respan<T>(node: T, span: Span): T {
  if (Array.isArray(node)) return node.map((each: unknown) => respan(each, span)) as T;
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]: [string, unknown]) => [key, key === "span" || key === "operatorSpan" ? span : respan(value, span)])) as T;
}
