/** Quick fixes of errors behind the syntax, by the name of the diagnostic. */
import type { DiagnosticName } from "../../../compiler/diagnostics/codes.ts";
import type { Diagnostic, Fix, TextEdit } from "../../../compiler/diagnostics/diagnostic.ts";
import { concepts } from "../../../compiler/concepts/registry.ts";
import { didYouMean } from "../../../compiler/diagnostics/suggest.ts";
import type { Span } from "../../../grammar/index.ts";
import { headOf } from "../../../compiler/symbols/indexer.ts";
import type { Snapshot } from "../snapshot.ts";
import { occurrenceAt, occurrencesOf, visibleAt, type AnyItem } from "../../../compiler/symbols/symbols.ts";
import { missingPart } from "./skeletons.ts";
import { insert, replace } from "./edits.ts";

type Maker = (snapshot: Snapshot, diagnostic: Diagnostic) => Fix | undefined;

/** The innermost declaration around a place. */
export function itemAt(snapshot: Snapshot, span: Span): AnyItem | undefined {
  const covers = (item: AnyItem): boolean => item.span.start <= span.start && span.end <= item.span.end;
  const outer = snapshot.parsed.file.items.find(covers);
  if (outer?.kind === "mechanism" || outer?.kind === "information") return outer.items.find(covers) ?? outer;
  return outer;
}

/** Takes out a declaration, with its line if it stands alone on it. */
export function removeItem(snapshot: Snapshot, title: string, { start, end }: Span): Fix {
  const { text } = snapshot;
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const lineEnd = text.indexOf("\n", end) < 0 ? text.length : text.indexOf("\n", end) + 1;
  const alone = text.slice(lineStart, start).trim() === "" && text.slice(end, lineEnd).trim() === "";
  return replace(title, alone ? { start: lineStart, end: lineEnd } : { start, end }, "");
}

const removeThis =
  (title: string): Maker =>
  (snapshot, { span }) => {
    const item = itemAt(snapshot, span);
    return item && removeItem(snapshot, title, item.span);
  };

/** A name that is written like another one. The suggestion of the compiler is used, where the diagnostic has one. */
const suggestion: Maker = (snapshot, { span, hint }) => {
  const near = /^did you mean `(\w+)`\?$/i.exec(hint ?? "")?.[1];
  return near !== undefined && /^\w+$/.test(snapshot.slice(span)) ? replace(`Write \`${near}\``, span, near) : undefined;
};

/** The form that the hint shows, `Write `x[i]`.`, where all its indices are in scope. */
const asHinted: Maker = (snapshot, { span, hint }) => {
  const form = /^Write `([^`]+)`/.exec(hint ?? "")?.[1];
  if (form === undefined || form.includes("...")) return undefined;
  const scope = new Set(visibleAt(snapshot.symbols, span.start).map((each) => each.name));
  return (form.match(/[A-Za-z_]\w*/g) ?? []).every((name) => scope.has(name)) ? replace(`Write \`${form}\``, span, form) : undefined;
};

/** A uniform concept: nearest to what is written, or the most usual one. */
const concept: Maker = (snapshot, { span }) => {
  const item = itemAt(snapshot, span);
  if (item?.kind !== "incentives" && item?.kind !== "participation") return undefined;
  const names = concepts.filter((each) => each.kind === item.kind).map((each) => each.name);
  const written = snapshot.slice(span);
  const near = didYouMean(written, names) ?? names.find((each) => each.startsWith(written) || written.startsWith(each)) ?? names[0];
  return near === undefined ? undefined : replace(`Write \`${near}\``, span, near);
};

/** The other interval: its ends change places. */
const swapEnds: Maker = (snapshot, { span }) => {
  const text = snapshot.slice(span);
  const found = /\[([^,[\]]+),([^,[\]]+)\]/.exec(text);
  if (found?.[1] === undefined || found[2] === undefined) return undefined;
  const start = span.start + found.index;
  return replace("Swap the ends", { start, end: start + found[0].length }, `[${found[2].trim()}, ${found[1].trim()}]`);
};

