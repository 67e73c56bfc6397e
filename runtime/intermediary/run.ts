/** From an intermediary's task to a result: the best public information, its signals and posteriors, and what it is worth. */
import { Evaluator } from "../../compiler/evaluate/evaluator.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import type { Weights } from "../../compiler/programs/intermediary/auction.ts";
import type { PriceProgram } from "../../compiler/programs/intermediary/recommended-price.ts";
import type { IntermediaryTask } from "../../compiler/programs/task.ts";
import { buildWorld } from "../../compiler/spaces/world.ts";
import type { Program } from "../../compiler/lp/program.ts";
import type { Optimal } from "../explain/proof.ts";
import { quantityRanges } from "../explain/uniqueness.ts";
import { amount, type LineOf } from "../report/amount.ts";
import type { Result } from "../report/result.generated.ts";
import { multipliers } from "../report/rules.ts";
import { prover, type ProveOptions } from "../prove.ts";
import { evaluateAsserts, quantityMembers, quantityValues } from "../verify/claims.ts";
import { checkRows } from "../verify/rows.ts";
import { checkSignals, outcomesOf } from "./check.ts";
import { solveOneBuyer } from "./one-buyer.ts";
import type { Optimum } from "./optimum.ts";
import { affineForm, weightsOfQuantity } from "./quantities.ts";
import { informationTable, signalPosteriors, signalRules } from "./report.ts";
import { scenarios, weigh } from "./scenarios.ts";
import { averageSale, efficientWelfare, type PublicSignal } from "./signal.ts";
import { leastRevenue } from "./seller.ts";
import { solveSeveralBuyers } from "./several-buyers.ts";

export interface IntermediaryOptions extends ProveOptions {
  /** Report for every quantity whether optimality determines it; by default for small programs. */
  readonly unique?: boolean;
  readonly clock?: () => number;
  readonly lineOf?: LineOf;
  readonly timings?: { readonly parse: number; readonly compile: number };
}

/** Nonzeros up to which the ranges of all quantities cost next to nothing. */
const quickNonzeros = 2000;

/** The result, and the spec as it looks on average over the signals. */
export interface IntermediaryRun {
  readonly result: Result;
  readonly evaluator?: Evaluator;
}

/**
 * Solves an intermediary's task.
 *
 * Every number of the result that is called exact is one; otherwise quantities come as intervals that hold for every
 * optimal public information, beside their values at the best information found.
 *
 * @example (await runIntermediary(task, {})).result.quantities.surplus?.exact // "2/3"
 */
export async function runIntermediary(task: IntermediaryTask, options: IntermediaryOptions): Promise<IntermediaryRun> {
  const clock = options.clock ?? (() => 0);
  const started = clock();
  const found = task.price ? await solveOneBuyer(task, task.price, options) : await solveSeveralBuyers(task, options);
  const optimum: Optimum = { ...found, signals: toldApart(found.signals) };
  const solvedAt = clock();
  const evaluator = optimum.status === "optimal" ? averageEvaluator(task, optimum.signals) : undefined;
  const result = await resultOf(task, optimum, evaluator, options);
  result.timings = { parse: options.timings?.parse ?? 0, compile: options.timings?.compile ?? 0, solve: solvedAt - started, verify: clock() - solvedAt };
  return { result, ...(evaluator ? { evaluator } : {}) };
}

/** Mixtures of schemes may announce the same words after different posteriors; later ones are numbered. */
function toldApart(signals: readonly PublicSignal[]): PublicSignal[] {
  const times = new Map<string, number>();
  return signals.map((signal) => {
    const count = (times.get(signal.label) ?? 0) + 1;
    times.set(signal.label, count);
    return count === 1 ? signal : { ...signal, label: `${signal.label}, ${count}` };
  });
}

/** The spec with the average over the signals as its mechanism; quantities are affine in it, so they come out right. */
export function averageEvaluator(task: IntermediaryTask, signals: readonly PublicSignal[]): Evaluator {
  const outcomes = outcomesOf(task, averageSale(task.auction, signals));
  const world = buildWorld(task.model, (outcome) => ({ kind: "table", values: outcomes.get(outcome.name) ?? [] }));
  world.space = task.evaluator.space;
  return new Evaluator(world);
}

async function resultOf(task: IntermediaryTask, optimum: Optimum, evaluator: Evaluator | undefined, options: IntermediaryOptions): Promise<Result> {
  const { model } = task;
  const { program, lower, upper, signals, status } = optimum;
  const lineOf = options.lineOf ?? (() => 1);
  const exact = lower !== undefined && upper !== undefined && lower.equals(upper);
  const requirements = { ...model, rows: model.rows.filter((row) => row.source === "require") };
  const checks = evaluator ? [...checkSignals(task, signals, lineOf), ...checkRows(requirements, evaluator, lineOf)] : [];
  const context = { status, checks, ...(evaluator ? { evaluator } : {}) };
  const result: Result = {
    version: "1.0",
    model: model.name,
    status,
    selection: selectionOf(task, optimum),
    certificate: status !== "optimal" ? (status === "error" ? "none" : "exact") : exact ? "exact" : "interval",
    quantities: evaluator ? Object.fromEntries([...quantityValues(model, evaluator)].map(([name, value]) => [name, amount(value)])) : {},
    rules: evaluator ? signalRules(task, signals) : {},
    checks,
    asserts: evaluateAsserts(model, context),
    program: { rows: program?.rowCount ?? 0, columns: program?.columnCount ?? 0, nonzeros: program?.index.length ?? 0, integers: 0 },
    solver: optimum.solver ?? "none",
    timings: { parse: 0, compile: 0, solve: 0, verify: 0 },
    diagnostics: [],
  };
  if (!evaluator || !lower || !upper) return result;
  result.information = informationTable(task, signals);
  result.posteriors = signalPosteriors(task, signals);
  result.objective = exact ? amount(lower) : { value: (task.sense === "maximize" ? lower : upper).toNumber(), interval: outward(lower, upper) };
  if (program && optimum.rowDuals) result.duals = multipliers(program, optimum.rowDuals);
  if (optimum.tried) result.explanation = { "public information": [...optimum.tried] };
  if (task.price && program && optimum.certificate && (options.unique ?? program.index.length <= quickNonzeros)) await addRanges(task, task.price, program, optimum.certificate, result, options);
  if (!exact) await widen(task, optimum, result, evaluator, context);
  if (task.evaluator.space.law.inexact === true) {
    result.inexact = true;
    const shown = result.posteriors.flatMap(({ probability, objective, surplus }) => [probability, ...(objective ? [objective] : []), ...(surplus ? [surplus] : [])]);
    for (const quantity of [...Object.values(result.quantities), ...(result.objective ? [result.objective] : []), ...shown]) delete quantity.exact;
  }
  return result;
}

