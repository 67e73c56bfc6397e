/**
 * What exchanging two agents does to points: every component that is indexed by the one becomes that of the other, in the
 * state and in the signals at once. (Permuting the signals alone, while the state stays, is in general no symmetry.)
 * Whether the exchange leaves a program as it is must be checked on the program.
 */
import { valueKey } from "../evaluate/keys.ts";
import type { Model } from "../model/model.generated.ts";
import type { Points } from "./points.ts";

/** An exchange of two agents, as the permutation of points that it induces. */
export interface Exchange {
  /** Agent numbers within the model. */
  readonly agents: readonly [number, number];
  readonly image: Int32Array;
}

/** Agents of a set up to which every two are tried; of more, only neighbours, which is enough where all are alike. */
const fewAgents = 8;

/** Exchanges of two agents of one set under which the set of points is closed; neighbours first. */
export function agentExchanges(points: Points): Exchange[] {
  const { space } = points.evaluator;
  const exchanges: Exchange[] = [];
  // Points of later laws are not a grid; their symmetries are found in the program.
  if (points.later) return exchanges;
  for (const [name, set] of space.agentSets) {
    const farthest = set.lookup.size <= fewAgents ? set.lookup.size - 1 : 1;
    for (let distance = 1; distance <= farthest; distance++) {
      for (let k = 0; k + distance < set.lookup.size; k++) {
        const image = imageOf(points, componentImages(points.model, points, name, k, k + distance));
        if (image) exchanges.push({ agents: [set.first + k, set.first + k + distance], image });
      }
    }
  }
  return exchanges;
}

/** Where the members of every family go when two elements of an index set are exchanged. */
function componentImages(model: Model, { evaluator }: Points, set: string, a: number, b: number): Int32Array {
  const { variables, components } = evaluator.space;
  const images = new Int32Array(components.length);
  for (const variable of model.variables) {
    const family = variables.get(variable.name);
    if (!family) continue;
    const sizes = variable.indices.map((index) => index.elements.length);
    for (let member = 0; member < family.lookup.size; member++) {
      let rest = member;
      let image = 0;
      let weight = 1;
      for (let k = sizes.length - 1; k >= 0; k--) {
        const size = sizes[k] as number;
        const ordinal = rest % size;
        rest = Math.floor(rest / size);
        const exchanged = variable.indices[k]?.set !== set ? ordinal : ordinal === a ? b : ordinal === b ? a : ordinal;
        image += exchanged * weight;
        weight *= size;
      }
      images[family.first + member] = family.first + image;
    }
  }
  return images;
}

/** The permutation of points behind one of components; undefined when some image is no point. */
function imageOf(points: Points, componentImage: Int32Array): Int32Array | undefined {
  const { space } = points.evaluator;
  const width = space.components.length;
  const { digits } = space.law;
  const ordinals = space.components.map((component, c) => {
    const target = new Map((space.components[componentImage[c] as number]?.domain ?? []).map((value, k) => [valueKey(value), k]));
    return Int32Array.from(component.domain, (value) => target.get(valueKey(value)) ?? -1);
  });
  const given = space.components.map((_, c) => c).filter((c) => !points.chosen.includes(c));
  const states = new Map<string, number>();
  for (let state = 0; state < points.stateCount; state++) states.set(given.map((c) => digits[state * points.perState * width + c]).join(" "), state);
  const stride = new Int32Array(width);
  let weight = 1;
  for (let k = points.chosen.length - 1; k >= 0; k--) {
    stride[points.chosen[k] as number] = weight;
    weight *= points.sizes[k] as number;
  }
  const image = new Int32Array(points.count);
  const moved = new Int32Array(width);
  let stateImage = 0;
  for (let point = 0; point < points.count; point++) {
    for (let c = 0; c < width; c++) {
      const ordinal = ordinals[c]?.[digits[point * width + c] as number] ?? -1;
      if (ordinal < 0) return undefined;
      moved[componentImage[c] as number] = ordinal;
    }
    if (point % points.perState === 0) {
      const found = states.get(given.map((c) => moved[c]).join(" "));
      if (found === undefined) return undefined;
      stateImage = found;
    }
    let signals = 0;
    for (const c of points.chosen) signals += (moved[c] as number) * (stride[c] as number);
    image[point] = stateImage * points.perState + signals;
  }
  return image;
}
