/** From a mechanism against the worst prior to a result: rules and checks as ever, quantities under the worst prior. */
import type { Rational } from "../../compiler/exact/rational.ts";
import { Evaluator } from "../../compiler/evaluate/evaluator.ts";
import { formatValue } from "../../compiler/evaluate/keys.ts";
import type { Space } from "../../compiler/evaluate/space.ts";
import type { CorrelationTask } from "../../compiler/programs/task.ts";
import type { CertifyResult } from "../certify/result.ts";
import { prove, type ProveOptions } from "../prove.ts";
import { amount, type LineOf } from "../report/amount.ts";
import type { Result } from "../report/result.generated.ts";
import { multipliers, ruleTables } from "../report/rules.ts";
import { evaluateAsserts, quantityValues } from "../verify/claims.ts";
import { checkDomains } from "../verify/outcomes.ts";
import { checkRows } from "../verify/rows.ts";
import { solvedEvaluator, tablesFrom } from "../verify/tables.ts";

export interface CorrelationOptions extends ProveOptions {
  readonly clock?: () => number;
  readonly lineOf?: LineOf;
  readonly timings?: { readonly parse: number; readonly compile: number };
}

/**
 * Solves a mechanism against the worst prior. Without an exact proof there is no worst prior to evaluate under, and the
 * result has the certified interval of the objective alone.
 *
 * @example (await runCorrelation(task, {})).result.quantities.revenue?.exact // "1/2"
 */
export async function runCorrelation(task: CorrelationTask, options: CorrelationOptions): Promise<{ readonly result: Result; readonly certified: CertifyResult; readonly evaluator?: Evaluator }> {
  const clock = options.clock ?? (() => 0);
  const lineOf = options.lineOf ?? (() => 1);
  const started = clock();
  const { model, base, program } = task;
  const { answer, certified } = await prove(program, options);
  const solvedAt = clock();
  const certificate = certified.kind === "exact" ? certified.certificate : undefined;
  const status = certificate ? certificate.kind : answer.status === "optimal" ? "optimal" : "error";
  const optimum = certificate?.kind === "optimal" ? certificate : undefined;
  const evaluator = optimum && solvedEvaluator(base, tablesFrom(base, optimum.columns));
  const prior = optimum && optimum.rowDuals.slice(task.firstState, task.firstState + base.evaluator.space.law.count);
  const worst = evaluator && prior && underPrior(evaluator, prior);
  const domains = evaluator && checkDomains(base.model, evaluator, lineOf);
  const checks = evaluator ? [...(domains ? [domains] : []), ...checkRows(base.model, evaluator, lineOf)] : [];
  const result: Result = {
    version: "1.0",
    model: model.name,
    status,
    selection: `${task.designer} chooses the mechanism, agents report truthfully; ${task.nature} answers with the worst prior, under which quantities are evaluated.`,
    certificate: certified.kind,
    ...(optimum ? { objective: amount(optimum.objective) } : certified.kind === "interval" && certified.lower && certified.upper ? { objective: { value: answer.objective ?? NaN, interval: [certified.lower.toNumber(), certified.upper.toNumber()] as [number, number] } } : {}),
    quantities: worst ? Object.fromEntries([...quantityValues(model, worst)].map(([name, value]) => [name, amount(value)])) : {},
    rules: evaluator ? ruleTables(base.model, evaluator) : {},
    ...(prior ? { information: priorTable(base.evaluator.space, prior) } : {}),
    checks,
    asserts: evaluateAsserts(model, { status, checks, ...(worst ? { evaluator: worst } : {}) }),
    ...(optimum ? { duals: multipliers(program, optimum.rowDuals), explanation: { "sensitivities to the prior": task.conditions.map((label, j) => `${label}: ${String(optimum.columns[task.firstSensitivity + j])}`) } } : {}),
    program: { rows: program.rowCount, columns: program.columnCount, nonzeros: program.index.length, integers: program.integer.length },
    solver: answer.solver,
    timings: { parse: options.timings?.parse ?? 0, compile: options.timings?.compile ?? 0, solve: solvedAt - started, verify: clock() - solvedAt },
    diagnostics: [],
  };
  return { result, certified, ...(evaluator ? { evaluator } : {}) };
}

/** The same world with the law of the worst prior: states of positive probability only. */
function underPrior(evaluator: Evaluator, prior: readonly Rational[]): Evaluator {
  const { space } = evaluator;
  const states = prior.flatMap((probability, state) => (probability.isZero() ? [] : [state]));
  const width = space.components.length;
  const agents = space.agents.length;
  const pick = (values: Int32Array, perState: number): Int32Array => Int32Array.from(states.flatMap((state) => [...values.subarray(state * perState, (state + 1) * perState)]));
  // A minimisation has nonpositive prices for `>=` rows reversed in sign; probabilities are their sizes.
  const law = { ...space.law, count: states.length, digits: pick(space.law.digits, width), probability: states.map((state) => (prior[state] as Rational).abs()), knows: pick(space.law.knows, agents), sends: pick(space.law.sends, agents) };
  return new Evaluator({ ...evaluator.world, space: { ...space, law } });
}

function priorTable(space: Space, prior: readonly Rational[]): NonNullable<Result["information"]> {
  const { components, law } = space;
  return {
    states: components.map((component) => component.label),
    signals: [],
    entries: prior.flatMap((probability, state) => {
      if (probability.isZero()) return [];
      return [{ state: components.map((component, c) => formatValue(component.domain[law.digits[state * components.length + c] as number] ?? false)), signals: [], probability: probability.abs().toString() }];
    }),
  };
}
