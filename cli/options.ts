/** Options that several commands share. */
import { InvalidArgumentError, Option, type Command } from "commander";
import type { Limits } from "../compiler/programs/limits.ts";
import type { RobustForm } from "../compiler/programs/robust/compile.ts";
import { parseSetOptions, type SetValue } from "./set-value.ts";

export interface OutputOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color: "auto" | "always" | "never";
  readonly debug?: boolean;
}

export interface SpecOptions extends OutputOptions {
  /** Sizes (states, profiles, rows, columns, nonzeros) up to which a spec is compiled. */
  readonly limit?: number;
  /** As typed, `name=value`; see {@link parseSetOptions}. */
  readonly set: readonly string[];
  /** Form of the bounds of a robust mechanism. */
  readonly form?: RobustForm;
}

export interface SolveOptions extends SpecOptions {
  readonly solver?: string;
  readonly timeLimit?: number;
  readonly duals?: boolean;
  readonly unique?: boolean;
  /** False with `--no-symmetry`. */
  readonly symmetry?: boolean;
}

/** `--json --quiet --color --debug`: every command has them. */
export function withOutputOptions(command: Command): Command {
  return command
    .option("--json", "print results and diagnostics as JSON on standard output")
    .option("-q, --quiet", "leave out warnings, notes and what is fine")
    .addOption(new Option("--color <when>", "colour the output").choices(["auto", "always", "never"]).default("auto"))
    .option("--debug", "show the stack of an internal error");
}

/** The output options and `--set`: commands that compile a spec. */
export function withSpecOptions(command: Command): Command {
  return withOutputOptions(command)
    .option("--set <name=value>", "give a parameter a value (repeatable)", collect, [])
    .option("--limit <size>", "largest number of states, profiles, rows, columns and nonzeros", positive)
    .addOption(new Option("--form <form>", "form of the bounds of a robust mechanism (default: coupling where it exists)").choices(["coupling", "textbook"]));
}

/** The spec options and `--solver`: commands that solve it. */
export function withSolveOptions(command: Command): Command {
  return withSpecOptions(command)
    .option("--solver <name>", "solver to use instead of the one that suits the program")
    .option("--no-symmetry", "solve the program in full, without putting exchangeable agents, states and signals together")
    .option("--time-limit <seconds>", "stop solving, and stop certifying, after so many seconds", positive);
}

/** `--quantity --along`: commands that draw curves. */
export function withCurveOptions(command: Command): Command {
  return command
    .option("--quantity <name>", "what to show: a quantity, objective or theory.NAME (repeatable)", append)
    .option("--along <name>", "the parameter on the horizontal axis of the plot");
}

/** The values of `--set`. @throws UsageError (exit code 2) on the first that cannot be read. */
export function parameters(options: SpecOptions): Map<string, SetValue> {
  return parseSetOptions(options.set);
}

/** The limits of a compilation: one number for all of them. */
export function limitsOf(options: SpecOptions): Partial<Limits> {
  const { limit } = options;
  return limit === undefined ? {} : { states: limit, profiles: limit, rows: limit, columns: limit, nonzeros: limit };
}

/** @throws InvalidArgumentError, which commander turns into exit code 2 */
export function positive(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError("It must be a positive number.");
  return value;
}

/** @throws InvalidArgumentError, which commander turns into exit code 2 */
export function count(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value <= 0) throw new InvalidArgumentError("It must be a positive integer.");
  return value;
}

function append(value: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

function collect(value: string, previous: readonly string[]): string[] {
  return [...previous, value];
}
