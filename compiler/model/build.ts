/** AST to Model IR: the whole of it in one screen; the chapters are in the files beside. */
import type * as ast from "../../grammar/ast.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Sink } from "../diagnostics/sink.ts";
import { agentLimit } from "../programs/limits.ts";
import type { Value } from "../evaluate/value.ts";
import { collect } from "../resolve/declarations.ts";
import { withLibraries } from "../resolve/library.ts";
import { Resolver } from "../resolve/resolver.ts";
import { buildAgents, buildPrior, buildVariables } from "./build-environment.ts";
import { buildAsserts, buildMoves, buildQuantities, buildRequires, buildShows } from "./build-claims.ts";
import { buildConcepts } from "./build-concepts.ts";
import { buildDefinitions, buildFeasible, buildMessages, buildOutcomes } from "./build-mechanism.ts";
import { Builder } from "./builder.ts";
import { ConstantTable } from "./constants.ts";
import { checkCycles } from "./cycles.ts";
import { toDatum } from "./datum.ts";
import type { Model, Row } from "./model.generated.ts";

export interface ModelOptions {
  /** Values of params from outside, by name. `incentives` and `participation` override the concepts of every agent set. */
  readonly set?: ReadonlyMap<string, Value>;
}

/** Names that `--set` takes besides the params. */
export const conceptOverrides = ["incentives", "participation"] as const;

/**
 * Builds the Model IR. Errors go to the sink; the result is undefined when there were any.
 *
 * @param source the text that the tree was parsed from, for the wording of asserts
 */
export function buildModel(file: ast.SourceFile, source: string, sink: Sink, options: ModelOptions = {}): Model | undefined {
  const before = sink.errorCount;
  const overrides = options.set ?? new Map<string, Value>();
  const declarations = collect(withLibraries(file.items, sink), sink);
  const constants = new ConstantTable(declarations, overrides, sink);
  const direct = !declarations.mechanism.some((item) => item.kind === "message");
  const resolver = new Resolver(declarations, sink, constants, direct);
  constants.resolver = resolver;
  constants.checkOverrides(conceptOverrides);
  const builder = new Builder(resolver, constants, sink, source);
  for (const [name, declared] of declarations.names) {
    if (declared.kind === "param") constants.param(name);
    else if (declared.kind === "set" || declared.kind === "agents") constants.set(name);
  }

  const heading = file.items.find((item) => item.kind === "model");
  if (!heading) sink.add(diagnostic("no-model", { span: { start: 0, end: 0 }, text: "The file does not name its model.", hint: "Begin with `model some_name`." }));
  if (declarations.names.size === 0) return undefined;

  const agents = buildAgents(builder);
  const crowd = agents.find((set) => set.elements.length > agentLimit);
  if (crowd) {
    builder.report("set-too-large", crowd.span, `There are ${crowd.elements.length.toLocaleString("en")} agents in \`${crowd.name}\`; the limit is ${agentLimit.toLocaleString("en")}.`);
    return undefined;
  }
  const variables = buildVariables(builder);
  const definitions = buildDefinitions(builder);
  const messages = buildMessages(builder);
  const outcomes = buildOutcomes(builder);
  const { prior, ambiguity } = buildPrior(builder, variables, definitions);
  const feasible = buildFeasible(builder);
  const requires = buildRequires(builder);
  const quantities = buildQuantities(builder);
  const moves = buildMoves(builder);
  const concepts = buildConcepts(builder, agents, variables, definitions, overrides);
  checkRowNames(builder, [...feasible, ...requires, ...concepts]);
  const checks = new Set([...feasible, ...requires, ...concepts].map((row) => row.name));
  if (outcomes.length > 0) checks.add("domains");
  const asserts = buildAsserts(builder, checks);
  const shows = buildShows(builder);
  if (sink.errorCount > before) return undefined;

  const model: Model = {
    version: "1.0",
    name: heading?.name.text ?? "unnamed",
    ...(heading?.title ? { title: heading.title.value } : {}),
    ...(heading?.doc === undefined ? {} : { doc: heading.doc }),
    cite: file.items.flatMap((item) => (item.kind === "cite" ? [item.text.value] : [])),
    params: [...constants.params].map(([name, value]) => ({ name, value: toDatum(value), overridden: overrides.has(name) })),
    sets: [...constants.sets].map(([name, set]) => ({ name, elements: set.entries.map(toDatum), span: builder.spanOf(name) })),
    agents,
    variables,
    prior,
    ambiguity,
    definitions,
    messages,
    direct,
    outcomes,
    rows: [...feasible, ...requires, ...concepts],
    quantities,
    moves,
    asserts,
    shows,
  };
  checkCycles(model, sink);
  return sink.errorCount > before ? undefined : model;
}

/** Rows of different origin may not share a name: `require incentives_bidder` and `incentives bayesian` do. */
function checkRowNames(builder: Builder, rows: readonly Row[]): void {
  const first = new Map<string, Row>();
  for (const row of rows) {
    const earlier = first.get(row.name);
    if (earlier && earlier.source !== row.source) {
      builder.report("duplicate-declaration", earlier.span, `There are two families of rows named \`${row.name}\`.`, "Rename this one.", [{ span: row.span, text: "the other one" }]);
    } else if (!earlier) first.set(row.name, row);
  }
}
