/** Where the expressions of a file stand, and what is bound there. */
import type * as ast from "../../../grammar/ast.ts";

/**
 * How the resolver looks at the root of an expression. `value`: at its value only, up to the end of the declaration;
 * `form`: at its form too (`[0, 1]` behind `in` is an interval); `relation`: for a comparison; `inner`: at its value,
 * with more text behind it.
 */
export type Position = "value" | "form" | "relation" | "inner";

export interface Root {
  readonly node: ast.Expression;
  readonly position: Position;
  /** Names of the indices in scope. */
  readonly bound: readonly string[];
}

type AnyItem = ast.Item | ast.InformationItem | ast.MechanismItem;

const nothing: readonly string[] = [];

/** The expressions of a declaration. The bodies of user functions are not among them: they have a meaning only where they are called. */
export function rootsOf(item: AnyItem): readonly Root[] {
  switch (item.kind) {
    case "param":
      return [...headRoots(item.head), ...domainRoots(item.domain, namesOf(item.head)), ...optional(item.value, "value", nothing)];
    case "set-declaration":
    case "agents":
      return [root(item.value, "value", nothing)];
    case "state":
      return [...headRoots(item.head), ...domainRoots(item.domain, namesOf(item.head))];
    case "prior":
      return priorRoots(item);
    case "let":
    case "quantity":
      return [...headRoots(item.head), root(item.value, "value", namesOf(item.head))];
    case "information":
    case "mechanism":
      return item.items.flatMap((inner) => rootsOf(inner));
    case "payoff-declaration":
    case "outside":
      return [root(item.value, "value", [item.index.text])];
    case "require":
    case "feasible": {
      const bound = item.head ? namesOf(item.head) : nothing;
      return [...(item.head ? headRoots(item.head) : []), root(item.relation, "relation", bound), ...optional(item.condition, "inner", bound)];
    }
    case "move":
      return item.objectives.map((objective) => root(objective.value, "inner", nothing));
    case "assert":
      return [root(item.claim, "inner", nothing), ...(item.within ? [root(item.within.low, "inner", nothing), root(item.within.high, "inner", nothing)] : [])];
    case "draw":
      return [...headRoots(item.head), ...domainRoots(item.domain, namesOf(item.head)), root(item.distribution, "value", namesOf(item.head))];
    case "signal":
      return signalRoots(item);
    case "message":
      return [...headRoots(item.head), ...domainRoots(item.domain, namesOf(item.head)), ...optional(item.strategy, "value", namesOf(item.head))];
    case "allocation":
    case "transfer":
      return [...headRoots(item.head), ...domainRoots(item.domain, namesOf(item.head)), ...optional(item.rule, "value", namesOf(item.head))];
    case "model":
    case "cite":
    case "use":
    case "function":
    case "incentives":
    case "participation":
    case "show":
      return [];
  }
}

function root(node: ast.Expression, position: Position, bound: readonly string[]): Root {
  return { node, position, bound };
}

function optional(node: ast.Expression | undefined, position: Position, bound: readonly string[]): readonly Root[] {
  return node ? [root(node, position, bound)] : [];
}

function namesOf(head: ast.Head): readonly string[] {
  return head.indices.map((index) => index.name?.text ?? (index.set.kind === "reference" ? index.set.name.text : "index"));
}

/** Index sets; those of rows may depend on earlier indices. */
function headRoots(head: ast.Head): readonly Root[] {
  return head.indices.map((index, k) => root(index.set, "form", namesOf(head).slice(0, k)));
}

function domainRoots(domain: ast.Domain | undefined, bound: readonly string[]): readonly Root[] {
  if (!domain) return [];
  return [root(domain.kind === "in" ? domain.set : domain.bound, "form", bound)];
}

function priorRoots(item: ast.PriorDeclaration): readonly Root[] {
  const indices = item.targets.flatMap((target) => target.indices.flat());
  const bound = indices.flatMap((index) => (index.kind === "reference" && index.indices.length === 0 ? [index.name.text] : []));
  return [
    ...indices.map((index) => root(index, "form", nothing)),
    root(item.distribution, "form", bound),
    ...item.constraints.flatMap((constraint) => {
      const names = constraint.binders.map((binder) => binder.name.text);
      return [root(constraint.relation, "relation", names), ...constraint.binders.map((binder, k) => root(binder.set, "form", names.slice(0, k)))];
    }),
  ];
}

function signalRoots(item: ast.SignalDeclaration): readonly Root[] {
  const bound = item.head ? namesOf(item.head) : nothing;
  return [
    ...(item.head ? headRoots(item.head) : []),
    ...domainRoots(item.domain, bound),
    ...(item.audience.kind === "private" ? item.audience.agent.indices.flat().map((index) => root(index, "form", bound)) : []),
    ...optional(item.distribution, "value", bound),
    // Without a head only a closed expression may stand here.
    ...optional(item.value, item.head ? "value" : "form", bound),
  ];
}

/** A subexpression with the names that its parent binds around it. */
export interface Child {
  readonly node: ast.Expression;
  readonly position: Position;
  readonly binds: readonly string[];
}

/** Direct subexpressions. */
export function childrenOf(node: ast.Expression): readonly Child[] {
  const inner = (each: ast.Expression | undefined, binds: readonly string[] = nothing): Child[] => (each ? [{ node: each, position: "inner", binds }] : []);
  const all = (each: readonly ast.Expression[]): Child[] => each.flatMap((one) => inner(one));
  switch (node.kind) {
    case "number":
    case "string":
    case "boolean":
      return [];
    case "reference":
      return all(node.indices.flat());
    case "call":
      return [...all(node.arguments), ...inner(node.given)];
    case "unary":
      return inner(node.operand);
    case "binary":
      return all([node.left, node.right]);
    case "conditional":
      return all([node.condition, node.then, node.otherwise]);
    case "group":
      return inner(node.body);
    case "tuple":
    case "list":
    case "set":
      return all(node.entries);
    case "builder":
      return [...inner(node.binder.set), ...inner(node.condition, [node.binder.name.text])];
    case "table":
      return all(node.entries.flatMap((entry) => [entry.key, entry.value]));
    case "range":
      return [...all([node.from, node.to]), ...inner(node.step)];
    case "aggregate": {
      const names = node.binders.map((binder) => binder.name.text);
      return [...inner(node.rank), ...node.binders.flatMap((binder, k) => inner(binder.set, names.slice(0, k))), ...inner(node.condition, names), ...inner(node.body, names)];
    }
    case "expectation":
      // Behind the bar an agent is told from a value by its form.
      return [...inner(node.body), ...node.given.map((given): Child => ({ node: given, position: "form", binds: nothing }))];
    case "payoff":
      return all(node.agent.indices.flat());
    case "deviation":
      return [...inner(node.body), ...node.reports.flatMap((report) => all([report.who, report.what]))];
  }
}
