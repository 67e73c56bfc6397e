/** What a word means, where the pointer rests. */
import { findConcept } from "../../compiler/concepts/registry.ts";
import type { Concept } from "../../compiler/concepts/concept.ts";
import { explain } from "../../compiler/diagnostics/explain.ts";
import { libraryFunctions } from "../../compiler/resolve/library.ts";
import type * as ast from "../../grammar/ast.ts";
import type { Span } from "../../grammar/index.ts";
import { cursorAt, inComment, wordAt } from "./cursor.ts";
import { count, describeDefinition } from "./describe.ts";
import { MarkupKind, type Hover } from "./protocol.ts";
import type { Snapshot } from "./snapshot.ts";
import { occurrenceAt } from "../../compiler/symbols/symbols.ts";
import { distributionDoc, wordDoc } from "./words.ts";

/** Markdown about the word at an offset; undefined between words and in comments. */
export function hoverAt(snapshot: Snapshot, offset: number): Hover | undefined {
  const word = wordAt(snapshot.text, offset);
  if (!word) return undefined;
  if (inComment(snapshot.parsed.file, offset)) return codeHover(snapshot, word);
  const concept = conceptAt(snapshot, word);
  const found = concept ? undefined : occurrenceAt(snapshot.symbols, offset);
  const text = concept ?? (found ? describeOccurrence(snapshot, found.definition) : describeWord(word.text));
  return text === undefined ? undefined : { contents: { kind: MarkupKind.Markdown, value: text }, range: snapshot.range(found?.span ?? word.span) };
}

function describeOccurrence(snapshot: Snapshot, definition: Parameters<typeof describeDefinition>[1]): string {
  if (definition.kind !== "library") return describeDefinition(snapshot, definition);
  const functions = libraryFunctions(definition.name) ?? [];
  const rows = functions.map(
    (each) => `- \`${each.name.text}(${each.parameters.map((parameter) => parameter.text).join(", ")})\`: ${each.doc?.split("\n")[0] ?? ""}`,
  );
  return `\`\`\`mech\nuse ${definition.name}\n\`\`\`\n\n${rows.join("\n")}`;
}

function describeWord(word: string): string | undefined {
  const law = distributionDoc(word);
  if (law) return `\`\`\`mech\n${law.form}\n\`\`\`\n\n${law.text}\n\nFor example \`${law.example}\`.`;
  const doc = wordDoc(word);
  return doc && `\`\`\`mech\n${doc.form}\n\`\`\`\n\n${doc.text}`;
}

/** A code such as `MECH1201` in a comment that silences it. */
function codeHover(snapshot: Snapshot, word: { readonly text: string; readonly span: Span }): Hover | undefined {
  const text = /^MECH\d{4}$/.test(word.text) ? explain(word.text) : undefined;
  return text === undefined ? undefined : { contents: { kind: MarkupKind.Markdown, value: `\`\`\`text\n${text}\n\`\`\`` }, range: snapshot.range(word.span) };
}

/** A solution concept: its sentence, its inequality, and the rows that it stands for in this spec. */
function conceptAt(snapshot: Snapshot, word: { readonly text: string; readonly span: Span }): string | undefined {
  const { kinds } = cursorAt(snapshot, word.span.start);
  const kind = kinds.at(-1) === "Incentives" ? "incentives" : kinds.at(-1) === "Participation" ? "participation" : undefined;
  const concept = kind && findConcept(kind, word.text);
  if (!concept) return undefined;
  const item = snapshot.parsed.file.items.find((each): each is ast.ConceptDeclaration => each.kind === kind && each.concept.span.start === word.span.start);
  const families = item ? familiesOf(snapshot, item) : [];
  return [`\`\`\`mech\n${concept.kind} ${concept.name}\n\`\`\``, concept.summary, `$$${mathematics(concept)}$$`, `\`${concept.formula}\``, ...families].join(
    "\n\n",
  );
}

/** How many rows the concept has, for every agent set. */
function familiesOf(snapshot: Snapshot, item: ast.ConceptDeclaration): string[] {
  const model = snapshot.model;
  if (!model) return [];
  const rows = model.rows.filter((row) => row.source === item.kind && row.span.start >= item.span.start && row.span.end <= item.span.end);
  if (rows.length === 0) return ["It stands for no rows here."];
  return rows.map((row) => {
    const size = snapshot.slow?.size?.families.find((each) => each.name === row.name);
    return `\`${row.name}\`${size ? `: ${count(size.rows, "row")}` : ""}: ${row.sentence.replace(/\{([^{}]*)\}/g, "*$1*")}`;
  });
}

/** The formula in TeX, as editors that typeset mathematics show it. */
export function mathematics({ formula }: Pick<Concept, "formula">): string {
  const [inequality = "", ...quantifiers] = formula.split(/\s{2,}/);
  const tex = (text: string): string =>
    text
      .replace(/\s*>=\s*/g, " \\ge ")
      .replace(/\s*<=\s*/g, " \\le ")
      .replace(/\bE\[/g, "\\mathbf{E}[")
      .replace(/ \| /g, " \\mid ")
      .replace(/_-i\b/g, "_{-i}")
      .replace(/\bfor all\s+/g, "\\quad\\forall\\, ")
      .replace(/\(no rows\)/g, "\\text{no rows}")
      .replace(/\bstates\b/g, "\\text{states}");
  return [inequality, ...quantifiers].map(tex).join(" ");
}
