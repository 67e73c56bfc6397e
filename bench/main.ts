/**
 * Benchmarks with ratios against a peer measured in the same process: `npm run bench`.
 *
 * - build: from text to a program in typed arrays, against the same program built as the object-per-coefficient model that
 *   glpk.js takes (the usual hand-written script), from the same numbers, in floating point.
 * - certify: proving the optimum in exact arithmetic, against the float solve whose answer is proved.
 */
import { compile } from "../compiler/driver.ts";
import { Rational } from "../compiler/exact/rational.ts";
import type { MechanismTask } from "../compiler/programs/task.ts";
import { certify } from "../runtime/certify/certify.ts";
import { loadSolver } from "../runtime/solvers/choose.ts";

const spec = (incentives: string, participation: string): string => `
model auction
param m = 2
agents bidder = 1..2
type value[i in bidder] in 1..m
prior value ~ uniform
mechanism {
  allocation win[i in bidder] in [0, 1]
  transfer   pay[i in bidder]
  feasible   sum(i in bidder) win[i] <= 1
}
payoff bidder[i] = value[i] * win[i] - pay[i]
incentives    ${incentives}
participation ${participation}
quantity revenue = E[sum(i in bidder) pay[i]]
seller chooses mechanism to maximize revenue
`;

function build(text: string, types: number): MechanismTask {
  const { task } = compile(text, { set: new Map([["m", Rational.integer(types)]]) });
  if (task?.kind !== "mechanism") throw new Error("the benchmark spec does not compile");
  return task;
}

interface NamedCoefficient {
  readonly name: string;
  readonly coef: number;
}

/** The Bayesian program as a script writes it: names, objects, doubles. */
function byHand(types: number): number {
  const values = Array.from({ length: types }, (_, k) => k + 1);
  const p = 1 / (types * types);
  const rows: { name: string; vars: NamedCoefficient[] }[] = [];
  const name = (kind: string, i: number, a: number, b: number): string => `${kind}_${i}_${a}_${b}`;
  for (const i of [0, 1]) {
    const at = (own: number, other: number): [number, number] => (i === 0 ? [own, other] : [other, own]);
    for (const t of values) {
      for (const r of values) {
        if (r === t) continue;
        const vars: NamedCoefficient[] = [];
        for (const other of values) {
          vars.push({ name: name("q", i, ...at(t, other)), coef: p * t }, { name: name("p", i, ...at(t, other)), coef: -p });
          vars.push({ name: name("q", i, ...at(r, other)), coef: -p * t }, { name: name("p", i, ...at(r, other)), coef: p });
        }
        rows.push({ name: `ic_${i}_${t}_${r}`, vars });
      }
      rows.push({ name: `ir_${i}_${t}`, vars: values.flatMap((other) => [{ name: name("q", i, ...at(t, other)), coef: p * t }, { name: name("p", i, ...at(t, other)), coef: -p }]) });
    }
  }
  for (const a of values) for (const b of values) rows.push({ name: `f_${a}_${b}`, vars: [0, 1].map((i) => ({ name: name("q", i, a, b), coef: 1 })) });
  return rows.reduce((count, row) => count + row.vars.length, 0);
}

/** Median milliseconds of several runs after one to warm up. */
function timed(run: () => unknown, times = 5): number {
  run();
  const samples = Array.from({ length: times }, () => {
    const started = performance.now();
    run();
    return performance.now() - started;
  }).sort((a, b) => a - b);
  return samples[Math.floor(times / 2)] ?? NaN;
}

function line(name: string, ours: number, peer: number, what: string): void {
  console.log(`${name.padEnd(34)} ${ours.toFixed(0).padStart(7)} ms   peer ${peer.toFixed(0).padStart(7)} ms   ratio ${(ours / peer).toFixed(2).padStart(6)}   (${what})`);
}

for (const types of [10, 20, 30, 40]) {
  const text = spec("bayesian", "interim");
  const nonzeros = build(text, types).program.index.length;
  line(`build bayesian 2 x ${types}, ${nonzeros} nz`, timed(() => build(text, types)), timed(() => byHand(types)), "exact typed arrays against named floats");
}
for (const [incentives, participation, types] of [
  ["bayesian", "interim", 20],
  ["bayesian", "interim", 30],
  ["ex_post", "ex_post", 20],
  ["ex_post", "ex_post", 30],
] as const) {
  const { program } = build(spec(incentives, participation), types);
  const highs = await loadSolver("highs");
  await highs.solve(program);
  const started = performance.now();
  const answer = await highs.solve(program);
  const solved = performance.now();
  const result = await certify(program, answer);
  const certified = performance.now();
  if (result.kind !== "exact") throw new Error(`${incentives} 2 x ${types} was not certified: ${result.reason}`);
  line(`certify ${incentives} 2 x ${types}`, certified - solved, solved - started, "proof against HiGHS");
}
