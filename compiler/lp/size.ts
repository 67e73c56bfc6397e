/**
 * Size before build: a program's rows, columns and nonzeros follow from the sizes of its index sets, so one that is
 * too large is refused before anything is enumerated.
 */

/** Predicted counts, and the formula they came from in the spec's terms: `"n * types^n columns = 2 * 5^2"`. */
export interface SizePrediction {
  readonly rows: number;
  readonly columns: number;
  readonly nonzeros: number;
  readonly formula: string;
}

export interface SizeLimits {
  readonly rows: number;
  readonly columns: number;
  readonly nonzeros: number;
}

/** Half a gigabyte of typed arrays is about what a browser tab or a worker can be asked for. */
export const defaultLimits: SizeLimits = { rows: 2_000_000, columns: 2_000_000, nonzeros: 20_000_000 };

/** The first limit that a prediction breaks. */
export interface SizeExcess {
  readonly what: "rows" | "columns" | "nonzeros";
  readonly predicted: number;
  readonly limit: number;
  readonly formula: string;
}

/**
 * @returns undefined if the prediction is within the limits. A count that overflowed to infinity or is not a number
 * breaks every limit.
 *
 * @example checkSize({ rows: 3, columns: 2, nonzeros: 6, formula: "3 * 2" }, defaultLimits) // undefined
 */
export function checkSize(prediction: SizePrediction, limits: SizeLimits = defaultLimits): SizeExcess | undefined {
  for (const what of ["rows", "columns", "nonzeros"] as const) {
    const predicted = prediction[what];
    if (!(predicted <= limits[what])) return { what, predicted, limit: limits[what], formula: prediction.formula };
  }
  return undefined;
}
