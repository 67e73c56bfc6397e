#!/usr/bin/env node
/**
 * The command line. Commands are imported when they run, so that `mech check` loads neither a solver nor prettier.
 */
import { Command, CommanderError, Option } from "commander";
import manifest from "../package.json" with { type: "json" };
import type { CheckOptions } from "./check.ts";
import type { CompileCommandOptions } from "./compile.ts";
import type { ExitCode } from "./errors.ts";
import type { FormatOptions } from "./fmt.ts";
import type { VerifyOptions } from "./verify.ts";
import { commandLine, endWith, tolerateClosedPipe } from "./io.ts";
import type { PlotCommandOptions } from "./plot.ts";
import { count, positive, withCurveOptions, withOutputOptions, withSolveOptions, withSpecOptions, type OutputOptions, type SolveOptions, type SpecOptions } from "./options.ts";
import { reportFailure } from "./report.ts";
import type { SolveCommandOptions } from "./solve.ts";
import type { SweepCommandOptions } from "./sweep.ts";

const exitCodes = "\nExit codes: 0 fine, 1 the spec or a claim fails, 2 wrong command line, 130 interrupted.";

function program(): Command {
  const mech = new Command("mech")
    .description("compiles, solves and certifies mechanism-design and information-design problems")
    .version(manifest.version)
    .showSuggestionAfterError()
    .addHelpText("after", exitCodes)
    .exitOverride();
  withSpecOptions(mech.command("check").description("report what is wrong with specs").argument("<file...>", "specs to check"))
    .option("--pedantic", "also report what is allowed and probably not meant, by solving the spec if need be")
    .option("--deny-warnings", "exit with 1 if there are warnings")
    .option("--solver <name>", "the solver that will be used, for --pedantic")
    .action(async (files: string[], options: CheckOptions) => end((await import("./check.ts")).run(files, options)));
  withSolveOptions(mech.command("solve").description("compile, solve, certify and verify a spec").argument("<file>", "spec to solve, - for standard input"))
    .option("--progress", "say on standard error what is being done")
    .option("--duals", "explain the multipliers: prices, weights on deviations, slackness, ranging")
    .option("--unique", "say for every quantity whether optimality determines it")
    .option("--no-unique", "do not ask")
    .action(async (file: string, options: SolveCommandOptions) => end((await import("./solve.ts")).run(file, options)));
  withSolveOptions(mech.command("test").description("run every assert of specs").argument("<file...>", "specs to test")).action(
    async (files: string[], options: SolveOptions) => end((await import("./test.ts")).run(files, options)),
  );
  withSpecOptions(mech.command("compile").description("print what a spec compiles to").argument("<file>", "spec to compile"))
    .option("--emit <format>", "ir, lp, mps, json, dual-lp, dual-mps, dual-program, latex or evaluator", "lp")
    .option("-o, --output <file>", "write to a file instead of standard output")
    .action(async (file: string, options: CompileCommandOptions) => end((await import("./compile.ts")).run(file, options)));
  withSpecOptions(mech.command("expand").description("print the spec with every shorthand written out").argument("<file>", "spec to expand")).action(
    async (file: string, options: SpecOptions) => end((await import("./expand.ts")).run(file, options)),
  );
  withSpecOptions(mech.command("verify").description("check a solution with the independent checker").argument("<file>", "spec").argument("<solution>", "what `mech solve --json` printed"))
    .option("--tolerance <distance>", "accept rounded numbers within this distance; optimality is then not proved", positive)
    .action(async (file: string, solution: string, options: VerifyOptions) => end((await import("./verify.ts")).run(file, solution, options)));
  withCurveOptions(withSolveOptions(mech.command("sweep").description("solve a spec at every point of a grid of parameters").argument("<file>", "spec to solve")))
    .addOption(new Option("--format <format>", "how to print the rows (default: by the name of --out, else a table)").choices(["table", "csv", "json"]))
    .option("-o, --out <file>", "write to a file instead of standard output")
    .option("--jobs <count>", "points that are solved at the same time", count)
    .option("--points <count>", "most points of a sweep", count)
    .option("--resume", "use the points that an interrupted run has solved")
    .option("--journal <file>", "keep solved points in this file, and use those in it")
    .option("--plot <file>", "draw the sweep as SVG")
    .addHelpText("after", "\nValues of --set: 1..4, 0.05..0.3:0.05, {1, 2, 5}, {[1, 2], [3, 4]}. --time-limit holds for a point as a whole.")
    .action(async (file: string, options: SweepCommandOptions) => end((await import("./sweep.ts")).run(file, options, new URL("./sweep-worker.js", import.meta.url))));
  withCurveOptions(withSolveOptions(mech.command("plot").description("draw specs or a sweep as SVG").argument("<file...>", "specs, or one sweep (.json)")))
    .addOption(new Option("--kind <kind>", "what to draw").choices(["auto", "triangle", "allocation", "transfer", "bids", "signals", "interim", "values", "sweep"]).default("auto"))
    .option("-o, --out <file>", "write to a file instead of standard output")
    .option("--outcome <name>", "the allocation or transfer that a map shows")
    .action(async (files: string[], options: PlotCommandOptions) => end((await import("./plot.ts")).run(files, options)));
  withOutputOptions(mech.command("fmt").description("format specs in place").argument("[file...]", "specs to format"))
    .option("--check", "change nothing, list files that are not formatted, exit with 1 if there are any")
    .option("--stdin", "format standard input to standard output")
    .action(async (files: string[], options: FormatOptions) => end((await import("./fmt.ts")).run(files, options)));
  mech
    .command("lsp")
    .description("language server on standard input and output")
    .option("--stdio", "use standard input and output, which is all it does; editors pass it")
    .action(async () => (await import("./lsp.ts")).run(new URL(".", import.meta.url)));
  withOutputOptions(
    mech
      .command("explain")
      .description("what a diagnostic means, with an example")
      .argument("[code]", "a code such as MECH0201; without it, all codes are listed"),
  ).action(async (code: string | undefined, options: OutputOptions) => end((await import("./explain.ts")).run(code, options)));
  return mech;
}

async function end(code: ExitCode | Promise<ExitCode>): Promise<void> {
  endWith(await code);
}

async function main(): Promise<void> {
  tolerateClosedPipe();
  try {
    await program().parseAsync(commandLine());
  } catch (error) {
    // Commander has already printed its message; help and version are not errors.
    if (error instanceof CommanderError) endWith(error.exitCode === 0 ? 0 : 2);
    else endWith(reportFailure(error, commandLine().includes("--debug")));
  }
}

await main();