/** Another name for what is called like something of the language or like another declaration. */
const renameDeclared: Maker = (snapshot, { span }) => {
  const found = occurrenceAt(snapshot.symbols, span.start);
  const name = snapshot.slice(span);
  if (!found || !/^\w+$/.test(name)) return undefined;
  let free = `${name}_`;
  while (snapshot.symbols.globals.has(free)) free += "_";
  const first = snapshot.symbols.globals.get(name);
  // Of two declarations with one name, the uses belong to the first.
  const places = first === found.definition ? occurrencesOf(snapshot.symbols, found.definition).map((each) => each.span) : [span];
  return { title: `Call it \`${free}\``, edits: places.map((each): TextEdit => ({ span: each, newText: free })) };
};

/** An index in scope that ranges over the set that is wanted. */
const indexOverWanted: Maker = (snapshot, { span, text }) => {
  const wanted = /not of `(\w+)`/.exec(text)?.[1];
  const index = visibleAt(snapshot.symbols, span.start).find((each) => each.kind === "index" && each.set && snapshot.slice(each.set.span) === wanted);
  return index && replace(`Use \`${index.name}\``, span, index.name);
};

/** In a mechanism with messages a rule sees the message with the same index. */
const messageForType: Maker = (snapshot, { span }) => {
  const messages = snapshot.parsed.file.items.flatMap((item) => (item.kind === "mechanism" ? item.items.filter((inner) => inner.kind === "message") : []));
  const name = /^\w+/.exec(snapshot.slice(span))?.[0];
  const [message] = messages;
  if (messages.length !== 1 || !message || name === undefined) return undefined;
  const own = headOf(snapshot.symbols.globals.get(name)?.item)?.indices.map((index) => snapshot.slice(index.set.span));
  const its = message.head.indices.map((index) => snapshot.slice(index.set.span));
  if (own?.join() !== its.join()) return undefined;
  return replace(`Use the message \`${message.head.name.text}\``, { start: span.start, end: span.start + name.length }, message.head.name.text);
};

/** `state` becomes `type` or the other way round. */
const declareAs =
  (word: "state" | "type"): Maker =>
  (snapshot, { span }) => {
    const name = /^\w+/.exec(snapshot.slice(span))?.[0] ?? "";
    const item = snapshot.symbols.globals.get(name)?.item;
    if (item?.kind !== "state" || item.observed === (word === "type")) return undefined;
    const first = item.head.indices[0]?.set;
    const ofAgents = first?.kind === "reference" && snapshot.symbols.globals.get(first.name.text)?.kind === "agents";
    if (word === "type" && !ofAgents) return undefined;
    const start = item.span.start;
    return replace(`Declare \`${name}\` as a \`${word}\``, { start, end: start + (item.observed ? 4 : 5) }, word);
  };

const discretize: Maker = (snapshot, { span, hint }) =>
  /discretize/.test(hint ?? "") ? replace("Discretise with 20 points", span, `discretize(${snapshot.slice(span)}, 20)`) : undefined;

/** The first ones stay, where there are too many. */
const dropIndices: Maker = (snapshot, { span, text }) => {
  const wanted = Number(/takes (no|\d+) ind/.exec(text)?.[1]?.replace("no", "0"));
  const found = /^(\w+)\[([^[\]()]*)\]$/.exec(snapshot.slice(span));
  const given = found?.[2]?.split(",").map((each) => each.trim()) ?? [];
  if (!found || !(given.length > wanted)) return undefined;
  const form = `${found[1] ?? ""}${wanted === 0 ? "" : `[${given.slice(0, wanted).join(", ")}]`}`;
  return replace(`Write \`${form}\``, span, form);
};

