/**
 * Theorems held against a solved spec: what they say goes into the result under `theory`, and each of their predictions
 * becomes a check of its own.
 */
import { codes } from "../../../compiler/diagnostics/codes.ts";
import { EvaluationError } from "../../../compiler/evaluate/error.ts";
import { Rational } from "../../../compiler/exact/rational.ts";
import type { Model } from "../../../compiler/model/model.generated.ts";
import { DistributionError } from "../../../compiler/priors/types.ts";
import type { Task } from "../../../compiler/programs/task.ts";
import type { Amount, Check, Quantity, Result } from "../../report/result.generated.ts";
import type { ClosedForm, Fact, Finding, Prediction, Recogniser } from "../recogniser.ts";
import { theorems } from "../registry.ts";
import { recognisers } from "./registry.ts";

type Theory = NonNullable<Result["theory"]>;

/** Relative distance up to which rounded numbers count as equal. */
const tolerance = 1e-9;

/** What every recogniser finds; one that refuses the data of the task (sizes, inexact numbers) finds nothing. */
function findings(known: readonly Recogniser[], find: (recogniser: Recogniser) => Finding | undefined): Finding[] {
  return known.flatMap((recogniser) => {
    try {
      return find(recogniser) ?? [];
    } catch (error) {
      if (error instanceof RangeError || error instanceof EvaluationError || error instanceof DistributionError) return [];
      throw error;
    }
  });
}

/**
 * Adds `theory` and the checks of its predictions to a result. A prediction that fails makes the status `error`: one of the
 * two, the theorem's implementation or the program, is wrong, and neither is to be believed.
 */
export function addTheory(task: Task, result: Result, known: readonly Recogniser[] = recognisers): void {
  const found = findings(known, (recogniser) => recogniser.recognise(task));
  const [first, ...others] = found;
  if (!first) return;
  result.theory = { ...theoryOf(first), ...(others.length > 0 ? { also: others.map(theoryOf) } : {}) };
  for (const finding of found) {
    for (const prediction of finding.predictions) {
      const solved = result.quantities[prediction.quantity] ?? (prediction.quantity === "objective" ? result.objective : undefined);
      if (!solved) continue;
      const check = checkOf(finding, prediction, solved);
      result.checks.push(check);
      if (check.holds) continue;
      const { code, severity, title } = codes["theorem-disagrees"];
      result.status = "error";
      result.diagnostics.push({ code, severity, title, text: `${check.name}, but the program has ${solved.interval ? `[${solved.interval.join(", ")}]` : describe(solved)}.` });
    }
  }
}

/**
 * What theorems say about a spec whose program is too large to be solved; undefined when none applies. The result claims
 * nothing about the program: its status is `closed-form`, and it has no quantities, checks or asserts.
 */
export function closedFormResult(model: Model, known: readonly Recogniser[] = recognisers): Result | undefined {
  const [first, ...others] = findings(known, (recogniser) => recogniser.recogniseModel?.(model));
  if (!first) return undefined;
  return {
    version: "1.0",
    model: model.name,
    status: "closed-form",
    certificate: "none",
    quantities: {},
    rules: {},
    checks: [],
    asserts: [],
    theory: { ...theoryOf(first), ...(others.length > 0 ? { also: others.map(theoryOf) } : {}) },
    program: { rows: 0, columns: 0, nonzeros: 0, integers: 0 },
    solver: "none",
    timings: { parse: 0, compile: 0, solve: 0, verify: 0 },
    diagnostics: [],
  };
}

function theoryOf({ theorem, values, predictions }: Finding): Theory {
  const { name, cite } = theorems.get(theorem) ?? { name: theorem, cite: "" };
  const exact = Object.entries(values).flatMap(([key, value]) => (value instanceof Rational && !value.inexact ? [[key, value.toString()] as const] : []));
  const plain = Object.entries(values).map(([key, value]) => [key, plainFact(value)] as const);
  const because = predictions.flatMap((each) => each.because ?? []);
  return {
    ...Object.fromEntries(plain),
    ...(exact.length > 0 ? { exact: Object.fromEntries(exact) } : {}),
    theorem: name,
    cite,
    ...(because.length > 0 ? { because: [...new Set(because)].join(" ") } : {}),
  };
}

const toNumber = (value: ClosedForm): number => (value instanceof Rational ? value.toNumber() : value);

function plainFact(value: Fact): number | number[] | boolean {
  if (typeof value === "boolean") return value;
  return Array.isArray(value) ? (value as readonly ClosedForm[]).map(toNumber) : toNumber(value as ClosedForm);
}

function checkOf(finding: Finding, prediction: Prediction, solved: Quantity): Check {
  const { quantity, relation, value } = prediction;
  const name = `${theorems.get(finding.theorem)?.name ?? finding.theorem}: ${quantity} ${relation} ${describe(closed(value))}`;
  return { name, holds: holds(prediction, solved), rows: 1 };
}

/** Exact against exact where both are known as fractions, otherwise within {@link tolerance}. */
function holds({ relation, value }: Prediction, solved: Quantity): boolean {
  if (solved.interval) {
    // All that is known of the value is that it lies between the bounds; a closed form may not exclude that.
    const [lower, upper] = solved.interval;
    const slack = tolerance * Math.max(1, Math.abs(toNumber(value)));
    return (relation === ">=" || toNumber(value) >= lower - slack) && (relation === "<=" || toNumber(value) <= upper + slack);
  }
  const exact = solved.exact === undefined ? undefined : Rational.parse(solved.exact);
  if (exact && value instanceof Rational && !value.inexact) {
    const order = exact.compare(value);
    return relation === "=" ? order === 0 : relation === "<=" ? order <= 0 : order >= 0;
  }
  const difference = solved.value - toNumber(value);
  const slack = tolerance * Math.max(1, Math.abs(toNumber(value)));
  return relation === "=" ? Math.abs(difference) <= slack : relation === "<=" ? difference <= slack : difference >= -slack;
}

function closed(value: ClosedForm): Amount {
  return value instanceof Rational && !value.inexact ? { value: value.toNumber(), exact: value.toString() } : { value: toNumber(value) };
}

const describe = ({ exact, value }: Amount): string => exact ?? String(Number(value.toPrecision(12)));
