/** The parameters of the call that the cursor is in. */
import { builtinFunctions } from "../../compiler/resolve/functions.ts";
import { cursorAt, openBracket } from "./cursor.ts";
import type { SignatureHelp } from "./protocol.ts";
import { MarkupKind } from "./protocol.ts";
import type { Snapshot } from "./snapshot.ts";
import { aggregateDocs, distributionDoc, wordDoc } from "./words.ts";

/** Signature help for functions of the spec, of a library and of the language, distributions and aggregates. */
export function signatureAt(snapshot: Snapshot, offset: number): SignatureHelp | undefined {
  const cursor = cursorAt(snapshot, offset);
  if (cursor.isProse) return undefined;
  const open = openBracket(cursor);
  if (open?.kind !== "LeftParenthesis" || open.caller === undefined) return undefined;
  const found = signatureOf(snapshot, open.caller);
  if (!found) return undefined;
  const parameters = parametersOf(found.form);
  return {
    signatures: [{ label: found.form, documentation: { kind: MarkupKind.Markdown, value: found.text }, parameters: parameters.map((label) => ({ label })) }],
    activeSignature: 0,
    activeParameter: Math.min(open.commas, Math.max(0, parameters.length - 1)),
  };
}

function signatureOf(snapshot: Snapshot, name: string): { readonly form: string; readonly text: string } | undefined {
  const declared = snapshot.symbols.globals.get(name);
  const declaration = declared?.library?.declaration ?? (declared?.item?.kind === "function" ? declared.item : undefined);
  if (declaration) return { form: `${name}(${declaration.parameters.map((each) => each.text).join(", ")})`, text: declared?.doc ?? "" };
  const aggregate = aggregateDocs.get(name);
  if (aggregate) return aggregate;
  return distributionDoc(name) ?? (builtinFunctions.has(name) || ["others", "messages", "holds", "fails"].includes(name) ? wordDoc(name) : undefined);
}

/** Places of the parameters in a form: what stands between the commas of its first parenthesis. */
function parametersOf(form: string): [number, number][] {
  const open = form.indexOf("(");
  const found: [number, number][] = [];
  let depth = 0;
  let start = open + 1;
  for (let k = open; k >= 0 && k < form.length; k++) {
    const letter = form[k];
    if (letter === "(" || letter === "[" || letter === "{") depth++;
    if (letter === ")" || letter === "]" || letter === "}") depth--;
    if ((letter === "," && depth === 1) || depth === 0) {
      const lead = /^\s*/.exec(form.slice(start, k))?.[0].length ?? 0;
      if (k > start + lead) found.push([start + lead, k]);
      start = k + 1;
    }
    if (depth === 0) break;
  }
  return found;
}
