/**
 * Public signals: the problem of every posterior is solved apart, and the whole is put together again. Quantities and
 * claims are about all signals, so they are evaluated over the whole law with the outcome of every state read from the
 * problem of its signal; incentive and participation rows are checked posterior by posterior.
 */
import { Rational } from "../compiler/exact/rational.ts";
import type { Evaluator } from "../compiler/evaluate/evaluator.ts";
import { enterState } from "../compiler/evaluate/frame.ts";
import type { SingleTask, SplitPart, SplitTask } from "../compiler/programs/task.ts";
import { amount } from "./report/amount.ts";
import type { Check, Posterior, Result } from "./report/result.generated.ts";
import type { Run, RunOptions } from "./run.ts";
import { quickAuctions, type QuickAuction, type QuickAuctions } from "./split-auction.ts";
import { evaluateAsserts, quantityValues } from "./verify/claims.ts";
import { outcomeReader } from "./verify/outcomes.ts";

/** Rules of at most this many posteriors are tabulated. */
const tabulated = 2000;

/** @throws EvaluationError */
export async function runSplit(task: SplitTask, options: RunOptions, runAlone: (part: SingleTask, options: RunOptions) => Promise<Run>): Promise<Run> {
  const clock = options.clock ?? (() => 0);
  const started = clock();
  const whole = new Whole(task);
  const posteriors: Posterior[] = [];
  const checks = new Map<string, Check>();
  const size = { rows: 0, columns: 0, nonzeros: 0, integers: 0 };
  const solvers = new Set<string>();
  let certificate: Result["certificate"] = "exact";
  let inexact = false;
  let objective: Rational | undefined = Rational.zero;
  let selection: string | undefined;
  const { parts } = task;
  const quick = quickAuctions(task);
  if (quick) selection = `${quick.mover} chooses the mechanism, agents report truthfully; ${quick.ties}.`;
  for (const [k, part] of parts.entries()) {
    if (parts.length > 1) options.onProgress?.(`posterior ${k + 1} of ${parts.length}`);
    const { onProgress: _, ...quiet } = options;
    const auction = quick?.of(part);
    if (quick && auction) {
      whole.fillAuction(part, quick, auction);
      for (const check of auctionChecks(task, part, auction)) checks.set(check.name, joined(checks.get(check.name), check, part));
      solvers.add("virtual values");
      objective = objective?.add(auction.revenue.mul(part.probability));
      posteriors.push({ signals: [...part.realisations], probability: amount(part.probability), objective: amount(auction.revenue), rules: parts.length <= tabulated ? auction.rules : {} });
      continue;
    }
    const alone = await runAlone(part.compile(), { ...quiet, unique: false, duals: false });
    const { result, evaluator } = alone;
    if (!evaluator) return { result: withoutMechanism(task, part, result) };
    whole.fill(part, evaluator);
    for (const check of result.checks) checks.set(check.name, joined(checks.get(check.name), check, part));
    for (const key of ["rows", "columns", "nonzeros", "integers"] as const) size[key] += result.program[key];
    solvers.add(result.solver);
    if (result.certificate !== "exact") certificate = result.certificate;
    inexact ||= result.inexact === true;
    selection ??= result.selection;
    const value = result.objective?.exact === undefined ? undefined : Rational.parse(result.objective.exact);
    objective = objective && value ? objective.add(value.mul(part.probability)) : undefined;
    posteriors.push({
      signals: [...part.realisations],
      probability: amount(part.probability),
      ...(result.objective ? { objective: result.objective } : {}),
      rules: parts.length <= tabulated ? result.rules : {},
      ...(result.duals && parts.length <= tabulated ? { duals: result.duals } : {}),
    });
  }
  const solvedAt = clock();
  const evaluator = whole.evaluator();
  const status: Result["status"] = solvers.has("none") && solvers.size === 1 ? "evaluated" : "optimal";
  const values = quantityValues(task.model, evaluator);
  const result: Result = {
    version: "1.0",
    model: task.model.name,
    status,
    selection: `${selection ?? ""} Everybody sees the public signal: ${plural(parts.reduce((sum, part) => sum + part.realisations.length, 0), "signal")}, ${plural(parts.length, "posterior")}, one problem each.`.trim(),
    certificate: status === "evaluated" ? "none" : certificate,
    ...(inexact ? { inexact } : {}),
    ...(objective && status === "optimal" ? { objective: amount(objective) } : {}),
    quantities: Object.fromEntries([...values].map(([name, value]) => [name, amount(value)])),
    rules: {},
    posteriors,
    checks: [...checks.values()],
    asserts: evaluateAsserts(task.model, { status, checks: [...checks.values()], evaluator }),
    program: size,
    solver: [...solvers].join(", "),
    timings: { parse: options.timings?.parse ?? 0, compile: options.timings?.compile ?? 0, solve: solvedAt - started, verify: clock() - solvedAt },
    diagnostics: [],
  };
  return { result, evaluator };
}

