/** The grammar of what stands inside `mechanism { }` and `information { }`, with the syntax in its comment in `ast.ts`. */
import type {
  AllocationDeclaration,
  DrawDeclaration,
  Expression,
  FeasibleDeclaration,
  InformationItem,
  MechanismItem,
  MessageDeclaration,
  SignalDeclaration,
  TransferDeclaration,
} from "./ast.ts";
import { DeclarationParser } from "./declaration-parser.ts";
import { whole } from "./admits.ts";
import { FaultError } from "./faults.ts";
import { token } from "./tokens.ts";

/** The rules for the items of the two blocks; the blocks themselves, and recovery in them, are in `parser.ts`. */
export class BlockParser extends DeclarationParser {
  private readonly draw = this.RULE("draw", (): DrawDeclaration => {
    const word = this.CONSUME(token("Draw"));
    const head = this.SUBRULE(this.head);
    const domain = this.OPTION(() => this.SUBRULE(this.domain));
    const distribution = this.SUBRULE(this.distribution);
    return this.ACTION(() => ({ kind: "draw", head, ...(domain === undefined ? {} : { domain }), distribution, span: this.since(word) }));
  });

  private readonly signalRule = this.RULE("signalRule", (): Pick<SignalDeclaration, "distribution" | "value"> =>
    this.OR<Pick<SignalDeclaration, "distribution" | "value">>([
      { ALT: () => this.asRule("distribution", this.SUBRULE(this.distribution)) },
      { ALT: () => this.asRule("value", this.SUBRULE(this.definition)) },
    ]),
  );

  private asRule(key: "distribution" | "value", rule: Expression): Pick<SignalDeclaration, "distribution" | "value"> {
    return key === "value" ? { value: rule } : { distribution: rule };
  }

  /** The audience may stand in front of the rule or behind it. */
  private readonly privateSignal = this.RULE("privateSignal", (): SignalDeclaration => {
    const word = this.CONSUME(token("Signal"));
    const head = this.SUBRULE(this.head);
    const domain = this.OPTION(() => this.SUBRULE(this.domain));
    const before = this.OPTION2(() => this.SUBRULE(this.signalRule));
    this.CONSUME(token("Private"));
    this.CONSUME(token("To"));
    const agent = this.SUBRULE(this.reference);
    const after = this.OPTION3(() => this.SUBRULE2(this.signalRule));
    return this.ACTION(() => {
      if (before !== undefined && after !== undefined) throw new FaultError("two-rules", (after.value ?? after.distribution ?? agent).span);
      const audience = { kind: "private", agent } as const;
      return { kind: "signal", head, ...(domain === undefined ? {} : { domain }), audience, ...before, ...after, span: this.since(word) };
    });
  });

  /** `public signal y in S = e`, or an expression in brackets or a call; a bare name is a head. */
  private readonly publicSignal = this.RULE("publicSignal", (): SignalDeclaration => {
    const word = this.CONSUME(token("Public"));
    this.CONSUME(token("Signal"));
    const content = this.OR<Partial<SignalDeclaration>>([
      {
        ALT: () => {
          const head = this.SUBRULE(this.head);
          const domain = this.OPTION(() => this.SUBRULE(this.domain));
          const rule = this.OPTION2(() => this.SUBRULE(this.signalRule));
          return this.ACTION(() => ({ head, ...(domain === undefined ? {} : { domain }), ...rule }));
        },
      },
      { ALT: () => this.asRule("value", this.SUBRULE(this.closed)) },
    ]);
    return this.ACTION(() => ({ kind: "signal", audience: { kind: "public" }, ...content, span: this.since(word) }));
  });

  /** What `public signal` may publish without giving it a name. */
  private readonly closed = this.RULE("closed", (): Expression =>
    this.OR([{ ALT: () => this.SUBRULE(this.parenthesized) }, { ALT: () => this.SUBRULE(this.call) }, { ALT: () => this.SUBRULE(this.braces) }]),
  );

  private readonly message = this.RULE("message", (): MessageDeclaration => {
    const word = this.CONSUME(token("Message"));
    const head = this.SUBRULE(this.head);
    const defined = this.SUBRULE(this.defined);
    return this.ACTION(() => {
      const { value: strategy, ...domain } = defined;
      return { kind: "message", head, ...domain, ...(strategy === undefined ? {} : { strategy }), span: this.since(word) };
    });
  });

  private readonly outcome = this.RULE("outcome", (): AllocationDeclaration | TransferDeclaration => {
    const word = this.OR([{ ALT: () => this.CONSUME(token("Allocation")) }, { ALT: () => this.CONSUME(token("Transfer")) }]);
    const head = this.SUBRULE(this.head);
    const defined = this.SUBRULE(this.defined);
    return this.ACTION(() => {
      const { value: rule, ...domain } = defined;
      const kind = word.image === "allocation" ? "allocation" : "transfer";
      return { kind, head, ...domain, ...(rule === undefined ? {} : { rule }), span: this.since(word) };
    });
  });

  private readonly feasible = this.RULE("feasible", (): FeasibleDeclaration => {
    const word = this.CONSUME(token("Feasible"));
    const head = this.OPTION(() => this.SUBRULE(this.label));
    const relation = this.SUBRULE(this.expression, { ARGS: [whole] });
    const condition = this.OPTION2(() => this.SUBRULE(this.condition));
    return this.ACTION(() => ({
      kind: "feasible",
      ...(head === undefined ? {} : { head }),
      relation,
      ...(condition === undefined ? {} : { condition }),
      span: this.since(word),
    }));
  });

  protected readonly informationItem = this.RULE("informationItem", (): InformationItem =>
    this.OR<InformationItem>([
      { ALT: () => this.SUBRULE(this.letDeclaration) },
      { ALT: () => this.SUBRULE(this.functionDeclaration) },
      { ALT: () => this.SUBRULE(this.draw) },
      { ALT: () => this.SUBRULE(this.privateSignal) },
      { ALT: () => this.SUBRULE(this.publicSignal) },
    ]),
  );

  protected readonly mechanismItem = this.RULE("mechanismItem", (): MechanismItem =>
    this.OR<MechanismItem>([
      { ALT: () => this.SUBRULE(this.letDeclaration) },
      { ALT: () => this.SUBRULE(this.functionDeclaration) },
      { ALT: () => this.SUBRULE(this.message) },
      { ALT: () => this.SUBRULE(this.outcome) },
      { ALT: () => this.SUBRULE(this.feasible) },
    ]),
  );
}
