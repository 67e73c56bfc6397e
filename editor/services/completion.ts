/** What can be written at a place. It reads the tokens in front, so it works in the declaration that is being typed. */
import { concepts } from "../../compiler/concepts/registry.ts";
import { distributions } from "../../compiler/priors/registry.ts";
import { libraryFunctions, libraryNames } from "../../compiler/resolve/library.ts";
import { wordsOf } from "../../grammar/index.ts";
import { cursorAt, openBracket, type Cursor } from "./cursor.ts";
import { describeDefinition } from "./describe.ts";
import { expressionItems, itemOf, namesOf, textOf, wordItem } from "./completion-items.ts";
import { headOf } from "../../compiler/symbols/indexer.ts";
import { CompletionItemKind, type CompletionItem } from "./protocol.ts";
import type { Snapshot } from "./snapshot.ts";
import { visibleAt, type Definition, type SymbolKind } from "../../compiler/symbols/symbols.ts";

/** Nothing to choose from: a new name, a number, prose. */
const nothing: readonly CompletionItem[] = [];

/**
 * Proposals at an offset, the likely ones first; the client filters by what is typed.
 *
 * @example completionsAt(snapshotOf("incentives "), 11).map((each) => each.label) // ["bayesian", "ex_post", ...]
 */
export function completionsAt(snapshot: Snapshot, offset: number): readonly CompletionItem[] {
  const cursor = cursorAt(snapshot, offset);
  if (cursor.isProse || /\d$/.test(snapshot.text.slice(Math.max(0, offset - cursor.prefix.length - 1), offset - cursor.prefix.length))) return nothing;
  return new Completion(snapshot, cursor).run();
}

/** Kinds behind which an operand stands. */
const wantsOperand =
  /^(?:Plus|Minus|Star|Slash|Caret|Equal|NotEqual|Less|LessEqual|Greater|GreaterEqual|LeftParenthesis|LeftBracket|LeftBrace|Comma|Colon|Dots|And|Or|Not|If|Then|Else|When|Assert|Maximize|Minimize|Within)$/;

class Completion {
  private readonly visible: readonly Definition[];

  constructor(
    private readonly snapshot: Snapshot,
    private readonly cursor: Cursor,
  ) {
    // Indices of the declaration in front of the cursor are in scope, whether or not it can be read.
    this.visible = visibleAt(snapshot.symbols, cursor.offset - cursor.prefix.length);
  }

  run(): readonly CompletionItem[] {
    const { kinds } = this.cursor;
    const before = kinds.at(-1) ?? "";
    if (before === "" || (this.cursor.startsLine && !wantsOperand.test(before) && !/^(?:Tilde|Chooses|In|To)$/.test(before))) return this.declarations();
    return this.afterDeclarationWord(before) ?? this.insideMove(before) ?? this.afterOperator(before);
  }

  /** The words that begin a declaration here; on the line after a complete one also what may go on with it. */
  private declarations(): readonly CompletionItem[] {
    const { block, kinds } = this.cursor;
    const words =
      block === "mechanism"
        ? ["message", "let", "allocation", "transfer", "feasible", "function"]
        : block === "information"
          ? ["signal", "public", "draw", "let", "function"]
          : wordsOf("declaration");
    const items = words.map((word) => wordItem(word, "declaration"));
    if (block) return items;
    const movers = ["seller", "designer", "platform", "nature"].map((mover): CompletionItem => ({
      label: `${mover} chooses`,
      kind: CompletionItemKind.Snippet,
      insertText: mover === "nature" ? `${mover} chooses information to minimize ` : `${mover} chooses mechanism to maximize `,
      detail: "a move",
      sortText: "8",
    }));
    const agents = this.ofKind("agents").map((each): CompletionItem => ({
      label: `payoff ${each.name}[i] =`,
      kind: CompletionItemKind.Snippet,
      insertText: `payoff ${each.name}[i] = `,
      detail: "payoff",
      sortText: "3",
    }));
    return [...items, ...movers, ...agents, ...(kinds.length > 0 ? ["then", "with", "when"].map((word) => wordItem(word, "control")) : [])];
  }

