/** Solves a bound on a part of the ladder by the structured interior-point method, and spreads the solution over all of it. */
import { followCentralPath, type PathOptions } from "../../solvers/central-path.ts";
import type { Cells } from "../cells.ts";
import type { Dual, Primal } from "../certificate.ts";
import type { Numbers } from "../numbers.ts";
import { derivativesAt } from "../virtual.ts";
import { Constraints } from "./constraints.ts";
import { mechanismProgram, type MechanismProgram } from "./mechanism-program.ts";
import { NormalEquations } from "./normal-equations.ts";
import { regionOf, type Region } from "./region.ts";
import { firstBeliefs, startOf, weightsOf } from "./start.ts";

export interface RegionSolution {
  readonly primal: Primal;
  readonly dual: Dual;
  readonly size: { readonly rows: number; readonly columns: number; readonly nonzeros: number };
  readonly steps: number;
}

/** Difference of the objectives, relative to the size of payoffs, at which the method ends. */
const tolerance = 2e-10;

const mostSteps = 120;

/** @returns undefined if the method fails from the start */
export function solveRegion(numbers: Numbers, cells: Cells, tops: readonly number[], onStep?: PathOptions["onStep"]): RegionSolution | undefined {
  const region = regionOf(numbers, cells, tops);
  const program = mechanismProgram(numbers, cells, region);
  const constraints = new Constraints(program);
  const equations = new NormalEquations(constraints);
  const beliefs = firstBeliefs(numbers, cells, region, constraints);
  const point = followCentralPath(
    {
      rowCount: constraints.rowCount,
      columnCount: constraints.columnCount,
      objective: objectiveOf(constraints),
      right: rightOf(constraints),
      weight: weightsOf(constraints, region.mass, beliefs),
      start: () => startOf(constraints, region.mass, beliefs, numbers.scale),
      apply: (z, into) => constraints.apply(z, into),
      applyTransposed: (y, into) => constraints.applyTransposed(y, into),
      factorise: (w) => equations.factorise(w),
      solve: (right) => equations.solve(right),
    },
    { tolerance: tolerance * numbers.scale, mostSteps, ...(onStep ? { onStep } : {}) },
  );
  if (!point) return undefined;
  const nonzeros = program.groups.reduce((sum, { place, first, end }) => sum + (end - first) * (program.places[place]?.variables.length ?? 0), 0);
  return {
    primal: readPrimal(numbers, cells, region, program, point.y),
    dual: readDual(numbers, cells, region, constraints, point.z),
    size: { rows: constraints.rowCount, columns: constraints.columnCount, nonzeros },
    steps: point.steps,
  };
}

function objectiveOf({ program, columnCount, firstGrowth, firstMultiplier }: Constraints): Float64Array {
  const objective = new Float64Array(columnCount);
  objective.set(program.objective);
  program.groups.forEach(({ mass }, g) => (objective[firstGrowth + g] = mass));
  objective.set(program.lawRhs, firstMultiplier);
  return objective;
}

function rightOf({ program, rowCount, firstPacking }: Constraints): Float64Array {
  const right = new Float64Array(rowCount);
  program.places.flatMap(({ packing }) => packing).forEach(({ rhs }, at) => (right[firstPacking + at] = rhs));
  return right;
}

/** The rule, constant beyond the region, and the multipliers. */
function readDual(numbers: Numbers, cells: Cells, region: Region, { program, firstMultiplier }: Constraints, z: Float64Array): Dual {
  const { numberCount, prior } = numbers;
  const allocation = new Float64Array(cells.count * numberCount);
  for (let cell = 0; cell < cells.count; cell++) {
    for (let d = 0; d < numberCount; d++) allocation[cell * numberCount + d] = z[program.variableOf[(region.ruleOf[cell] as number) * numberCount + d] as number] as number;
  }
  const lambda = Float64Array.from(program.multiplierOf, (at) => (at < 0 ? 0 : (z[firstMultiplier + at] as number)));
  if (prior) settleImpossible(numbers, cells, prior, allocation, lambda);
  return { allocation, lambda };
}

/** Beliefs or interim values, constant beyond the region. */
function readPrimal(numbers: Numbers, cells: Cells, region: Region, program: MechanismProgram, y: Float64Array): Primal {
  const { states, axes, box } = numbers;
  const width = box ? axes : states;
  const atPlace = new Float64Array(program.places.length * width);
  for (const { place, first, end } of program.groups) {
    const folding = cells.folding(region.cells[place] as number);
    const total = y.subarray(first, end).reduce((sum, each) => sum + each, 0);
    for (let row = first; row < end; row++) {
      const share = (y[row] as number) / total;
      const type = program.typeOf[row] as number;
      if (!box) {
        const size = folding.states.reduce((count, to) => count + (to === type ? 1 : 0), 0);
        folding.states.forEach((to, s) => (atPlace[place * width + s] = to === type ? share / size : (atPlace[place * width + s] as number)));
        continue;
      }
      const end = (type % 2 === 0 ? box.lower : box.upper)[type >> 1] as number;
      folding.axes.forEach((to, e) => (atPlace[place * width + e] = (atPlace[place * width + e] as number) + (to === type >> 1 ? share * end : 0)));
    }
  }
  const all = new Float64Array(cells.count * width);
  for (let cell = 0; cell < cells.count; cell++) all.set(atPlace.subarray((region.placeOf[cell] as number) * width, ((region.placeOf[cell] as number) + 1) * width), cell * width);
  return box ? { interim: all } : { belief: all, interim: new Float64Array(cells.count * axes) };
}

/** Multipliers of states of probability zero: as low as they must be to matter nowhere. */
function settleImpossible(numbers: Numbers, cells: Cells, prior: Float64Array, allocation: Float64Array, lambda: Float64Array): void {
  const { states, axes, axis } = numbers;
  const impossible = [...prior].flatMap((probability, s) => (probability === 0 ? [s] : []));
  if (impossible.length === 0) return;
  for (const s of impossible) lambda[s] = Infinity;
  for (let cell = 0; cell < cells.count; cell++) {
    const derivatives = derivativesAt(numbers, cells, allocation, cell);
    const value = (s: number): number => {
      let sum = 0;
      for (let e = 0; e < axes; e++) sum += (axis[e * states + s] as number) * (derivatives[e + 1] as number);
      return sum;
    };
    let least = Infinity;
    for (let s = 0; s < states; s++) if ((prior[s] as number) > 0) least = Math.min(least, value(s) - (lambda[s] as number));
    for (const s of impossible) lambda[s] = Math.min(lambda[s] as number, value(s) - least);
  }
}
