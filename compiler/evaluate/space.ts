/**
 * The finite spaces of a model: components of the state, agents with what they can know and say, the joint law.
 * Everything is enumerated once into typed arrays; an evaluation only reads ordinals.
 */
import type { Rational } from "../exact/rational.ts";
import type { IndexLookup } from "./index-lookup.ts";
import type { Value } from "./value.ts";

/** Where the components of a family (state variable, message) start, and how an index finds one. */
export interface FamilySpace {
  readonly lookup: IndexLookup;
  readonly first: number;
}

/** One random variable. */
export interface ComponentSpace {
  readonly family: string;
  readonly label: string;
  readonly domain: readonly Value[];
}

export interface AgentSpace {
  readonly set: string;
  readonly element: Value;
  /** `bidder[2]`. */
  readonly label: string;
  /** Components of the state that the agent observes, ascending. */
  readonly observes: readonly number[];
  /** What the agent can know with positive probability: the ordinals of `observes`, row by row. */
  readonly information: readonly Int32Array[];
  /** Probability of each entry of `information`. */
  readonly informationProbability: readonly Rational[];
  /** States of the law in which the agent knows entry k. */
  readonly statesOf: readonly Int32Array[];
  /** Components of the message that the agent sends; empty in a direct mechanism, where she reports what she observes. */
  readonly sends: readonly number[];
  /** What the agent can send: in a direct mechanism `information`, else the ordinals of `sends`, row by row. */
  readonly options: readonly Int32Array[];
  /** Each option as a value: the message itself if there is one, a tuple otherwise. Distinct objects, used as identities. */
  readonly optionValues: readonly Value[];
}

/** The joint law of all components: states of positive probability. */
export interface LawSpace {
  readonly count: number;
  /** `count` rows of one ordinal per component. */
  readonly digits: Int32Array;
  readonly probability: readonly Rational[];
  /** True if probabilities were rounded: then they are exact fractions near the ones that are meant. */
  readonly inexact?: boolean;
  /** `count` rows of one entry per agent: which entry of her `information` she knows. */
  readonly knows: Int32Array;
  /** `count` rows of one entry per agent: the option that she sends when nobody deviates, -1 if no strategy says. */
  readonly sends: Int32Array;
}

export interface Space {
  readonly components: readonly ComponentSpace[];
  readonly variables: ReadonlyMap<string, FamilySpace>;
  /** Message components, in an indirect mechanism. */
  readonly messageComponents: readonly ComponentSpace[];
  readonly messages: ReadonlyMap<string, FamilySpace>;
  /** Who observes a component: an agent, or -1. */
  readonly owner: Int32Array;
  /** Position of a component among those its owner observes. */
  readonly ownerSlot: Int32Array;
  /** Who sends a message component. */
  readonly sender: Int32Array;
  /** Position of a message component among those its sender sends. */
  readonly senderSlot: Int32Array;
  readonly agents: readonly AgentSpace[];
  readonly agentSets: ReadonlyMap<string, { readonly lookup: IndexLookup; readonly first: number }>;
  readonly profileCount: number;
  readonly stride: Float64Array;
  readonly law: LawSpace;
  /** True when agents report what they know. */
  readonly direct: boolean;
}
