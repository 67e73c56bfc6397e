/** The grammar of declarations, one rule each, with the syntax in its comment in `ast.ts`. */
import type { IToken } from "chevrotain";
import type {
  Chosen,
  Domain,
  Expression,
  FunctionDeclaration,
  Head,
  IndexDeclaration,
  Item,
  LetDeclaration,
  MoveDeclaration,
  Name,
  Objective,
  PriorConstraint,
  PriorDeclaration,
  Reference,
  RequireDeclaration,
  Text,
} from "./ast.ts";
import { nameOf, spanOf, textOf } from "./build-ast.ts";
import { aSet, whole } from "./admits.ts";
import { ExpressionParser } from "./expression-parser.ts";
import { cover } from "./span.ts";
import type { Span } from "./span.ts";
import { token } from "./tokens.ts";

/** Behind a declared name: where its values lie and, after `=`, its rule. */
interface Defined {
  readonly domain?: Domain;
  readonly value?: Expression;
}

/** The rules for single declarations; the file and its two blocks are in `block-parser.ts` and `parser.ts`. */
export class DeclarationParser extends ExpressionParser {
  /** From a keyword to the last token read. */
  protected since(first: IToken): Span {
    return cover(spanOf(first), spanOf(this.LA(0)));
  }

  protected readonly text = this.RULE("text", (): Text => {
    const word = this.CONSUME(token("String"));
    return this.ACTION(() => textOf(word));
  });

