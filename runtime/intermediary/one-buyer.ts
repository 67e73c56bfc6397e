/** One buyer: the program in recommended prices, solved, certified, and read back as public signals. */
import { Rational } from "../../compiler/exact/rational.ts";
import { accepts } from "../../compiler/programs/intermediary/recommended-price.ts";
import type { PriceProgram } from "../../compiler/programs/intermediary/recommended-price.ts";
import type { IntermediaryTask } from "../../compiler/programs/task.ts";
import { prove, type ProveOptions } from "../prove.ts";
import type { Optimum } from "./optimum.ts";
import type { PublicSignal } from "./signal.ts";

/** Solves the one program of a task with one buyer. */
export async function solveOneBuyer(task: IntermediaryTask, price: PriceProgram, options: ProveOptions): Promise<Optimum> {
  const { answer, certified } = await prove(price.program, options);
  const common = { solver: answer.solver, program: price.program };
  if (certified.kind === "exact" && certified.certificate.kind === "optimal") {
    const { columns, objective, rowDuals } = certified.certificate;
    const method = "Public signals recommend prices that the seller wants to post; one program finds the best.";
    return { ...common, status: "optimal", signals: signalsOf(task, price, columns), lower: objective, upper: objective, method, rowDuals, certificate: certified.certificate, limit: true };
  }
  const status = certified.kind === "exact" ? certified.certificate.kind : "error";
  return { ...common, status, signals: [], method: "The program in recommended prices has no certified solution." };
}

/** One signal per option that is recommended with positive probability. */
function signalsOf({ auction }: IntermediaryTask, { options }: PriceProgram, columns: readonly Rational[]): PublicSignal[] {
  const values = auction.buyers[0]?.values ?? [];
  return options.flatMap((option, p): PublicSignal[] => {
    const masses = values.map((_, v) => columns[v * options.length + p] ?? Rational.zero);
    const weight = masses.reduce((a, b) => a.add(b), Rational.zero);
    if (weight.isZero()) return [];
    const win = values.map((v) => (accepts(v, option) ? Rational.one : Rational.zero));
    const sale = { win, pay: win.map((w) => w.mul(option ?? Rational.zero)) };
    return [{ label: option ? `price ${option}` : "no sale", weight, posterior: masses.map((mass) => mass.div(weight)), sale }];
  });
}