  /** Behind the first word of a declaration, and in the lists that only some declarations have. */
  private afterDeclarationWord(before: string): readonly CompletionItem[] | undefined {
    const { kinds, tokens } = this.cursor;
    const first = kinds[0] ?? "";
    if (first === "Use") return this.library(before);
    if (first === "Incentives" || first === "Participation") {
      const kind = first === "Incentives" ? "incentives" : "participation";
      if (before === first)
        return concepts.filter((each) => each.kind === kind).map((each) => itemOf(each.name, CompletionItemKind.EnumMember, each.formula, each.summary));
      if (before === "For" || before === "Comma") return this.names(["agents"]);
      return [wordItem("for", "contextual")];
    }
    switch (before) {
      case "Model":
      case "Cite":
      case "Param":
      case "Set":
      case "Agents":
      case "State":
      case "Type":
      case "Let":
      case "Function":
      case "Quantity":
      case "Message":
      case "Allocation":
      case "Transfer":
      case "Draw":
      case "Signal":
        return nothing;
      case "Public":
        return [wordItem("signal", "block-item")];
      case "Payoff":
      case "Outside":
        return this.ofKind("agents").map((each) =>
          textOf(each.name, `${each.name}[i]${kinds.length === 1 ? " = " : ""}`, describeDefinition(this.snapshot, each)),
        );
      case "Prior":
        return first === "Prior" ? this.priors() : undefined;
      case "Show":
        return [...this.names(["allocation", "transfer", "quantity", "let"]), wordItem("duals", "contextual")];
      case "Private":
        return [wordItem("to", "contextual")];
      case "Tilde":
        return this.laws();
      case "In":
        return this.sets();
      case "Comma":
        if (first === "Show") return [...this.names(["allocation", "transfer", "quantity", "let"]), wordItem("duals", "contextual")];
        return openBracket(this.cursor)?.kind === "LeftBracket" && this.isHead() ? this.binders() : undefined;
      case "To":
        if (kinds.at(-2) === "Private")
          return this.ofKind("agents").map((each) =>
            textOf(`${each.name}[i]`, `${each.name}[${this.indexOver(each.name)}]`, describeDefinition(this.snapshot, each)),
          );
        return undefined;
      default:
        // `for i in`, `(i in`: the word in front of `in` is new.
        if (before === "For" || (before === "LeftBracket" && this.isHead())) return this.binders();
        if (before === "LeftParenthesis" && tokens.at(-2)?.tokenType.name === "Aggregate") return this.binders();
        return undefined;
    }
  }

  /** `seller chooses mechanism to maximize revenue then to maximize welfare`. */
  private insideMove(before: string): readonly CompletionItem[] | undefined {
    const { kinds } = this.cursor;
    if (kinds[0] !== "Mover") return kinds.length === 1 && (kinds[0] === "Name" || kinds[0] === "Caller") ? [wordItem("chooses", "control")] : undefined;
    const chosen = kinds.includes("To") ? [] : ["mechanism", "information", "prior"];
    if (before === "Chooses" || (before === "Comma" && chosen.length > 0)) return chosen.map((word) => wordItem(word, "declaration"));
    if (["Mechanism", "Information", "Prior"].includes(before)) return [wordItem("to", "contextual")];
    if (before === "To") return [wordItem("maximize", "contextual"), wordItem("minimize", "contextual")];
    if (before === "Then") return [wordItem("to", "contextual")];
    if (before === "Maximize" || before === "Minimize") return [...this.names(["quantity"]), wordItem("E", "expectation")];
    return undefined;
  }

  private afterOperator(before: string): readonly CompletionItem[] {
    if (before === "Bar") return this.conditions();
    if (before === "LeftBracket") return this.indices();
    if (wantsOperand.test(before)) {
      const open = openBracket(this.cursor);
      if (open?.kind === "LeftBracket" && before === "Comma") return this.indices(open.commas);
      return this.expression();
    }
    if (before === "For") return this.binders();
    return this.continuations();
  }

