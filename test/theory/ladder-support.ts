/** Exact linear programs of the informationally robust problem at small k, written out from their definitions for the tests. */
import { Rational } from "../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../compiler/lp/builder.ts";
import { prove } from "../../runtime/prove.ts";
import { rungProfiles } from "../../runtime/theory/robust/strategic-virtual-objective.ts";
import type { LadderMechanism } from "../../runtime/theory/robust/strategic-virtual-objective.ts";

export interface Solved {
  readonly value: Rational;
  readonly columns: readonly Rational[];
}

/** A linear program given by columns with bounds and rows of [column, coefficient] pairs, solved and certified exactly. */
export class Lp {
  private readonly builder: ProgramBuilder;
  private families = 0;

  constructor(sense: "maximize" | "minimize") {
    this.builder = new ProgramBuilder("test", sense);
  }

  columns(count: number, lower?: Rational): number {
    return this.builder.addColumns({ name: `x${this.families++}`, role: "auxiliary", indexNames: ["k"], sentence: "column {k}" }, count, lower, undefined, false, (k) => [String(k)]);
  }

  objective(column: number, coefficient: Rational): void {
    this.builder.addObjective(column, coefficient);
  }

  rows(list: Iterable<{ readonly terms: Iterable<readonly [number, Rational]>; readonly sense: "<=" | ">=" | "="; readonly rhs: Rational }>): void {
    this.builder.beginRowFamily({ name: `r${this.families++}`, role: "require", indexNames: ["k"], sentence: "row {k}" }, (k) => [String(k)]);
    for (const { terms, sense, rhs } of list) {
      this.builder.beginRow(sense);
      for (const [column, coefficient] of terms) this.builder.add(column, coefficient);
      this.builder.endRow(rhs);
    }
    this.builder.endRowFamily();
  }

  async solve(): Promise<Solved> {
    const { certified } = await prove(this.builder.build());
    if (certified.kind !== "exact" || certified.certificate.kind !== "optimal") throw new Error(`not solved: ${certified.kind === "exact" ? certified.certificate.kind : certified.reason}`);
    return { value: certified.certificate.objective, columns: certified.certificate.columns };
  }
}

/** Position of a profile of rungs. */
export function profileIndex(rungs: readonly number[], k: number): number {
  return rungs.reduce((at, rung) => at * (k * k + 1) + rung, 0);
}

export function profilesOf(k: number, agents: number): number[][] {
  return [...rungProfiles(k, agents)].map((each) => [...each]);
}

/** The lowest expected objective over Bayes correlated equilibria: laws of (profile, state) obeyed by everybody, with this marginal. */
export async function lowestEquilibrium(mechanism: LadderMechanism, prior: readonly Rational[]): Promise<Rational> {
  const { k, agents, states } = mechanism;
  const profiles = profilesOf(k, agents);
  const lp = new Lp("minimize");
  const first = lp.columns(profiles.length * states, Rational.zero);
  const column = (p: number, s: number): number => first + p * states + s;
  profiles.forEach((rungs, p) => prior.forEach((_, s) => lp.objective(column(p, s), mechanism.objective(rungs, s))));
  const obedience = function* (): Generator<{ terms: [number, Rational][]; sense: ">="; rhs: Rational }> {
    for (let i = 0; i < agents; i++) {
      for (let own = 0; own <= k * k; own++) {
        for (let other = 0; other <= k * k; other++) {
          if (own === other) continue;
          const terms = profiles.flatMap((rungs, p) =>
            rungs[i] !== own ? [] : prior.map((_, s): [number, Rational] => [column(p, s), mechanism.payoff(i, rungs, s).sub(mechanism.payoff(i, rungs.map((r, j) => (j === i ? other : r)), s))]),
          );
          yield { terms, sense: ">=", rhs: Rational.zero };
        }
      }
    }
  };
  lp.rows(obedience());
  lp.rows(prior.map((mu, s) => ({ terms: profiles.map((_, p): [number, Rational] => [column(p, s), Rational.one]), sense: "=" as const, rhs: mu })));
  return (await lp.solve()).value;
}
