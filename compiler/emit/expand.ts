/**
 * `mech expand`: a spec with every shorthand written out. Concepts become `require` rows, user functions are expanded
 * in place, imports go, params have their values; everything else stays as the author wrote it.
 */
import type * as ast from "../../grammar/ast.ts";
import { parse } from "../../grammar/index.ts";
import type { Model } from "../model/model.generated.ts";
import { libraryFunctions } from "../resolve/library.ts";
import { conceptEdits } from "./expand/concepts.ts";
import { applyEdits, removal, type Edit } from "./expand/edits.ts";
import { FunctionExpansion, namesIn } from "./expand/functions.ts";
import { messageEdits } from "./expand/messages.ts";
import { paramEdits } from "./expand/params.ts";
import { childrenOf, rootsOf, type Position } from "./expand/walk.ts";
import { printTree } from "./unparse.ts";

/**
 * The spec without shorthand, as text that compiles to the same program.
 *
 * @param source the text that the model was built from
 * @param model its Model IR, with the overrides of params and concepts in it
 * @example expand(text, compile(text).model) // "... require participation_bidder[i in bidder]: E[payoff bidder[i] | bidder[i]] >= 0 ..."
 */
export function expand(source: string, model: Model): string {
  const { file } = parse(source);
  const attempt = (functions: boolean, concepts: boolean): string => {
    const params = paramEdits(file, model);
    const edits = [...params, ...conceptEdits(file, model, concepts), ...messageEdits(file, model), ...callEdits(source, file, params, functions)];
    return applyEdits(source, edits);
  };
  // Calls within calls can be written out to more brackets within brackets than a text may have; then they stay.
  const texts = [() => attempt(true, true), () => attempt(false, true)];
  for (const write of texts) {
    const text = write();
    if (parse(text).faults.length === 0) return text;
  }
  return attempt(false, false);
}

/** Expands the calls of user functions (if `inPlace`) and takes out the functions that are no longer called. */
function callEdits(source: string, file: ast.SourceFile, params: readonly Edit[], inPlace: boolean): readonly Edit[] {
  const own = declaredFunctions(file);
  const library = importedFunctions(file);
  const functions = new Map([...library, ...own]);
  const expansion = new FunctionExpansion(functions, takenNames(file, functions));
  const edits: Edit[] = [];
  const kept = new Set<string>();

  const visit = (node: ast.Expression, position: Position, bound: readonly string[]): void => {
    if (params.some(({ span }) => span.start <= node.span.start && node.span.end <= span.end && span.start < span.end)) return;
    if (!expansion.isUserCall(node)) {
      for (const child of childrenOf(node)) visit(child.node, child.position, [...bound, ...child.binds]);
      return;
    }
    const expanded = inPlace ? expansion.expand(node, bound) : undefined;
    // A relation is told from a condition by its form, so a call that yields one stays.
    if (!expanded || (position === "relation" && isComparison(expanded))) {
      for (const name of expansion.needed(node.name.text)) kept.add(name);
      for (const child of childrenOf(node)) visit(child.node, child.position, bound);
      return;
    }
    const text = printTree(expanded);
    edits.push({ span: node.span, text: needsParentheses(expanded, position) ? `(${text})` : text });
  };
  for (const item of file.items) for (const root of rootsOf(item)) visit(root.node, root.position, root.bound);

  for (const declaration of functionsOf(file)) if (!kept.has(declaration.name.text)) edits.push(removal(source, file, declaration.span));
  const needed = [...library.values()].filter((each) => kept.has(each.name.text) && !own.has(each.name.text)).map(functionText);
  for (const item of file.items) {
    if (item.kind !== "use") continue;
    // What is still called of a library stands where the first import was.
    const text = needed.splice(0).join("\n");
    edits.push(text === "" ? removal(source, file, item.span) : { span: item.span, text });
  }
  return edits;
}

function needsParentheses(node: ast.Expression, position: Position): boolean {
  if (position === "value") return false;
  if (position === "form") return true;
  return node.kind === "unary" || node.kind === "binary" || node.kind === "conditional" || node.kind === "range" || node.kind === "deviation" || (node.kind === "aggregate" && node.body !== undefined);
}

function isComparison(node: ast.Expression): boolean {
  if (node.kind === "group") return isComparison(node.body);
  return node.kind === "binary" && ["<=", ">=", "=", "<", ">"].includes(node.operator);
}

function functionsOf(file: ast.SourceFile): readonly ast.FunctionDeclaration[] {
  return file.items.flatMap((item) => {
    if (item.kind === "function") return [item];
    return item.kind === "mechanism" || item.kind === "information" ? item.items.filter((inner) => inner.kind === "function") : [];
  });
}

function declaredFunctions(file: ast.SourceFile): ReadonlyMap<string, ast.FunctionDeclaration> {
  return new Map(functionsOf(file).map((each) => [each.name.text, each]));
}

/** All functions of the libraries that are used; whether a name was listed is the resolver's concern. */
function importedFunctions(file: ast.SourceFile): ReadonlyMap<string, ast.FunctionDeclaration> {
  const functions = file.items.flatMap((item) => (item.kind === "use" ? (libraryFunctions(item.library.text) ?? []) : []));
  return new Map(functions.map((each) => [each.name.text, each]));
}

function functionText({ name, parameters, value }: ast.FunctionDeclaration): string {
  return `function ${name.text}(${parameters.map((parameter) => parameter.text).join(", ")}) = ${printTree(value)}`;
}

/** Names that a new index must not have. */
function takenNames(file: ast.SourceFile, functions: ReadonlyMap<string, ast.FunctionDeclaration>): ReadonlySet<string> {
  const taken = new Set<string>();
  for (const item of file.items) {
    for (const root of rootsOf(item)) {
      for (const name of [...root.bound, ...namesIn(root.node)]) taken.add(name);
    }
  }
  for (const { parameters, value } of functions.values()) {
    for (const parameter of parameters) taken.add(parameter.text);
    for (const name of namesIn(value)) taken.add(name);
  }
  return taken;
}
