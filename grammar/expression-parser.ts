/**
 * The grammar of expressions. One rule reads operands and operators as a flat list and `build-ast.ts` groups them, so
 * that a long sum costs no stack and a level of brackets costs few calls.
 */
import { EmbeddedActionsParser } from "chevrotain";
import type { IOrAlt, IToken } from "chevrotain";
import type { AggregateOperator, Binder, Expression, Name, Reference, Report } from "./ast.ts";
import { aSetBeforeColon, aSum, infixTokens, whole, wholeInBraces, type Admits } from "./admits.ts";
import { toBraces, type Entry } from "./braces.ts";
import { buildExpression, nameOf, spanOf, textOf } from "./build-ast.ts";
import type { AggregateHead, Flat, Infix, Prefix } from "./build-ast.ts";
import { MAX_NESTING } from "./depth.ts";
import { FaultError } from "./faults.ts";
import { Level, levelOf } from "./precedence.ts";
import { cover } from "./span.ts";
import { parserTokens, token } from "./tokens.ts";

/** The rules for expressions and names; `parser.ts` adds those for declarations. */
export class ExpressionParser extends EmbeddedActionsParser {
  protected nesting = 0;

  /** One array for all calls: Chevrotain recognises the alternatives by their order, and this rule runs most often. */
  private readonly infixAlternatives: IOrAlt<IToken>[] = [
    ...[...Object.keys(infixTokens).filter((name) => name !== "Not"), "Dots", "Colon"].map((name, index) => ({ ALT: () => this.consume(index, token(name)) })),
    { ALT: () => this.notIn() },
  ];

  constructor(skipValidations: boolean) {
    // Recovery is at the granularity of declarations (see parser.ts), which gives no follow-up errors.
    super([...parserTokens], {
      maxLookahead: 3,
      recoveryEnabled: false,
      skipValidations,
      errorMessageProvider: {
        // The message is written by messages.ts from the situation; only what was expected has to be passed on.
        buildMismatchTokenMessage: ({ expected }) => expected.name,
        buildNotAllInputParsedMessage: () => "EOF",
        buildNoViableAltMessage: () => "",
        buildEarlyExitMessage: () => "",
      },
    });
  }

  /** A name that is not followed by an opening parenthesis. */
  readonly name = this.RULE("name", (): Name => {
    const word = this.CONSUME(token("Name"));
    return this.ACTION(() => nameOf(word));
  });

  readonly expression = this.RULE("expression", (admits: Admits): Expression => {
    this.ACTION(() => {
      if (++this.nesting > MAX_NESTING) throw new FaultError("too-deep", spanOf(this.LA(1)));
    });
    const flat: Flat = { operands: [], infixes: [] };
    let openRange = false;
    this.SUBRULE(this.operand, { ARGS: [flat] });
    this.MANY({
      GATE: () => this.admitsInfix(admits, openRange),
      DEF: () => {
        const infix = this.SUBRULE(this.infix);
        this.ACTION(() => {
          flat.infixes.push(infix);
          if (infix.operator === "..") openRange = true;
          else if (infix.operator === "step" || levelOf(infix.operator) < Level.range) openRange = false;
        });
        this.SUBRULE2(this.operand, { ARGS: [flat] });
      },
    });
    return this.ACTION(() => {
      this.nesting--;
      return buildExpression(flat);
    });
  });

  private admitsInfix(admits: Admits, openRange: boolean): boolean {
    const name = this.LA(1).tokenType.name;
    if (name === "Colon") return admits.step && openRange;
    if (name === "Dots") return admits.level <= Level.range;
    const operator = infixTokens[name];
    return operator !== undefined && levelOf(operator) >= admits.level;
  }

  private readonly infix = this.RULE("infix", (): Infix => {
    const word = this.OR(this.infixAlternatives);
    return this.ACTION((): Infix => {
      const name = word.tokenType.name;
      if (name === "Dots") return { operator: "..", span: spanOf(word) };
      if (name === "Colon") return { operator: "step", span: spanOf(word) };
      const span = spanOf(word);
      return { operator: infixTokens[name] ?? "=", span: name === "Not" ? cover(span, spanOf(this.LA(0))) : span };
    });
  });

