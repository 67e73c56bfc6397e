/** Virtual values of interim values, and derivatives of an allocation: the two adjoint operators of a bound on cells. */
import type { Cells } from "./cells.ts";
import type { AxisTerm, Numbers } from "./numbers.ts";

/** phi_d at the representative of every cell, at `cell * numbers + d`. */
export function couplingValues(numbers: Numbers, cells: Cells, interim: Float64Array): Float64Array {
  const { numberCount, axes, agents } = numbers;
  const values = new Float64Array(cells.count * numberCount);
  const read = (profile: number, terms: readonly AxisTerm[]): number => {
    const at = (cells.cellOf[profile] as number) * axes;
    let value = 0;
    for (const { axis, weight } of terms) value += axis < 0 ? weight : weight * (interim[at + cells.axisAt(profile, axis)] as number);
    return value;
  };
  for (let cell = 0; cell < cells.count; cell++) {
    const profile = cells.profile[cell] as number;
    for (let d = 0; d < numberCount; d++) {
      let value = read(profile, numbers.objective[d] ?? []);
      for (let i = 0; i < agents; i++) {
        const terms = numbers.payoffs[i]?.[d] ?? [];
        if (terms.length === 0) continue;
        for (const { by, coefficient } of numbers.adjoint[cells.rungOf(profile, i)] ?? []) value += coefficient * read(profile + by * (cells.stride[i] as number), terms);
      }
      values[cell * numberCount + d] = value;
    }
  }
  return values;
}

/** The objective plus the derivatives of the payoffs at the representative of a cell: a constant, then one weight per axis. */
export function derivativesAt(numbers: Numbers, cells: Cells, allocation: Float64Array, cell: number): Float64Array {
  const { numberCount, axes, agents } = numbers;
  const profile = cells.profile[cell] as number;
  const result = new Float64Array(axes + 1);
  const add = (terms: readonly AxisTerm[], quantity: number): void => {
    for (const { axis, weight } of terms) result[axis + 1] = (result[axis + 1] as number) + weight * quantity;
  };
  for (let d = 0; d < numberCount; d++) {
    add(numbers.objective[d] ?? [], allocation[cell * numberCount + d] as number);
    for (let i = 0; i < agents; i++) {
      const terms = numbers.payoffs[i]?.[d] ?? [];
      if (terms.length === 0) continue;
      let slope = 0;
      for (const { by, coefficient } of numbers.derivative[cells.rungOf(profile, i)] ?? []) {
        const neighbour = profile + by * (cells.stride[i] as number);
        slope += coefficient * (allocation[(cells.cellOf[neighbour] as number) * numberCount + cells.numberAt(neighbour, d)] as number);
      }
      add(terms, slope);
    }
  }
  return result;
}