/** What optimality leaves open: with one buyer, the least and the greatest value of every quantity over all optimal information. */
async function addRanges(task: IntermediaryTask, price: PriceProgram, program: Program, certificate: Optimal, result: Result, options: IntermediaryOptions): Promise<void> {
  const quantities = quantityMembers(task.model).flatMap(({ label, expr }) => {
    const form = affineForm(task.auction, expr);
    return form ? [{ name: label, ...price.linear(form) }] : [];
  });
  for (const range of await quantityRanges(program, certificate, quantities, prover({ ...options, onProgress: undefined }))) {
    const entry = result.quantities[range.name];
    if (!entry || range.kind === "unknown") continue;
    if (range.kind === "determined") entry.range = [amount(range.value), amount(range.value)];
    else if (range.low && range.high) entry.range = [amount(range.low), amount(range.high)];
  }
}

/** Quantities as intervals over everything that is not excluded, and claims held at all its corners. */
async function widen(task: IntermediaryTask, optimum: Optimum, result: Result, evaluator: Evaluator, context: Parameters<typeof evaluateAsserts>[1]): Promise<void> {
  const { auction, model, weights } = task;
  const { lower, upper } = optimum;
  if (!weights || !lower || !upper) return;
  const corners = scenarios({ leastRevenue: await leastRevenue(task), greatestWelfare: efficientWelfare(auction, auction.prior), weights, lower, upper });
  const members = quantityMembers(model).map(({ label, expr }) => ({ label, weights: weightsOfQuantity(auction, expr) }));
  for (const { label, weights: ofQuantity } of members) {
    const quantity = result.quantities[label];
    if (!quantity) continue;
    delete quantity.exact;
    const values = ofQuantity ? corners.map((corner) => weigh(ofQuantity, corner)) : [];
    const [first] = values;
    if (!first) continue;
    const [low, high] = values.reduce<[Rational, Rational]>(([a, b], x) => [x.compare(a) < 0 ? x : a, x.compare(b) > 0 ? x : b], [first, first]);
    quantity.interval = outward(low, high);
  }
  const known = new Map(members.flatMap(({ label, weights: w }) => (w ? [[label, w] as const] : [])));
  const verdicts = corners.map((corner) => evaluateAsserts(model, { ...context, evaluator: withQuantities(model, evaluator, (label) => known.has(label) ? weigh(known.get(label) as Weights, corner) : undefined) }));
  result.asserts = result.asserts.map((assert, k) => verdicts.map((verdict) => verdict[k]).find((verdict) => verdict?.holds === false) ?? assert);
}

/** The same world with quantities that are numbers known from elsewhere. */
function withQuantities(model: IntermediaryTask["model"], evaluator: Evaluator, valueOf: (label: string) => Rational | undefined): Evaluator {
  const quantities = new Map(evaluator.world.quantities);
  for (const { name, indices, span } of model.quantities) {
    const value = indices.length === 0 ? valueOf(name) : undefined;
    const family = quantities.get(name);
    if (value && family) quantities.set(name, { ...family, definition: { parameters: [], value: { kind: "constant", value: value.toString(), span } } });
  }
  return new Evaluator({ ...evaluator.world, quantities });
}

/** Doubles that contain the interval. */
function outward(low: Rational, high: Rational): [number, number] {
  const [a, b] = [low.toNumber(), high.toNumber()];
  const step = (x: number): number => Math.max(Math.abs(x) * Number.EPSILON, Number.MIN_VALUE);
  return [Rational.fromDouble(a).compare(low) > 0 ? a - step(a) : a, Rational.fromDouble(b).compare(high) < 0 ? b + step(b) : b];
}

function selectionOf({ mover, seller, ties, sense, model }: IntermediaryTask, { method, lower, upper, limit }: Optimum): string {
  const objective = model.moves[0]?.objectives[0]?.text ?? "its objective";
  const approached = ": the value is a limit that public information comes arbitrarily close to, and the signals shown are those of the limit";
  const rule = `${seller} breaks ties ${ties} ${mover}${ties === "against" && limit === true ? approached : ""}`;
  const width = lower && upper && !lower.equals(upper) ? " The optimum is known up to an interval; the signals shown are the best found." : "";
  return `${mover} chooses public information to ${sense} ${objective}, then ${seller} answers every signal with an optimal auction; ${rule}. ${method}${width}`;
}
