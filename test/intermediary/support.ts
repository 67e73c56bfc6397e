/** Specs of one-good auctions with an intermediary, built from laws. */
import { compile } from "../../compiler/driver.ts";
import type { Rational } from "../../compiler/exact/rational.ts";
import type { IntermediaryTask } from "../../compiler/programs/task.ts";
import { run } from "../../runtime/run.ts";
import type { Result } from "../../runtime/report/result.generated.ts";
import type { ValueDistribution } from "../../runtime/theory/auctions/virtual-values.ts";

export interface SpecOptions {
  readonly moves?: string;
  readonly prior?: string;
  readonly concepts?: string;
  readonly more?: string;
}

const list = (numbers: readonly Rational[]): string => `[${numbers.join(", ")}]`;

/** A spec with independent values, unless `prior` says otherwise. */
export function spec(laws: readonly ValueDistribution[], options: SpecOptions = {}): string {
  return `model m
param support = [${laws.map(({ values }) => list(values)).join(", ")}]
param prob = [${laws.map(({ masses }) => list(masses)).join(", ")}]
agents buyer = 1..size(support)
type value[i in buyer] in support[i]
${options.prior ?? "prior value[i] ~ prob[i]"}
mechanism {
  allocation win[i in buyer] in [0, 1]
  transfer pay[i in buyer]
  feasible sum(i in buyer) win[i] <= 1
}
payoff buyer[i] = value[i] * win[i] - pay[i]
${options.concepts ?? "incentives bayesian\nparticipation interim"}
quantity revenue = E[sum(i in buyer) pay[i]]
quantity welfare = E[sum(i in buyer) value[i] * win[i]]
quantity surplus = welfare - revenue
${options.moves ?? "intermediary chooses information to maximize surplus\nseller chooses mechanism to maximize revenue"}
${options.more ?? ""}
`;
}

export function taskOf(text: string): IntermediaryTask {
  const { task, diagnostics } = compile(text);
  if (task?.kind !== "intermediary") throw new Error(`no intermediary's task: ${JSON.stringify(diagnostics)}`);
  return task;
}

export async function solve(text: string): Promise<Result> {
  return (await run(taskOf(text))).result;
}

/** Quantities as fractions. */
export function exactly(result: Result): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(result.quantities).map(([name, quantity]) => [name, quantity.exact]));
}