  private notIn(): IToken {
    const word = this.consume(0, token("Not"));
    this.consume(30, token("In"));
    return word;
  }

  private readonly operand = this.RULE("operand", (flat: Flat): void => {
    const prefixes: Prefix[] = [];
    this.MANY(() => {
      const prefix = this.SUBRULE(this.prefix);
      this.ACTION(() => prefixes.push(prefix));
    });
    const primary = this.SUBRULE(this.primary);
    this.ACTION(() => flat.operands.push({ prefixes, primary }));
  });

  private readonly prefix = this.RULE("prefix", (): Prefix =>
    this.OR<Prefix>([
      { ALT: () => this.unaryPrefix(this.CONSUME(token("Minus")), "-") },
      { ALT: () => this.unaryPrefix(this.CONSUME(token("Not")), "not") },
      {
        ALT: (): Prefix => {
          const word = this.CONSUME(token("If"));
          const condition = this.SUBRULE(this.expression, { ARGS: [whole] });
          this.CONSUME(token("Then"));
          const then = this.SUBRULE2(this.expression, { ARGS: [whole] });
          this.CONSUME(token("Else"));
          return this.ACTION(() => ({ kind: "conditional", condition, then, span: spanOf(word) }));
        },
      },
      {
        ALT: (): Prefix => {
          const operator = this.CONSUME(token("Aggregate"));
          this.CONSUME(token("LeftParenthesis"));
          const head = this.SUBRULE(this.aggregateHead, { ARGS: [operator] });
          return this.ACTION(() => ({ kind: "aggregate", ...head, span: spanOf(operator) }));
        },
      },
      {
        ALT: (): Prefix => {
          const operator = this.CONSUME(token("Nth"));
          this.CONSUME2(token("LeftParenthesis"));
          const rank = this.SUBRULE3(this.expression, { ARGS: [whole] });
          this.CONSUME(token("Comma"));
          const head = this.SUBRULE2(this.aggregateHead, { ARGS: [operator] });
          return this.ACTION(() => ({ kind: "aggregate", ...head, rank, span: spanOf(operator) }));
        },
      },
    ]),
  );

  private unaryPrefix(word: IToken, operator: "-" | "not"): Prefix {
    return this.ACTION(() => ({ kind: "unary", operator, span: spanOf(word) }));
  }