  protected readonly names = this.RULE("names", (): Name[] => {
    const names: Name[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: token("Comma"),
      DEF: () => {
        const name = this.SUBRULE(this.name);
        this.ACTION(() => names.push(name));
      },
    });
    return names;
  });

  protected readonly head = this.RULE("head", (): Head => {
    const name = this.SUBRULE(this.name);
    const indices = this.OPTION(() => this.SUBRULE(this.indices));
    return this.ACTION(() => ({ name, indices: indices ?? [], span: cover(name.span, spanOf(this.LA(0))) }));
  });

  protected readonly indices = this.RULE("indices", (): IndexDeclaration[] => {
    const indices: IndexDeclaration[] = [];
    this.CONSUME(token("LeftBracket"));
    this.AT_LEAST_ONE_SEP({
      SEP: token("Comma"),
      DEF: () => {
        const index = this.SUBRULE(this.indexDeclaration);
        this.ACTION(() => indices.push(index));
      },
    });
    this.CONSUME(token("RightBracket"));
    return indices;
  });

  private readonly indexDeclaration = this.RULE("indexDeclaration", (): IndexDeclaration => {
    const name = this.OPTION(() => {
      const bound = this.SUBRULE(this.name);
      this.CONSUME(token("In"));
      return bound;
    });
    const set = this.SUBRULE(this.expression, { ARGS: [aSet] });
    return this.ACTION(() => (name === undefined ? { set, span: set.span } : { name, set, span: cover(name.span, set.span) }));
  });

  protected readonly domain = this.RULE("domain", (): Domain =>
    this.OR<Domain>([
      {
        ALT: (): Domain => {
          const word = this.CONSUME(token("In"));
          const set = this.SUBRULE(this.expression, { ARGS: [aSet] });
          return this.ACTION(() => ({ kind: "in", set, span: this.since(word) }));
        },
      },
      { ALT: () => this.bound(this.CONSUME(token("LessEqual")), "<=", this.SUBRULE2(this.expression, { ARGS: [aSet] })) },
      { ALT: () => this.bound(this.CONSUME(token("GreaterEqual")), ">=", this.SUBRULE3(this.expression, { ARGS: [aSet] })) },
    ]),
  );

  private bound(word: IToken, operator: "<=" | ">=", bound: Expression): Domain {
    return this.ACTION(() => ({ kind: "bound", operator, bound, span: this.since(word) }));
  }

  protected readonly definition = this.RULE("definition", (): Expression => {
    this.CONSUME(token("Equal"));
    return this.SUBRULE(this.expression, { ARGS: [whole] });
  });

  protected readonly defined = this.RULE("defined", (): Defined => {
    const domain = this.OPTION(() => this.SUBRULE(this.domain));
    const value = this.OPTION2(() => this.SUBRULE(this.definition));
    return this.ACTION(() => ({ ...(domain === undefined ? {} : { domain }), ...(value === undefined ? {} : { value }) }));
  });

  protected readonly model = this.RULE("model", (): Item => {
    const word = this.CONSUME(token("Model"));
    const name = this.SUBRULE(this.name);
    const title = this.OPTION(() => this.SUBRULE(this.text));
    return this.ACTION(() => ({ kind: "model", name, ...(title === undefined ? {} : { title }), span: this.since(word) }));
  });

  protected readonly cite = this.RULE("cite", (): Item => {
    const word = this.CONSUME(token("Cite"));
    const text = this.SUBRULE(this.text);
    return this.ACTION(() => ({ kind: "cite", text, span: this.since(word) }));
  });

  protected readonly use = this.RULE("use", (): Item => {
    const word = this.CONSUME(token("Use"));
    const library = this.SUBRULE(this.name);
    const names = this.OPTION(() => {
      this.CONSUME(token("LeftParenthesis"));
      const list = this.SUBRULE(this.names);
      this.CONSUME(token("RightParenthesis"));
      return list;
    });
    return this.ACTION(() => ({ kind: "use", library, names: names ?? [], span: this.since(word) }));
  });

  protected readonly param = this.RULE("param", (): Item => {
    const word = this.CONSUME(token("Param"));
    const head = this.SUBRULE(this.head);
    const defined = this.SUBRULE(this.defined);
    return this.ACTION(() => ({ kind: "param", head, ...defined, span: this.since(word) }));
  });

  protected readonly set = this.RULE("set", (): Item => {
    const word = this.CONSUME(token("Set"));
    const name = this.SUBRULE(this.name);
    const value = this.SUBRULE(this.definition);
    return this.ACTION(() => ({ kind: "set-declaration", name, value, span: this.since(word) }));
  });

  protected readonly agents = this.RULE("agents", (): Item => {
    const word = this.CONSUME(token("Agents"));
    const name = this.SUBRULE(this.name);
    const value = this.SUBRULE(this.definition);
    return this.ACTION(() => ({ kind: "agents", name, value, span: this.since(word) }));
  });

  protected readonly state = this.RULE("state", (): Item => {
    const word = this.OR([{ ALT: () => this.CONSUME(token("State")) }, { ALT: () => this.CONSUME(token("Type")) }]);
    const head = this.SUBRULE(this.head);
    const domain = this.SUBRULE(this.domain);
    return this.ACTION(() => ({ kind: "state", observed: word.image === "type", head, domain, span: this.since(word) }));
  });

  protected readonly prior = this.RULE("prior", (): PriorDeclaration => {
    const word = this.CONSUME(token("Prior"));
    const targets: Reference[] = [];
    const add = (target: Reference): void => this.ACTION(() => void targets.push(target));
    this.OR([
      { ALT: () => add(this.SUBRULE(this.reference)) },
      {
        ALT: () => {
          this.CONSUME(token("LeftParenthesis"));
          this.AT_LEAST_ONE_SEP({ SEP: token("Comma"), DEF: () => add(this.SUBRULE2(this.reference)) });
          this.CONSUME(token("RightParenthesis"));
        },
      },
    ]);
    const distribution = this.SUBRULE(this.distribution);
    const constraints: PriorConstraint[] = [];
    this.OPTION(() => {
      this.CONSUME(token("With"));
      this.AT_LEAST_ONE_SEP2({
        SEP: token("Comma"),
        DEF: () => {
          const constraint = this.SUBRULE(this.priorConstraint);
          this.ACTION(() => constraints.push(constraint));
        },
      });
    });
    return this.ACTION(() => ({ kind: "prior", targets, distribution, constraints, span: this.since(word) }));
  });

  protected readonly distribution = this.RULE("distribution", (): Expression => {
    this.CONSUME(token("Tilde"));
    return this.SUBRULE(this.expression, { ARGS: [whole] });
  });

  private readonly priorConstraint = this.RULE("priorConstraint", (): PriorConstraint => {
    const relation = this.SUBRULE(this.expression, { ARGS: [whole] });
    const binders: PriorConstraint["binders"][number][] = [];
    this.OPTION(() => {
      this.CONSUME(token("For"));
      const first = this.SUBRULE(this.binder, { ARGS: [aSet] });
      this.ACTION(() => binders.push(first));
      // `, name in` continues the binders; any other comma begins the next constraint.
      this.MANY({
        GATE: () => this.LA(3).tokenType.name === "In",
        DEF: () => {
          this.CONSUME(token("Comma"));
          const more = this.SUBRULE2(this.binder, { ARGS: [aSet] });
          this.ACTION(() => binders.push(more));
        },
      });
    });
    return this.ACTION(() => ({ relation, binders, span: cover(relation.span, spanOf(this.LA(0))) }));
  });

  protected readonly letDeclaration = this.RULE("let", (): LetDeclaration => {
    const word = this.CONSUME(token("Let"));
    const head = this.SUBRULE(this.head);
    const value = this.SUBRULE(this.definition);
    return this.ACTION(() => ({ kind: "let", head, value, span: this.since(word) }));
  });

  protected readonly functionDeclaration = this.RULE("function", (): FunctionDeclaration => {
    const word = this.CONSUME(token("Function"));
    const name = this.CONSUME(token("Caller"));
    this.CONSUME(token("LeftParenthesis"));
    const parameters = this.SUBRULE(this.names);
    this.CONSUME(token("RightParenthesis"));
    const value = this.SUBRULE(this.definition);
    return this.ACTION(() => ({ kind: "function", name: nameOf(name), parameters, value, span: this.since(word) }));
  });

  protected readonly payoff = this.RULE("payoff", (): Item => {
    const word = this.OR([{ ALT: () => this.CONSUME(token("Payoff")) }, { ALT: () => this.CONSUME(token("Outside")) }]);
    const agent = this.SUBRULE(this.name);
    this.CONSUME(token("LeftBracket"));
    const index = this.SUBRULE2(this.name);
    this.CONSUME(token("RightBracket"));
    const value = this.SUBRULE(this.definition);
    return this.ACTION(() => ({ kind: word.image === "outside" ? "outside" : "payoff-declaration", agent, index, value, span: this.since(word) }));
  });

  protected readonly concept = this.RULE("concept", (): Item => {
    const word = this.OR([{ ALT: () => this.CONSUME(token("Incentives")) }, { ALT: () => this.CONSUME(token("Participation")) }]);
    const concept = this.SUBRULE(this.name);
    const agents = this.OPTION(() => {
      this.CONSUME(token("For"));
      return this.SUBRULE(this.names);
    });
    return this.ACTION(() => ({
      kind: word.image === "incentives" ? "incentives" : "participation",
      concept,
      agents: agents ?? [],
      span: this.since(word),
    }));
  });

  /** `name[i in S]:` in front of a relation. */
  protected readonly label = this.RULE("label", (): Head => {
    const word = this.CONSUME(token("Label"));
    const indices = this.OPTION(() => this.SUBRULE(this.indices));
    const span = this.ACTION(() => this.since(word));
    this.CONSUME(token("Colon"));
    return this.ACTION(() => ({ name: nameOf(word), indices: indices ?? [], span }));
  });

  protected readonly condition = this.RULE("condition", (): Expression => {
    this.CONSUME(token("When"));
    return this.SUBRULE(this.expression, { ARGS: [whole] });
  });

  protected readonly require = this.RULE("require", (): RequireDeclaration => {
    const word = this.CONSUME(token("Require"));
    const label = this.OPTION(() => this.SUBRULE(this.label));
    const relation = this.SUBRULE(this.expression, { ARGS: [whole] });
    const condition = this.OPTION2(() => this.SUBRULE(this.condition));
    return this.ACTION(() => {
      // A row without a name has a head whose name is the empty text, of no width.
      const here = { start: relation.span.start, end: relation.span.start };
      const head = label ?? { name: { text: "", span: here }, indices: [], span: here };
      return { kind: "require", head, relation, ...(condition === undefined ? {} : { condition }), span: this.since(word) };
    });
  });

  protected readonly quantity = this.RULE("quantity", (): Item => {
    const word = this.CONSUME(token("Quantity"));
    const head = this.SUBRULE(this.head);
    const value = this.SUBRULE(this.definition);
    return this.ACTION(() => ({ kind: "quantity", head, value, span: this.since(word) }));
  });

  protected readonly move = this.RULE("move", (): MoveDeclaration => {
    const word = this.CONSUME(token("Mover"));
    this.CONSUME(token("Chooses"));
    const chosen: Chosen[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: token("Comma"),
      DEF: () => {
        const what = this.SUBRULE(this.chosen);
        this.ACTION(() => chosen.push(what));
      },
    });
    const objectives: Objective[] = [];
    const add = (objective: Objective): void => this.ACTION(() => void objectives.push(objective));
    add(this.SUBRULE(this.objective));
    this.MANY(() => {
      this.CONSUME(token("Then"));
      add(this.SUBRULE2(this.objective));
    });
    const against = this.OPTION(() => {
      this.CONSUME(token("Ties"));
      return this.CONSUME(token("Against"));
    });
    return this.ACTION(() => ({
      kind: "move",
      mover: nameOf(word),
      chosen,
      objectives,
      ties: against === undefined ? "for" : "against",
      span: this.since(word),
    }));
  });

  private readonly chosen = this.RULE("chosen", (): Chosen =>
    this.OR<Chosen>([
      { ALT: () => this.choose(this.CONSUME(token("Mechanism")), "mechanism") },
      { ALT: () => this.choose(this.CONSUME(token("Information")), "information") },
      { ALT: () => this.choose(this.CONSUME(token("Prior")), "prior") },
    ]),
  );

  private choose(word: IToken, what: Chosen["what"]): Chosen {
    return this.ACTION(() => ({ what, span: spanOf(word) }));
  }

  private readonly objective = this.RULE("objective", (): Objective => {
    this.CONSUME(token("To"));
    const word = this.OR([{ ALT: () => this.CONSUME(token("Maximize")) }, { ALT: () => this.CONSUME(token("Minimize")) }]);
    const value = this.SUBRULE(this.expression, { ARGS: [whole] });
    return this.ACTION(() => ({ sense: word.image === "maximize" ? "maximize" : "minimize", value, span: this.since(word) }));
  });

  protected readonly assert = this.RULE("assert", (): Item => {
    const word = this.CONSUME(token("Assert"));
    const claim = this.SUBRULE(this.expression, { ARGS: [whole] });
    const within = this.OPTION(() => {
      const open = this.CONSUME(token("Within"));
      this.CONSUME(token("LeftBracket"));
      const low = this.SUBRULE2(this.expression, { ARGS: [whole] });
      this.CONSUME(token("Comma"));
      const high = this.SUBRULE3(this.expression, { ARGS: [whole] });
      this.CONSUME(token("RightBracket"));
      return this.ACTION(() => ({ low, high, span: this.since(open) }));
    });
    return this.ACTION(() => ({ kind: "assert", claim, ...(within === undefined ? {} : { within }), span: this.since(word) }));
  });

  protected readonly show = this.RULE("show", (): Item => {
    const word = this.CONSUME(token("Show"));
    const names: Reference[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: token("Comma"),
      DEF: () => {
        const name = this.SUBRULE(this.reference);
        this.ACTION(() => names.push(name));
      },
    });
    return this.ACTION(() => ({ kind: "show", names, span: this.since(word) }));
  });
}
