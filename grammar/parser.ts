/**
 * The file, its two blocks, and recovery: a declaration that cannot be read is given up as a whole and reading goes on
 * at the next one, so that every fault is a mistake of its own and the rest of the file keeps its tree.
 */
import type { IToken } from "chevrotain";
import { MismatchedTokenException } from "chevrotain";
import type { InformationBlock, InformationItem, Item, MechanismBlock, MechanismItem } from "./ast.ts";
import { beginsItem } from "./contextual.ts";
import type { TokenStream } from "./contextual.ts";
import { BlockParser } from "./block-parser.ts";
import { exceedsHeight, MAX_HEIGHT } from "./depth.ts";
import { spanOf } from "./build-ast.ts";
import { FaultError, MAX_FAULTS } from "./faults.ts";
import type { Situation } from "./situation.ts";
import type { Span } from "./span.ts";
import { categoryOf, token } from "./tokens.ts";

/** A mistake as the parser sees it: a fault found by the builder, or a token that does not fit. */
export type Problem = { readonly kind: "fault"; readonly code: string; readonly span: Span } | { readonly kind: "situation"; readonly situation: Situation };

const emptyStream: TokenStream = { tokens: [], partner: new Int32Array(0), firstOnLine: new Uint8Array(0) };
const blockStart: Readonly<Record<string, readonly string[]>> = {
  information: ["Let", "Function", "Draw", "Signal", "Public"],
  mechanism: ["Let", "Function", "Message", "Allocation", "Transfer", "Feasible"],
};

/** Whether a word can begin an item of the file or of a block; of an unclosed block, also what belongs behind it. */
function canBegin(rule: string, partner: number, name: string): boolean {
  const ofFile = beginsItem(name) && categoryOf(name) !== "block-item";
  const starts = blockStart[rule];
  return starts === undefined ? ofFile : starts.includes(name) || (partner < 0 && ofFile);
}

/** The whole grammar. Use {@link read}; the instance keeps only the state of the text that it reads. */
export class MechParser extends BlockParser {
  private stream = emptyStream;
  private problems: Problem[] = [];
  /** The index of the first token of the declaration that is being read. */
  private itemStart = 0;

  constructor(skipValidations = true) {
    super(skipValidations);
    this.performSelfAnalysis();
  }

  /** The declarations of a file, and what is wrong with the others. */
  read(stream: TokenStream): { readonly items: Item[]; readonly problems: Problem[] } {
    this.stream = stream;
    this.problems = [];
    this.input = stream.tokens;
    const items = this.file();
    const result = { items, problems: this.problems };
    this.stream = emptyStream;
    this.problems = [];
    this.input = [];
    return result;
  }

  private readonly file = this.RULE("file", (): Item[] => {
    const items: Item[] = [];
    this.ACTION(() => this.passStrays("file", items, -1));
    this.MANY(() => this.attempt("file", items, -1, () => this.SUBRULE(this.item)));
    return items;
  });

  private readonly item = this.RULE("item", (): Item =>
    this.OR<Item>([
      { ALT: () => this.SUBRULE(this.model) },
      { ALT: () => this.SUBRULE(this.cite) },
      { ALT: () => this.SUBRULE(this.use) },
      { ALT: () => this.SUBRULE(this.param) },
      { ALT: () => this.SUBRULE(this.set) },
      { ALT: () => this.SUBRULE(this.agents) },
      { ALT: () => this.SUBRULE(this.state) },
      { ALT: () => this.SUBRULE(this.prior) },
      { ALT: () => this.SUBRULE(this.letDeclaration) },
      { ALT: () => this.SUBRULE(this.functionDeclaration) },
      { ALT: () => this.SUBRULE(this.informationBlock) },
      { ALT: () => this.SUBRULE(this.mechanismBlock) },
      { ALT: () => this.SUBRULE(this.payoff) },
      { ALT: () => this.SUBRULE(this.concept) },
      { ALT: () => this.SUBRULE(this.require) },
      { ALT: () => this.SUBRULE(this.quantity) },
      { ALT: () => this.SUBRULE(this.move) },
      { ALT: () => this.SUBRULE(this.assert) },
      { ALT: () => this.SUBRULE(this.show) },
    ]),
  );

  private readonly informationBlock = this.RULE("information", (): InformationBlock => {
    const items: InformationItem[] = [];
    const word = this.CONSUME(token("Information"));
    const open = this.CONSUME(token("LeftBrace"));
    const partner = this.ACTION(() => this.partnerOf(open)) ?? -1;
    this.ACTION(() => this.passStrays("information", items, partner));
    this.MANY(() => this.attempt("information", items, partner, () => this.SUBRULE(this.informationItem)));
    this.CONSUME(token("RightBrace"));
    return this.ACTION(() => ({ kind: "information", items, span: this.since(word) }));
  });

