/** Looks that survive a black-and-white printer: dash patterns, symbols, and grays with readable text on them. */

/** Dash patterns of lines, the solid one first. */
export const dashes: readonly string[] = ["", "7,4", "2,3", "11,4,2,4", "14,6", "6,3,2,3,2,3"];

/** Symbols of points; a second round is drawn open instead of filled. */
export const symbols = ["circle", "square", "triangle", "diamond", "star", "cross"] as const;

const darkest = 60;

/**
 * The gray for a value, `#rrggbb`: white at `low`, dark at `high`.
 *
 * @example grayOf(1, { low: 0, high: 1 }) // "#3c3c3c"
 */
export function grayOf(value: number, { low, high }: { readonly low: number; readonly high: number }): string {
  const share = high > low && Number.isFinite(value) ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0;
  const level = Math.round(255 - share * (255 - darkest)).toString(16).padStart(2, "0");
  return `#${level}${level}${level}`;
}

/** Black or white, whichever can be read on a gray of {@link grayOf}. */
export function inkOn(gray: string): string {
  return Number.parseInt(gray.slice(1, 3), 16) > 140 ? "black" : "white";
}