  /** Behind a complete operand. */
  private continuations(): readonly CompletionItem[] {
    const { kinds } = this.cursor;
    const first = kinds[0] ?? "";
    const words = ["and", "or", "in", "not in"];
    if (kinds.lastIndexOf("If") > kinds.lastIndexOf("Then")) words.unshift("then");
    if (kinds.lastIndexOf("Then") > kinds.lastIndexOf("Else") && first !== "Mover") words.unshift("else");
    if (first === "Assert") words.unshift("within");
    if (first === "Require" || first === "Feasible") words.push("when");
    else if (kinds.includes("Expectation") || first === "Quantity") words.push("when");
    if (first === "Prior") words.unshift("with", "for");
    if (first === "Signal") words.unshift("private to");
    if (first === "Mover") words.unshift("then to", "ties against");
    return words.map((word) => wordItem(word, "control"));
  }

  private library(before: string): readonly CompletionItem[] {
    const name = this.cursor.tokens[1]?.image ?? "";
    if (before === "Use") return libraryNames().map((each) => itemOf(each, CompletionItemKind.Module, "library"));
    if (before !== "LeftParenthesis" && before !== "Comma") return nothing;
    return (libraryFunctions(name) ?? []).map((each) =>
      itemOf(each.name.text, CompletionItemKind.Function, `(${each.parameters.map((parameter) => parameter.text).join(", ")})`, each.doc),
    );
  }

  /** States and types without a law first. */
  private priors(): readonly CompletionItem[] {
    const done = new Set(this.snapshot.parsed.file.items.flatMap((item) => (item.kind === "prior" ? item.targets.map((target) => target.name.text) : [])));
    return this.ofKind("type", "state").map((each): CompletionItem => {
      const indices = headOf(each.item)?.indices.map((index) => index.name?.text ?? this.snapshot.slice(index.span)) ?? [];
      const target = `${each.name}${indices.length > 0 ? `[${indices.join(", ")}]` : ""}`;
      return { ...textOf(target, `${target} ~ `, describeDefinition(this.snapshot, each)), filterText: each.name, sortText: done.has(each.name) ? "2" : "1" };
    });
  }

  /** What may stand behind `~`. */
  private laws(): readonly CompletionItem[] {
    const given = distributions.map((each) =>
      itemOf(each.name, CompletionItemKind.Function, each.signature, `${each.summary}\n\nFor example \`${each.example}\`.`),
    );
    const any = this.cursor.kinds[0] === "Prior" ? [itemOf("any with", CompletionItemKind.Keyword, "a prior that is left open")] : [];
    return [...given, ...any, ...this.names(["param", "let"]), ...this.locals(), wordItem("if", "control")];
  }

  private sets(): readonly CompletionItem[] {
    const declared = this.visible.filter((each) => each.kind === "agents" || each.kind === "set");
    const forms = ["grid(0, 1, 1/10)", "ladder(10)", "1..n", "{0, 1}", "[0, 1]"].map((form): CompletionItem => ({
      label: form,
      kind: CompletionItemKind.Snippet,
      insertText: form,
      sortText: "5",
    }));
    return [...declared.map((each) => this.item(each)), ...forms, ...this.names(["param", "let"]), ...this.locals()];
  }

  /** Whether the bracket in front belongs to the head of a declaration, where indices are introduced. */
  private isHead(): boolean {
    const { kinds } = this.cursor;
    const open = openBracket(this.cursor)?.open ?? kinds.length - 1;
    const heads = new Set(["State", "Type", "Let", "Quantity", "Message", "Allocation", "Transfer", "Draw", "Signal", "Param", "Feasible", "Require"]);
    return open >= 2 && heads.has(kinds[open - 2] ?? "");
  }

  /** `i in bidder`, with an index name that is free. */
  private binders(): readonly CompletionItem[] {
    const taken = new Set(this.visible.map((each) => each.name));
    const letter = ["i", "j", "k", "l", "m"].find((each) => !taken.has(each)) ?? "i";
    return this.ofKind("agents", "set").map((each) =>
      textOf(`${letter} in ${each.name}`, `${letter} in ${each.name}`, describeDefinition(this.snapshot, each)),
    );
  }

