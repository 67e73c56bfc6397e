/** Random trees, and the comparison of trees that ignores what the printer may choose. */
import fc from "fast-check";
import type { Binder, Domain, Expression, Head, Item, MechanismItem, InformationItem, Name, Reference, SourceFile } from "../../grammar/index.ts";

const span = { start: 0, end: 0 };
const names = ["a", "b", "i", "x", "value", "n", "top", "ex_post", "any", "max", "sum", "for", "within", "to"];
const name: fc.Arbitrary<Name> = fc.constantFrom(...names).map((text) => ({ text, span }));
/** Names that stay calls in front of any argument. */
const callName: fc.Arbitrary<Name> = fc.constantFrom("grid", "size", "f", "uniform").map((text) => ({ text, span }));

type Tree = {
  expression: Expression;
  leaf: Expression;
  reference: Reference;
  binder: Binder;
};

function listOf<T>(item: fc.Arbitrary<T>, min: number, max = 3): fc.Arbitrary<T[]> {
  return fc.array(item, { minLength: min, maxLength: max });
}

const { expression, reference, binder } = fc.letrec<Tree>((tie) => {
  const sub = tie("expression");
  const optional = fc.option(sub, { nil: undefined });
  const leaf: fc.Arbitrary<Expression> = fc.oneof(
    fc.constantFrom("0", "1", "0.1", "1e-3", "2.5e2", "10").map((text): Expression => ({ kind: "number", text, span })),
    fc.constantFrom("", "text", 'a "b"', "back\\slash", "two\nlines").map((value): Expression => ({ kind: "string", value, span })),
    fc.boolean().map((value): Expression => ({ kind: "boolean", value, span })),
    name.map((text): Expression => ({ kind: "reference", name: text, indices: [], span })),
  );
  const conditionOf = (condition: Expression | undefined): { condition?: Expression } => (condition === undefined ? {} : { condition });
  return {
    leaf,
    reference: fc.tuple(name, listOf(listOf(sub, 1, 2), 0, 2)).map(([text, indices]): Reference => ({ kind: "reference", name: text, indices, span })),
    binder: fc.tuple(name, sub).map(([text, set]): Binder => ({ kind: "binder", name: text, set, span })),
    expression: fc.oneof(
      { maxDepth: 4, depthSize: "small", withCrossShrink: true },
      leaf,
      tie("reference"),
      fc.tuple(callName, listOf(sub, 0), optional).map(([text, entries, given]): Expression => {
        const call = { kind: "call", name: text, arguments: entries, span } as const;
        return given === undefined || entries.length === 0 ? call : { ...call, given };
      }),
      fc.tuple(fc.constantFrom("-" as const, "not" as const), sub).map(([operator, operand]): Expression => ({ kind: "unary", operator, operand, span })),
      fc
        .tuple(fc.constantFrom("+", "-", "*", "/", "^", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in", "not in"), sub, sub)
        .map(([operator, left, right]) => ({ kind: "binary", operator, operatorSpan: span, left, right, span }) as Expression),
      fc.tuple(sub, sub, sub).map(([condition, then, otherwise]): Expression => ({ kind: "conditional", condition, then, otherwise, span })),
      listOf(sub, 2).map((entries): Expression => ({ kind: "tuple", entries, span })),
      listOf(sub, 0, 6).map((entries): Expression => ({ kind: "list", entries, span })),
      listOf(sub, 0).map((entries): Expression => ({ kind: "set", entries, span })),
      fc.tuple(tie("binder"), sub).map(([bound, condition]): Expression => ({ kind: "builder", binder: bound, condition, span })),
      listOf(fc.record({ key: sub, value: sub, span: fc.constant(span) }), 1).map((entries): Expression => ({ kind: "table", entries, span })),
      fc
        .tuple(sub, sub, optional)
        .map(([from, to, step]): Expression => (step === undefined ? { kind: "range", from, to, span } : { kind: "range", from, to, step, span })),
      fc
        .tuple(fc.constantFrom("sum", "product", "max", "min", "argmax", "argmin", "all", "exists"), listOf(tie("binder"), 1, 2), optional, sub)
        .map(
          ([operator, binders, condition, body]) =>
            ({ kind: "aggregate", operator, operatorSpan: span, binders, ...conditionOf(condition), body, span }) as Expression,
        ),
      fc
        .tuple(sub, tie("binder"), optional, sub)
        .map(([rank, bound, condition, body]): Expression => ({
          kind: "aggregate",
          operator: "nth",
          operatorSpan: span,
          rank,
          binders: [bound],
          ...conditionOf(condition),
          body,
          span,
        })),
      fc
        .tuple(tie("binder"), optional)
        .map(([bound, condition]): Expression => ({
          kind: "aggregate",
          operator: "count",
          operatorSpan: span,
          binders: [bound],
          ...conditionOf(condition),
          span,
        })),
      fc
        .tuple(fc.constantFrom("E" as const, "P" as const), sub, listOf(sub, 0, 2))
        .map(([operator, body, given]): Expression => ({ kind: "expectation", operator, body, given, span })),
      tie("reference").map((agent): Expression => ({ kind: "payoff", agent, span })),
      fc
        .tuple(sub, listOf(fc.tuple(tie("reference"), sub), 1, 2))
        .map(([body, reports]): Expression => ({ kind: "deviation", body, reports: reports.map(([who, what]) => ({ who, what, span })), span })),
    ),
  };
});

export { expression };

const head: fc.Arbitrary<Head> = fc
  .tuple(name, listOf(fc.tuple(fc.option(name, { nil: undefined }), expression), 0, 2))
  .map(([text, indices]) => ({ name: text, indices: indices.map(([index, set]) => (index === undefined ? { set, span } : { name: index, set, span })), span }));
const domain: fc.Arbitrary<Domain> = fc.oneof(
  expression.map((set): Domain => ({ kind: "in", set, span })),
  fc.tuple(fc.constantFrom("<=" as const, ">=" as const), expression).map(([operator, bound]): Domain => ({ kind: "bound", operator, bound, span })),
);

/** A record in which some keys may be absent, as in the tree. */
function declared<T extends object, O extends object>(required: T, optional: { [K in keyof O]: O[K] | undefined }): T & Partial<O> {
  const present = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<O>;
  return { ...required, ...present };
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });

const letItem = fc.tuple(head, expression).map(([top, value]) => ({ kind: "let", head: top, value, span }) as const);
const functionItem = fc
  .tuple(callName, listOf(name, 1), expression)
  .map(([text, parameters, value]) => ({ kind: "function", name: text, parameters, value, span }) as const);

const mechanismItem: fc.Arbitrary<MechanismItem> = fc.oneof(
  letItem,
  functionItem,
  fc
    .tuple(head, maybe(domain), maybe(expression))
    .map(([top, where, strategy]) => declared({ kind: "message" as const, head: top, span }, { domain: where, strategy })),
  fc
    .tuple(fc.constantFrom("allocation" as const, "transfer" as const), head, maybe(domain), maybe(expression))
    .map(([kind, top, where, rule]) => declared({ kind, head: top, span }, { domain: where, rule })),
  fc
    .tuple(maybe(head), expression, maybe(expression))
    .map(([top, relation, condition]) => declared({ kind: "feasible" as const, relation, span }, { head: top, condition })),
);

const rule = fc.oneof(
  fc.constant({}),
  expression.map((value) => ({ value })),
  expression.map((distribution) => ({ distribution })),
);
const informationItem: fc.Arbitrary<InformationItem> = fc.oneof(
  letItem,
  functionItem,
  fc
    .tuple(head, maybe(domain), expression)
    .map(([top, where, distribution]) => declared({ kind: "draw" as const, head: top, distribution, span }, { domain: where })),
  fc
    .tuple(head, maybe(domain), rule, maybe(reference))
    .map(([top, where, given, agent]) =>
      declared(
        {
          kind: "signal" as const,
          head: top,
          audience: agent === undefined ? ({ kind: "public" } as const) : ({ kind: "private", agent } as const),
          ...given,
          span,
        },
        { domain: where },
      ),
    ),
  listOf(expression, 2).map((entries) => ({ kind: "signal", audience: { kind: "public" }, value: { kind: "tuple", entries, span }, span }) as const),
);

const expected = expression.map((body): Expression => ({ kind: "expectation", operator: "E", body, given: [], span }));
const constraint = fc
  .tuple(expected, expression, listOf(binder, 0, 2))
  .map(([left, right, binders]) => ({ relation: { kind: "binary", operator: "<=", operatorSpan: span, left, right, span } as Expression, binders, span }));
const text = fc.constantFrom("Myerson (1981)", 'said "so"').map((value) => ({ value, span }));
const objective = fc.record({ sense: fc.constantFrom("maximize" as const, "minimize" as const), value: expression, span: fc.constant(span) });
const chosen = fc.constantFrom("mechanism" as const, "information" as const, "prior" as const).map((what) => ({ what, span }));

export const item: fc.Arbitrary<Item> = fc.oneof(
  fc.tuple(name, maybe(text)).map(([id, title]) => declared({ kind: "model" as const, name: id, span }, { title })),
  text.map((value): Item => ({ kind: "cite", text: value, span })),
  fc.tuple(name, listOf(name, 0)).map(([library, imported]): Item => ({ kind: "use", library, names: imported, span })),
  fc
    .tuple(head, maybe(domain), maybe(expression))
    .map(([top, where, value]) => declared({ kind: "param" as const, head: top, span }, { domain: where, value })),
  fc
    .tuple(fc.constantFrom("set-declaration" as const, "agents" as const), name, expression)
    .map(([kind, id, value]): Item => ({ kind, name: id, value, span })),
  fc.tuple(fc.boolean(), head, domain).map(([observed, top, where]): Item => ({ kind: "state", observed, head: top, domain: where, span })),
  fc
    .tuple(listOf(reference, 1), expression, listOf(constraint, 0, 2))
    .map(([targets, distribution, constraints]): Item => ({ kind: "prior", targets, distribution, constraints, span })),
  letItem,
  functionItem,
  listOf(informationItem, 0).map((items): Item => ({ kind: "information", items, span })),
  listOf(mechanismItem, 0).map((items): Item => ({ kind: "mechanism", items, span })),
  fc
    .tuple(fc.constantFrom("payoff-declaration" as const, "outside" as const), name, name, expression)
    .map(([kind, agent, index, value]): Item => ({ kind, agent, index, value, span })),
  fc
    .tuple(fc.constantFrom("incentives" as const, "participation" as const), name, listOf(name, 0))
    .map(([kind, concept, agents]): Item => ({ kind, concept, agents, span })),
  fc
    .tuple(fc.oneof(head, fc.constant<Head>({ name: { text: "", span }, indices: [], span })), expression, maybe(expression))
    .map(([top, relation, condition]) => declared({ kind: "require" as const, head: top, relation, span }, { condition })),
  fc.tuple(head, expression).map(([top, value]): Item => ({ kind: "quantity", head: top, value, span })),
  fc
    .tuple(name, listOf(chosen, 1, 2), listOf(objective, 1, 2), fc.constantFrom("for" as const, "against" as const))
    .map(([mover, what, objectives, ties]): Item => ({ kind: "move", mover, chosen: what, objectives, ties, span })),
  fc
    .tuple(expression, maybe(fc.record({ low: expression, high: expression, span: fc.constant(span) })))
    .map(([claim, within]) => declared({ kind: "assert" as const, claim, span }, { within })),
  listOf(reference, 1).map((shown): Item => ({ kind: "show", names: shown, span })),
);

/** A file of random declarations. */
export const file: fc.Arbitrary<SourceFile> = listOf(item, 0, 4).map((items) => ({ kind: "file", items, comments: [], span }));

/** The tree without spans, comments and parentheses. */
export function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value !== "object" || value === null) return value;
  if ("kind" in value && value.kind === "group" && "body" in value) return shape(value.body);
  const entries = Object.entries(value).filter(([key, child]) => !["span", "operatorSpan", "comments"].includes(key) && child !== undefined);
  return Object.fromEntries(entries.map(([key, child]) => [key, shape(child)]));
}