const plural = (count: number, noun: string): string => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;

/** Collects the outcomes of all states. */
class Whole {
  private readonly values = new Map<string, Rational[]>();

  constructor(private readonly task: SplitTask) {
    const { law } = task.evaluator.space;
    for (const outcome of task.model.outcomes) this.values.set(outcome.name, new Array<Rational>(outcome.components.length * law.count).fill(Rational.zero));
  }

  /** Reads the outcomes on the path of play: agents say the truth, or what their strategies say. */
  fill(part: SplitPart, evaluator: Evaluator): void {
    const { task } = this;
    const { count } = task.evaluator.space.law;
    const stateOf = task.keyOfPart(evaluator);
    const frame = evaluator.frame();
    for (const outcome of task.model.outcomes) {
      const read = outcomeReader(evaluator, outcome);
      const values = this.values.get(outcome.name) as Rational[];
      for (const state of part.states) {
        enterState(frame, evaluator.space, stateOf.get(task.keyOfState(state)) as number);
        for (let c = 0; c < outcome.components.length; c++) values[c * count + state] = read(c, frame);
      }
    }
  }

  /** The winner and her payment, state by state. */
  fillAuction(part: SplitPart, { allocation, transfer }: QuickAuctions, auction: QuickAuction): void {
    const { count } = this.task.evaluator.space.law;
    for (const state of part.states) {
      const { winner, payment } = auction.outcome(state);
      if (winner === undefined) continue;
      (this.values.get(allocation) as Rational[])[winner * count + state] = Rational.one;
      (this.values.get(transfer) as Rational[])[winner * count + state] = payment;
    }
  }

  evaluator(): Evaluator {
    const { world } = this.task.evaluator;
    for (const [name, values] of this.values) {
      const family = world.outcomes.get(name);
      if (family) family.source = { kind: "states", values };
    }
    return this.task.evaluator;
  }
}

/** At most one winner by construction; the interim rows were computed from winning probabilities and payments. */
function auctionChecks({ model }: SplitTask, part: SplitPart, auction: QuickAuction): Check[] {
  const checks: Check[] = [];
  for (const { name, source } of model.rows) {
    if (source === "incentives" || source === "participation") checks.push({ name, holds: auction.holds, rows: auction.rows });
    else checks.push({ name, holds: true, rows: part.law.length });
  }
  return checks;
}

function joined(known: Check | undefined, check: Check, part: SplitPart): Check {
  const here: Check = check.counterexample ? { ...check, counterexample: { ...check.counterexample, sentence: `${check.counterexample.sentence} (public signal ${part.realisations[0] ?? ""})` } } : check;
  if (!known) return here;
  const worst = known.holds && !here.holds ? here : known;
  return { ...worst, rows: known.rows + check.rows };
}

/** One posterior without a solution leaves the whole without one. */
function withoutMechanism(task: SplitTask, part: SplitPart, result: Result): Result {
  const where = `after the public signal ${part.realisations[0] ?? ""}`;
  return { ...result, model: task.model.name, selection: `No solution ${where}.`, quantities: {}, asserts: evaluateAsserts(task.model, { status: result.status, checks: [] }) };
}