  /** `i in S, j in T : condition)` behind the opening parenthesis. */
  private readonly aggregateHead = this.RULE("aggregateHead", (operator: IToken): AggregateHead => {
    const binders: Binder[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: token("Comma"),
      DEF: () => {
        const binder = this.SUBRULE(this.binder, { ARGS: [aSetBeforeColon] });
        this.ACTION(() => binders.push(binder));
      },
    });
    const condition = this.OPTION(() => {
      this.CONSUME(token("Colon"));
      return this.SUBRULE(this.expression, { ARGS: [whole] });
    });
    this.CONSUME(token("RightParenthesis"));
    return this.ACTION(() => {
      const head = { operator: operator.image as AggregateOperator, operatorSpan: spanOf(operator), binders };
      return condition === undefined ? head : { ...head, condition };
    });
  });

  readonly binder = this.RULE("binder", (set: Admits): Binder => {
    const name = this.SUBRULE(this.name);
    this.CONSUME(token("In"));
    const value = this.SUBRULE(this.expression, { ARGS: [set] });
    return this.ACTION(() => ({ kind: "binder", name, set: value, span: cover(name.span, value.span) }));
  });

  /** A closed expression, with the deviation that may follow it. */
  private readonly primary = this.RULE("primary", (): Expression => {
    const body = this.SUBRULE(this.atom);
    const reports: Report[] = [];
    this.OPTION(() => {
      this.CONSUME(token("WhenReports"));
      const first = this.SUBRULE(this.report);
      this.ACTION(() => reports.push(first));
      this.MANY(() => {
        this.CONSUME(token("AndReports"));
        const more = this.SUBRULE2(this.report);
        this.ACTION(() => reports.push(more));
      });
    });
    return this.ACTION(() => {
      const last = reports.at(-1);
      return last === undefined ? body : { kind: "deviation", body, reports, span: cover(body.span, last.span) };
    });
  });

  private readonly report = this.RULE("report", (): Report => {
    const who = this.SUBRULE(this.atom);
    this.OR([{ ALT: () => this.CONSUME(token("Reports")) }, { ALT: () => this.CONSUME(token("Report")) }]);
    const what = this.SUBRULE(this.expression, { ARGS: [aSum] });
    return this.ACTION(() => ({ who, what, span: cover(who.span, what.span) }));
  });

  private readonly atom = this.RULE("atom", (): Expression =>
    this.OR<Expression>([
      { ALT: () => this.literal(this.CONSUME(token("Number"))) },
      { ALT: () => this.literal(this.CONSUME(token("String"))) },
      { ALT: () => this.literal(this.CONSUME(token("True"))) },
      { ALT: () => this.literal(this.CONSUME(token("False"))) },
      { ALT: () => this.SUBRULE(this.reference) },
      { ALT: () => this.SUBRULE(this.call) },
      { ALT: () => this.SUBRULE(this.counting) },
      { ALT: () => this.SUBRULE(this.expectation) },
      { ALT: () => this.SUBRULE(this.payoffReference) },
      { ALT: () => this.SUBRULE(this.parenthesized) },
      { ALT: () => this.SUBRULE(this.list) },
      { ALT: () => this.SUBRULE(this.braces) },
    ]),
  );

  private literal(word: IToken): Expression {
    return this.ACTION((): Expression => {
      const span = spanOf(word);
      const name = word.tokenType.name;
      if (name === "Number") return { kind: "number", text: word.image, span };
      if (name === "String") return { kind: "string", value: textOf(word).value, span };
      return { kind: "boolean", value: name === "True", span };
    });
  }

  readonly reference = this.RULE("reference", (): Reference => {
    const name = this.SUBRULE(this.name);
    const indices: Expression[][] = [];
    this.MANY(() => {
      this.CONSUME(token("LeftBracket"));
      const entries: Expression[] = [];
      this.AT_LEAST_ONE_SEP({
        SEP: token("Comma"),
        DEF: () => {
          const entry = this.SUBRULE(this.expression, { ARGS: [whole] });
          this.ACTION(() => entries.push(entry));
        },
      });
      this.CONSUME(token("RightBracket"));
      this.ACTION(() => indices.push(entries));
    });
    return this.ACTION(() => ({ kind: "reference", name, indices, span: cover(name.span, spanOf(this.LA(0))) }));
  });

  protected readonly call = this.RULE("call", (): Expression => {
    const word = this.CONSUME(token("Caller"));
    this.CONSUME(token("LeftParenthesis"));
    const entries: Expression[] = [];
    this.MANY_SEP({
      SEP: token("Comma"),
      DEF: () => {
        const entry = this.SUBRULE(this.expression, { ARGS: [whole] });
        this.ACTION(() => entries.push(entry));
      },
    });
    const given = this.OPTION(() => {
      this.CONSUME(token("Bar"));
      return this.SUBRULE2(this.expression, { ARGS: [whole] });
    });
    const close = this.CONSUME(token("RightParenthesis"));
    return this.ACTION((): Expression => {
      const node = { kind: "call", name: nameOf(word), arguments: entries, span: cover(spanOf(word), spanOf(close)) } as const;
      return given === undefined ? node : { ...node, given };
    });
  });

  /** `count(i in S : condition)`: the only aggregate without a body, hence closed. */
  private readonly counting = this.RULE("counting", (): Expression => {
    const operator = this.CONSUME(token("Count"));
    this.CONSUME(token("LeftParenthesis"));
    const head = this.SUBRULE(this.aggregateHead, { ARGS: [operator] });
    return this.ACTION(() => ({ kind: "aggregate", ...head, span: cover(spanOf(operator), spanOf(this.LA(0))) }));
  });

  private readonly expectation = this.RULE("expectation", (): Expression => {
    const operator = this.CONSUME(token("Expectation"));
    this.CONSUME(token("LeftBracket"));
    const body = this.SUBRULE(this.expression, { ARGS: [whole] });
    const given: Expression[] = [];
    this.OPTION(() => {
      this.CONSUME(token("Bar"));
      this.AT_LEAST_ONE_SEP({
        SEP: token("Comma"),
        DEF: () => {
          const entry = this.SUBRULE2(this.expression, { ARGS: [whole] });
          this.ACTION(() => given.push(entry));
        },
      });
    });
    const close = this.CONSUME(token("RightBracket"));
    return this.ACTION(() => ({
      kind: "expectation",
      operator: operator.image === "P" ? "P" : "E",
      body,
      given,
      span: cover(spanOf(operator), spanOf(close)),
    }));
  });

  private readonly payoffReference = this.RULE("payoffReference", (): Expression => {
    const word = this.CONSUME(token("Payoff"));
    const agent = this.SUBRULE(this.reference);
    return this.ACTION(() => ({ kind: "payoff", agent, span: cover(spanOf(word), agent.span) }));
  });

  /** `(a)` or `(a, b)`. */
  readonly parenthesized = this.RULE("parenthesized", (): Expression => {
    const open = this.CONSUME(token("LeftParenthesis"));
    const entries: Expression[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: token("Comma"),
      DEF: () => {
        const entry = this.SUBRULE(this.expression, { ARGS: [whole] });
        this.ACTION(() => entries.push(entry));
      },
    });
    const close = this.CONSUME(token("RightParenthesis"));
    return this.ACTION((): Expression => {
      const span = cover(spanOf(open), spanOf(close));
      const [body] = entries;
      return body !== undefined && entries.length === 1 ? { kind: "group", body, span } : { kind: "tuple", entries, span };
    });
  });

  private readonly list = this.RULE("list", (): Expression => {
    const open = this.CONSUME(token("LeftBracket"));
    const entries: Expression[] = [];
    this.MANY_SEP({
      SEP: token("Comma"),
      DEF: () => {
        const entry = this.SUBRULE(this.expression, { ARGS: [whole] });
        this.ACTION(() => entries.push(entry));
      },
    });
    const close = this.CONSUME(token("RightBracket"));
    return this.ACTION(() => ({ kind: "list", entries, span: cover(spanOf(open), spanOf(close)) }));
  });

  /** `{}`, `{a, b}`, `{ i in S : condition }` or `{ key: value }`: the first colon tells them apart. */
  protected readonly braces = this.RULE("braces", (): Expression => {
    const open = this.CONSUME(token("LeftBrace"));
    const content = this.OR<(span: Expression["span"]) => Expression>([
      {
        ALT: () => {
          const binder = this.SUBRULE(this.binder, { ARGS: [aSetBeforeColon] });
          this.CONSUME(token("Colon"));
          const condition = this.SUBRULE(this.expression, { ARGS: [whole] });
          return (span) => ({ kind: "builder", binder, condition, span });
        },
        IGNORE_AMBIGUITIES: true, // `name in` always begins a set builder
      },
      {
        ALT: () => {
          const entries = this.SUBRULE(this.entries);
          return (span) => toBraces(entries, span);
        },
      },
    ]);
    const close = this.CONSUME(token("RightBrace"));
    return this.ACTION(() => content(cover(spanOf(open), spanOf(close))));
  });

  private readonly entries = this.RULE("entries", (): Entry[] => {
    const entries: Entry[] = [];
    this.MANY_SEP({
      SEP: token("Comma"),
      DEF: () => {
        const first = this.SUBRULE(this.expression, { ARGS: [wholeInBraces] });
        const value = this.OPTION(() => {
          this.CONSUME(token("Colon"));
          return this.SUBRULE2(this.expression, { ARGS: [wholeInBraces] });
        });
        this.ACTION(() => entries.push(value === undefined ? { first } : { first, value }));
      },
    });
    return entries;
  });
}