  private readonly mechanismBlock = this.RULE("mechanism", (): MechanismBlock => {
    const items: MechanismItem[] = [];
    const word = this.CONSUME(token("Mechanism"));
    const open = this.CONSUME(token("LeftBrace"));
    const partner = this.ACTION(() => this.partnerOf(open)) ?? -1;
    this.ACTION(() => this.passStrays("mechanism", items, partner));
    this.MANY(() => this.attempt("mechanism", items, partner, () => this.SUBRULE(this.mechanismItem)));
    this.CONSUME(token("RightBrace"));
    return this.ACTION(() => ({ kind: "mechanism", items, span: this.since(word) }));
  });

  /** Reads one declaration into `items`; on a mistake notes it and goes to where the next one begins. */
  private attempt<T extends Item | InformationItem | MechanismItem>(rule: string, items: T[], partner: number, read: () => T): void {
    const before = this.ACTION(() => this.here());
    try {
      this.ACTION(() => {
        this.itemStart = this.here();
        this.nesting = 0;
      });
      const item = read();
      this.ACTION(() => {
        if (exceedsHeight(item, MAX_HEIGHT)) throw new FaultError("too-deep", spanOf(this.LA(0)));
        items.push(item);
      });
    } catch (error) {
      this.note(error);
      // A block notes the mistakes of its items itself, and its own missing brace leaves the reader at the next item.
      if (this.here() === before) this.SKIP_TOKEN();
      this.skip(rule, partner);
    }
    this.ACTION(() => this.passStrays(rule, items, partner));
  }

  /** Reports what stands between two declarations and belongs to neither, and passes over it. */
  private passStrays(rule: string, items: unknown[], partner: number): void {
    while (!this.mayContinue(rule, partner)) {
      const index = this.here();
      this.problems.push({ kind: "situation", situation: this.situation([rule], undefined, index) });
      // On the line of a declaration it is a part of it that was not understood.
      if (this.stream.firstOnLine[index] !== 1 && items.length > 0 && index > 0 && !this.followsBrace(index)) items.pop();
      this.itemStart = index;
      this.SKIP_TOKEN();
      this.skip(rule, partner);
    }
  }

  /** Whether the token in front can begin an item here or end the list. */
  private mayContinue(rule: string, partner: number): boolean {
    const name = this.LA(1).tokenType.name;
    return name === "EOF" || this.problems.length > MAX_FAULTS || (rule !== "file" && name === "RightBrace") || canBegin(rule, partner, name);
  }

  /** Goes to the next declaration: a word that begins one at the start of a line or behind a brace, or the block's end. */
  private skip(rule: string, partner: number): void {
    for (let name = this.LA(1).tokenType.name; name !== "EOF"; name = this.LA(1).tokenType.name) {
      const index = this.here();
      if (this.problems.length <= MAX_FAULTS) {
        if (index === partner || (rule !== "file" && partner < 0 && name === "RightBrace")) return;
        const isFirst = this.stream.firstOnLine[index] === 1 || this.followsBrace(index);
        if (isFirst && canBegin(rule, partner, name) && !this.continues(name, index)) return;
      }
      this.SKIP_TOKEN();
    }
  }

  private followsBrace(index: number): boolean {
    const name = this.stream.tokens[index - 1]?.tokenType.name;
    return name === "LeftBrace" || name === "RightBrace";
  }

  /** Whether a word that may begin a declaration goes on with the one before, as in `chooses prior, information`. */
  private continues(name: string, index: number): boolean {
    const before = this.stream.tokens[index - 1]?.tokenType.name ?? "";
    if (name === "Payoff") return /^(?:Plus|Minus|Star|Slash|Equal|.*Less.*|.*Greater.*|Comma|Bar|Left.*|And|Or|Not|Then|Else|If)$/.test(before);
    return ["Mechanism", "Information", "Prior"].includes(name) && (before === "Chooses" || before === "Comma");
  }

  private note(error: unknown): void {
    if (error instanceof FaultError) this.problems.push({ kind: "fault", code: error.code, span: error.span });
    else if (error instanceof MismatchedTokenException) this.noteSituation(error, error.message);
    else if (error instanceof Error && "context" in error && "token" in error) this.noteSituation(error, undefined);
    else throw error;
  }

  private noteSituation(error: Error, expected: string | undefined): void {
    const context = "context" in error && typeof error.context === "object" && error.context !== null ? error.context : {};
    const rules = "ruleStack" in context && Array.isArray(context.ruleStack) ? context.ruleStack.map(String) : [];
    this.problems.push({ kind: "situation", situation: this.situation(rules, expected, this.here()) });
  }

  private situation(rules: readonly string[], expected: string | undefined, index: number): Situation {
    return { rules, expected, index, itemStart: this.itemStart, stream: this.stream };
  }

  private partnerOf(bracket: IToken): number {
    return this.stream.partner[this.indexOf(bracket)] ?? -1;
  }

  /** The index of the token in front of the reader. */
  private here(): number {
    const next = this.LA(1);
    return next.tokenType.name === "EOF" ? this.stream.tokens.length : this.indexOf(next);
  }

  private indexOf({ startOffset }: IToken): number {
    let low = 0;
    let high = this.stream.tokens.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.stream.tokens[middle]?.startOffset ?? 0) < startOffset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
