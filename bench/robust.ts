/**
 * A stopwatch for robust bounds: `node scripts/run.mjs bench/robust.ts`. Seconds for both bounds of the examples, and where the whole
 * program is one for HiGHS, the ratio against it: the same cells with the same scaling, its interior-point method without crossover.
 * With `long` also what takes minutes. docs/semantics/robust.md has the table.
 */
import { readFileSync } from "node:fs";
import { parseSetOptions } from "../cli/set-value.ts";
import { compile } from "../compiler/driver.ts";
import type { Coupling } from "../compiler/programs/robust/coupling.ts";
import type { Direction } from "../compiler/programs/robust/ladder.ts";
import { attained, supported } from "../runtime/robust/certificate.ts";
import { cellsOf } from "../runtime/robust/cells.ts";
import { masterProgram } from "../runtime/robust/master.ts";
import { numbersOf } from "../runtime/robust/numbers.ts";
import { solveBound } from "../runtime/robust/solve.ts";
import { solveApproximately } from "../runtime/solvers/interior-point.ts";

interface Run {
  readonly example: string;
  readonly set: readonly string[];
  /** Whether HiGHS takes the whole program in seconds. */
  readonly peer?: boolean;
  readonly long?: boolean;
}

const runs: readonly Run[] = [
  { example: "robust-mechanisms/common-value", set: ["k=3"], peer: true },
  { example: "robust-mechanisms/common-value", set: ["k=10"] },
  { example: "robust-mechanisms/shifted-value", set: ["k=3"], peer: true },
  { example: "robust-mechanisms/shifted-value", set: ["k=10"] },
  { example: "robust-mechanisms/two-goods", set: ["k=3"], peer: true },
  { example: "robust-mechanisms/two-goods", set: ["k=10"] },
  { example: "compound-proportional/known-means", set: ["k=5"], peer: true },
  { example: "compound-proportional/known-means", set: ["k=10"], peer: true },
  { example: "compound-proportional/known-means", set: ["k=20"] },
  { example: "robust-mechanisms/independent", set: ["k=10"], long: true },
  { example: "compound-proportional/known-means", set: ["mean=[3/5, 1/2, 2/5]", "k=5"], long: true },
];

const directions: readonly Direction[] = ["up", "down"];

/** What certificates say about an optimum, and the seconds it took to find them. */
interface Measured {
  readonly between: readonly [number, number];
  readonly seconds: number;
}

function couplingOf({ example, set }: Run): Coupling {
  const { task } = compile(readFileSync(`examples/${example}.mech`, "utf8"), { set: parseSetOptions(set) });
  if (task?.kind !== "robust" || !task.coupling) throw new Error(`${example} has no coupling form`);
  return task.coupling;
}

async function timed(run: () => Promise<readonly [number, number]>): Promise<Measured> {
  const started = performance.now();
  const between = await run();
  return { between, seconds: (performance.now() - started) / 1000 };
}

async function ours(coupling: Coupling, direction: Direction): Promise<readonly [number, number]> {
  const solved = await solveBound(coupling, direction);
  if (!solved) throw new Error("no bound was certified");
  return [solved.dual.value, solved.primal.value];
}

async function byHighs(coupling: Coupling, direction: Direction): Promise<readonly [number, number]> {
  const numbers = numbersOf(coupling, direction);
  if (!numbers) throw new Error("the numbers of the example are out of range");
  const cells = cellsOf(coupling, numbers);
  const { program, read } = masterProgram(numbers, cells);
  const answer = await solveApproximately(program, { method: "ipm" });
  const solution = answer && read(answer);
  const upper = solution && attained(numbers, cells, solution.primal);
  if (!upper) throw new Error("HiGHS has no answer");
  return [supported(numbers, cells, solution.dual).value, upper.value];
}

// Loads HiGHS and compiles what is hot, so that the first run is like the others.
const warmUp = couplingOf({ example: "robust-mechanisms/common-value", set: ["k=2"] });
await ours(warmUp, "up");
await byHighs(warmUp, "up");

for (const each of runs) {
  if (each.long && !process.argv.includes("long")) continue;
  const coupling = couplingOf(each);
  const found: Measured[] = [];
  const peers: Measured[] = [];
  for (const direction of directions) {
    const own = await timed(() => ours(coupling, direction));
    found.push(own);
    if (!each.peer) continue;
    const peer = await timed(() => byHighs(coupling, direction));
    // Both are intervals around the same optimum.
    if (own.between[0] > peer.between[1] || peer.between[0] > own.between[1]) throw new Error(`${each.example}: two certified intervals of one optimum do not meet`);
    peers.push(peer);
  }
  const total = (of: readonly Measured[]): number => of.reduce((sum, { seconds }) => sum + seconds, 0);
  const [up, down] = found;
  const name = `${each.example.split("/")[1] ?? ""} ${each.set.join(" ")}`;
  const ratio = peers.length === 0 ? "" : `   peer ${total(peers).toFixed(2).padStart(7)} s   ratio ${(total(found) / total(peers)).toFixed(2).padStart(5)}   (both bounds against HiGHS on the whole program)`;
  console.log(`${name.padEnd(42)} ${total(found).toFixed(2).padStart(7)} s   [${up?.between[0].toFixed(7) ?? ""}, ${down?.between[1].toFixed(7) ?? ""}]${ratio}`);
}
