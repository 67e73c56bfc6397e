/**
 * Mehrotra's predictor-corrector interior-point method (Mehrotra 1992; Wright 1997, chapter 10) for programs
 *
 *     maximise b'z  subject to  G z <= h,        minimise h'y  subject to  G'y = b, y >= 0,
 *
 * whose structure the program itself knows: it multiplies by G and solves systems with G' diag(w) G. Iterates need not be
 * feasible. The central path may be weighted: products of slacks and prices are kept proportional to given weights, so
 * that rows of tiny mass are resolved as well as the others.
 */

/** A program in inequality form, by what the method needs of it. */
export interface InequalityProgram {
  readonly rowCount: number;
  readonly columnCount: number;
  /** b and h. */
  readonly objective: Float64Array;
  readonly right: Float64Array;
  /** Positive weight of the product of every slack with its price. */
  readonly weight: Float64Array;
  /** z and y > 0 to begin with; slacks follow. */
  start(): { readonly z: Float64Array; readonly y: Float64Array };
  /** G z. */
  apply(z: Float64Array, into: Float64Array): void;
  /** G'y. */
  applyTransposed(y: Float64Array, into: Float64Array): void;
  /** Factors G' diag(w) G for {@link solve}. */
  factorise(w: Float64Array): void;
  solve(right: Float64Array): void;
}

export interface PathOptions {
  /** Difference of the two objectives at which the solution is good enough. */
  readonly tolerance: number;
  readonly mostSteps: number;
  /** Called before every step; the method ends when it returns false. */
  readonly onStep?: (step: number, low: number, high: number) => boolean;
}

export interface PathPoint {
  readonly z: Float64Array;
  readonly y: Float64Array;
  readonly steps: number;
}

/** How close to the boundary a step goes. */
const nearBoundary = 0.995;

/** Correctors per step at most, and by how much they aim at a longer step. */
const mostCorrectors = 4;
const longer = 0.3;

/** Products of slacks and prices between these multiples of their aim are left alone by correctors. */
const [smallest, largest] = [0.1, 10];

/** Shares of a corrector that are tried. */
const shares = [1, 0.75, 0.5, 0.25, 0.1];

interface Direction {
  readonly z: Float64Array;
  readonly s: Float64Array;
  readonly y: Float64Array;
}

/** Where the iterates are when no more can be gained, within the tolerance or not; undefined if they are not numbers. */
export function followCentralPath(program: InequalityProgram, { tolerance, mostSteps, onStep }: PathOptions): PathPoint | undefined {
  const { rowCount, columnCount, objective, right, weight } = program;
  const { z, y } = program.start();
  const rows = (): Float64Array => new Float64Array(rowCount);
  const [s, image, primalResidual, product, w, wanted] = [rows(), rows(), rows(), rows(), rows(), rows()];
  const dualResidual = new Float64Array(columnCount);
  const [main, extra] = [0, 1].map((): Direction => ({ z: new Float64Array(columnCount), s: rows(), y: rows() })) as [Direction, Direction];
  program.apply(z, image);
  for (let r = 0; r < rowCount; r++) s[r] = Math.max((right[r] as number) - (image[r] as number), 1e-3 * (weight[r] as number));
  const totalWeight = weight.reduce((sum, each) => sum + each, 0);

  /** The direction along which s dy + y ds = wanted, and residuals vanish or, for a corrector, stay. */
  const direct = (into: Direction, corrector: boolean): void => {
    for (let r = 0; r < rowCount; r++) image[r] = ((wanted[r] as number) - (corrector ? 0 : (y[r] as number) * (primalResidual[r] as number))) / (s[r] as number);
    program.applyTransposed(image, into.z);
    for (let c = 0; c < columnCount; c++) into.z[c] = (corrector ? 0 : (dualResidual[c] as number)) - (into.z[c] as number);
    program.solve(into.z);
    program.apply(into.z, image);
    for (let r = 0; r < rowCount; r++) {
      into.s[r] = (corrector ? 0 : (primalResidual[r] as number)) - (image[r] as number);
      into.y[r] = ((wanted[r] as number) - (y[r] as number) * (into.s[r] as number)) / (s[r] as number);
    }
  };

  let best: PathPoint | undefined;
  let bestGap = Infinity;
  for (let step = 0; ; step++) {
    program.apply(z, image);
    let infeasible = 0;
    let complementary = 0;
    for (let r = 0; r < rowCount; r++) {
      primalResidual[r] = (right[r] as number) - (image[r] as number) - (s[r] as number);
      infeasible += Math.abs(primalResidual[r] as number) * (y[r] as number);
      product[r] = (s[r] as number) * (y[r] as number);
      complementary += product[r] as number;
    }
    program.applyTransposed(y, dualResidual);
    for (let c = 0; c < columnCount; c++) {
      dualResidual[c] = (objective[c] as number) - (dualResidual[c] as number);
      infeasible += Math.abs((dualResidual[c] as number) * (z[c] as number));
    }
    const gap = complementary + infeasible;
    if (!Number.isFinite(gap)) return best;
    if (gap < bestGap) [best, bestGap] = [{ z: z.slice(), y: y.slice(), steps: step }, gap];
    // Past the accuracy of the arithmetic, iterates only get worse.
    if (gap <= tolerance || gap > 1e3 * bestGap || step >= mostSteps || onStep?.(step, dot(objective, z), dot(right, y)) === false) return best;
    const mu = complementary / totalWeight;

    for (let r = 0; r < rowCount; r++) w[r] = (y[r] as number) / (s[r] as number);
    program.factorise(w);
    for (let r = 0; r < rowCount; r++) wanted[r] = -(product[r] as number);
    direct(main, false);
    let [primalStep, dualStep] = [Math.min(1, toBoundary(s, main.s)), Math.min(1, toBoundary(y, main.y))];
    let predicted = 0;
    for (let r = 0; r < rowCount; r++) predicted += ((s[r] as number) + primalStep * (main.s[r] as number)) * ((y[r] as number) + dualStep * (main.y[r] as number));
    const aim = (predicted / complementary) ** 3 * mu;
    for (let r = 0; r < rowCount; r++) wanted[r] = aim * (weight[r] as number) - (main.s[r] as number) * (main.y[r] as number);
    direct(extra, true);
    [primalStep, dualStep] = add(main, extra, s, y);
    for (let corrector = 0; corrector < mostCorrectors && Math.min(primalStep, dualStep) < 0.95; corrector++) {
      aimLonger(wanted, main, s, y, weight, aim, Math.min(1, primalStep + longer), Math.min(1, dualStep + longer));
      direct(extra, true);
      const [primalNext, dualNext] = add(main, extra, s, y);
      const gained = primalNext + dualNext - primalStep - dualStep;
      [primalStep, dualStep] = [primalNext, dualNext];
      if (gained < longer / 3) break;
    }
    primalStep *= nearBoundary;
    dualStep *= nearBoundary;
    for (let c = 0; c < columnCount; c++) z[c] = (z[c] as number) + primalStep * (main.z[c] as number);
    for (let r = 0; r < rowCount; r++) {
      s[r] = (s[r] as number) + primalStep * (main.s[r] as number);
      y[r] = (y[r] as number) + dualStep * (main.y[r] as number);
    }
    if (Math.max(primalStep, dualStep) < 1e-8) return best;
  }
}