  /** Between the brackets of a family: indices over its set, elements of the set, and then everything else. */
  private indices(position = 0): readonly CompletionItem[] {
    const caller = openBracket(this.cursor)?.caller;
    if (caller === "E" || caller === "P") return this.expression();
    const family = this.visible.find((each) => each.name === caller);
    const agents = family?.kind === "agents" ? family.name : undefined;
    const index = headOf(family?.item)?.indices[position];
    const set = agents ?? (index && this.snapshot.slice(index.set.span));
    const locals = this.visible.filter((each) => each.kind === "index" || each.kind === "parameter");
    const over = (each: Definition): boolean => each.set !== undefined && set !== undefined && this.snapshot.slice(each.set.span) === set;
    const elements = this.visible.filter((each) => each.kind === "element" && (set === undefined || each.owner === set));
    const fitting = locals.filter(over);
    const rest = this.visible.filter(
      (each) => !fitting.includes(each) && !elements.includes(each) && ["index", "parameter", "param", "let", "type", "state"].includes(each.kind),
    );
    return [
      ...fitting.map((each) => ({ ...this.item(each), sortText: "0", preselect: true })),
      ...elements.map((each) => ({ ...this.item(each), sortText: "1" })),
      ...rest.map((each) => this.item(each)),
    ];
  }

  /** Behind the bar of an expectation: agents, and what can be observed. */
  private conditions(): readonly CompletionItem[] {
    const agents = this.ofKind("agents").map((each) => ({
      ...textOf(`${each.name}[${this.indexOver(each.name)}]`, `${each.name}[${this.indexOver(each.name)}]`, describeDefinition(this.snapshot, each)),
      sortText: "0",
    }));
    return [...agents, ...this.names(["type", "state", "signal", "message", "draw"]), wordItem("others", "contextual"), ...this.locals()];
  }

  private expression(): readonly CompletionItem[] {
    return expressionItems(this.visible, (each) => this.item(each), { claim: this.cursor.kinds[0] === "Assert" });
  }

  /** The index in scope that ranges over a set, or `i`. */
  private indexOver(set: string): string {
    return this.visible.find((each) => each.kind === "index" && each.set && this.snapshot.slice(each.set.span) === set)?.name ?? "i";
  }

  private locals(): readonly CompletionItem[] {
    return this.visible.filter((each) => each.kind === "index" || each.kind === "parameter").map((each) => this.item(each));
  }

  private ofKind(...kinds: readonly SymbolKind[]): readonly Definition[] {
    return this.visible.filter((each) => kinds.includes(each.kind));
  }

  private names(kinds: readonly SymbolKind[]): readonly CompletionItem[] {
    return namesOf(this.ofKind(...kinds), (each) => this.item(each));
  }

  private item(definition: Definition): CompletionItem {
    return { ...itemOf(definition.name, undefined, definition.kind, definition.doc), ...kindOf(definition.kind) };
  }
}

const completionKinds: Readonly<Record<SymbolKind, CompletionItemKind>> = {
  model: CompletionItemKind.Module,
  param: CompletionItemKind.Constant,
  set: CompletionItemKind.Enum,
  agents: CompletionItemKind.Enum,
  type: CompletionItemKind.Variable,
  state: CompletionItemKind.Variable,
  draw: CompletionItemKind.Variable,
  signal: CompletionItemKind.Variable,
  let: CompletionItemKind.Variable,
  function: CompletionItemKind.Function,
  message: CompletionItemKind.Field,
  allocation: CompletionItemKind.Field,
  transfer: CompletionItemKind.Field,
  quantity: CompletionItemKind.Property,
  row: CompletionItemKind.Event,
  element: CompletionItemKind.EnumMember,
  index: CompletionItemKind.TypeParameter,
  parameter: CompletionItemKind.TypeParameter,
  library: CompletionItemKind.Module,
  "library function": CompletionItemKind.Function,
  mover: CompletionItemKind.Value,
};

function kindOf(kind: SymbolKind): { readonly kind: CompletionItemKind; readonly sortText: string } {
  const order = kind === "index" || kind === "parameter" ? "1" : kind === "library function" ? "4" : "2";
  return { kind: completionKinds[kind], sortText: order };
}
