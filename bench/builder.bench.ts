import { bench, describe } from "vitest";
import { Rational } from "../compiler/exact/rational.ts";
import { emitLp } from "../compiler/emit/lp.ts";
import { ProgramBuilder } from "../compiler/lp/builder.ts";
import { dualize } from "../compiler/lp/dualize.ts";
import type { Program } from "../compiler/lp/program.ts";

/** Rows of ten entries in scattered order, one of them a repeat, as incentive rows have them. */
function build(nonzeros: number): Program {
  const columns = 5000;
  const builder = new ProgramBuilder("bench", "maximize");
  builder.addColumns({ name: "x", role: "auxiliary", indexNames: ["j"], sentence: "" }, columns, Rational.zero, undefined, false, (j) => [String(j)]);
  const coefficients = Array.from({ length: 97 }, (_, k) => Rational.of(k - 40 === 0 ? 1 : k - 40, 1 + (k % 7)));
  builder.beginRowFamily({ name: "c", role: "incentives", indexNames: ["r"], sentence: "" }, (r) => [String(r)]);
  for (let r = 0; r < nonzeros / 10; r++) {
    builder.beginRow("<=");
    for (let k = 0; k < 11; k++) builder.add((r * 7919 + (k % 10) * 3571) % columns, coefficients[(r + k) % 97] ?? Rational.one);
    builder.endRow(Rational.one);
  }
  builder.endRowFamily();
  return builder.build();
}

describe("building a program", () => {
  bench("200 000 nonzeros", () => void build(200_000));
  bench("500 000 nonzeros", () => void build(500_000));
});

describe("from a program of 200 000 nonzeros", () => {
  const program = build(200_000);
  bench("the dual", () => void dualize(program));
  bench("LP text", () => void emitLp(program), { iterations: 3 });
});