/**
 * What a corrector asks for (Gondzio 1996): at a step longer than the present one, products that would be too small or
 * too large for their aim are moved towards it.
 */
function aimLonger(wanted: Float64Array, { s: ds, y: dy }: Direction, s: Float64Array, y: Float64Array, weight: Float64Array, aim: number, primalStep: number, dualStep: number): void {
  for (let r = 0; r < wanted.length; r++) {
    const target = aim * (weight[r] as number);
    const trial = ((s[r] as number) + primalStep * (ds[r] as number)) * ((y[r] as number) + dualStep * (dy[r] as number));
    if (trial < smallest * target) wanted[r] = smallest * target - trial;
    else if (trial > largest * target) wanted[r] = Math.max(largest * target - trial, -largest * target);
    else wanted[r] = 0;
  }
}

/**
 * Adds to the direction the share of a corrector with which a step can be longest, for slacks and prices apart (Colombo
 * and Gondzio 2008); none where that is best. @returns the longest steps, at most one
 */
function add(main: Direction, extra: Direction, s: Float64Array, y: Float64Array): [primal: number, dual: number] {
  const [primalShare, primalStep] = bestShare(s, main.s, extra.s);
  const [dualShare, dualStep] = bestShare(y, main.y, extra.y);
  for (let c = 0; c < main.z.length; c++) main.z[c] = (main.z[c] as number) + primalShare * (extra.z[c] as number);
  for (let r = 0; r < s.length; r++) {
    main.s[r] = (main.s[r] as number) + primalShare * (extra.s[r] as number);
    main.y[r] = (main.y[r] as number) + dualShare * (extra.y[r] as number);
  }
  return [primalStep, dualStep];
}

function bestShare(values: Float64Array, main: Float64Array, extra: Float64Array): readonly [share: number, step: number] {
  let [share, step] = [0, Math.min(1, toBoundary(values, main))];
  for (const each of shares) {
    const next = Math.min(1, toBoundary(values, main, extra, each));
    if (next > step + 1e-3 || (share === 0 && next === 1)) [share, step] = [each, next];
    if (step === 1) break;
  }
  return [share, step];
}

/** How far one may go in a direction, or a direction and a share of another one, before a component becomes zero. */
function toBoundary(values: Float64Array, direction: Float64Array, other?: Float64Array, share = 0): number {
  let longest = Infinity;
  for (let r = 0; r < values.length; r++) {
    const change = other === undefined ? (direction[r] as number) : (direction[r] as number) + share * (other[r] as number);
    if (change * longest < -(values[r] as number)) longest = -(values[r] as number) / change;
  }
  return longest;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let m = 0; m < a.length; m++) sum += (a[m] as number) * (b[m] as number);
  return sum;
}