const makers: Readonly<Partial<Record<DiagnosticName, Maker>>> = {
  "unknown-name": suggestion,
  "unknown-distribution": suggestion,
  "unknown-library": (snapshot, diagnostic) => suggestion(snapshot, diagnostic) ?? onlyOne(snapshot, diagnostic),
  "unknown-library-member": (snapshot, diagnostic) => suggestion(snapshot, diagnostic) ?? removeListed(snapshot, diagnostic),
  "unknown-concept": concept,
  "wrong-index-count": (snapshot, diagnostic) => dropIndices(snapshot, diagnostic) ?? asHinted(snapshot, diagnostic),
  "not-agents": (snapshot, { span }) => {
    const item = snapshot.symbols.globals.get(snapshot.slice(span))?.item;
    return item?.kind === "set-declaration"
      ? replace(`Declare \`${item.name.text}\` as agents`, { start: item.span.start, end: item.span.start + "set".length }, "agents")
      : undefined;
  },
  "not-a-set": (snapshot, { span, text }) =>
    /must be a set, but its value is [1-9]\d*\.$/.test(text) ? replace("Count from 1", span, `1..${snapshot.slice(span)}`) : undefined,
  "not-indexable": (snapshot, { span }) => {
    const found = /^(\w+)\s*\[/.exec(snapshot.slice(span));
    return found?.[1] === undefined ? undefined : replace("Drop the brackets", span, found[1]);
  },
  "not-a-function": (snapshot, { span }) => {
    const found = /^(\w+)\s*\(([\s\S]*)\)$/.exec(snapshot.slice(span));
    return found ? replace("Write square brackets", span, `${found[1] ?? ""}[${found[2] ?? ""}]`) : undefined;
  },
  "duplicate-declaration": renameDeclared,
  "reserved-name": renameDeclared,
  "wrong-index-set": indexOverWanted,
  "bad-interval": swapEnds,
  "within-reversed": swapEnds,
  "prior-twice": removeThis("Remove this prior"),
  "payoff-twice": removeThis("Remove this payoff"),
  "concept-twice": removeThis("Remove this concept"),
  "nothing-to-choose": removeThis("Remove the move"),
  "chosen-twice": removeThis("Remove this move"),
  "prior-constraint-not-linear": (snapshot, { span }) => {
    const item = itemAt(snapshot, span);
    return item?.kind === "prior" ? replace("Leave the prior open", item.distribution.span, "any") : undefined;
  },
  "type-in-indirect-rule": messageForType,
  "unobserved-in-rule": declareAs("type"),
  "type-needs-agent": declareAs("state"),
  "continuous-needs-discretize": discretize,
  "objective-not-a-quantity": (snapshot, { span }) => replace("Take the expectation", span, `E[${snapshot.slice(span)}]`),
  "varies-outside-expectation": (snapshot, { span }) => replace("Take the expectation", span, `E[${snapshot.slice(span)}]`),
  "relation-expected": (snapshot, { span, hint }) => {
    const wanted = /^Write `(<=|>=)`/.exec(hint ?? "")?.[1];
    return wanted !== undefined && snapshot.slice(span).length <= 2 ? replace(`Write \`${wanted}\``, span, wanted) : undefined;
  },
};

/** The library, where there is only one. */
const onlyOne: Maker = (_, { span, hint }) => {
  const name = /^There are: (\w+)\.$/.exec(hint ?? "")?.[1];
  return name === undefined ? undefined : replace(`Use \`${name}\``, span, name);
};

/** Out of the list behind `use`, with its comma; the list goes when it was the only name. */
const removeListed: Maker = (snapshot, { span }) => {
  const item = itemAt(snapshot, span);
  if (item?.kind !== "use") return undefined;
  const at = item.names.findIndex((name) => name.span.start === span.start);
  if (item.names.length === 1) return replace("Import all of the library", { start: item.library.span.end, end: item.span.end }, "");
  const start = at === 0 ? span.start : (item.names[at - 1]?.span.end ?? span.start);
  const end = at === 0 ? (item.names[1]?.span.start ?? span.end) : span.end;
  return replace("Do not import it", { start, end }, "");
};

/** The fix of a diagnostic of this name, where one is obvious. */
export function meaningFix(snapshot: Snapshot, name: DiagnosticName, diagnostic: Diagnostic): Fix | undefined {
  return makers[name]?.(snapshot, diagnostic) ?? missingPart(snapshot, name, diagnostic, insert);
}
