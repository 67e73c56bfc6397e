/** The point at which an expression is evaluated: index variables, the true state, and the profile of messages. */
import type { Space } from "./space.ts";
import type { Value } from "./value.ts";

export interface Frame {
  /** Index variables by slot. */
  readonly locals: Value[];
  /** True state: the ordinal of every component in its domain, -1 where it is not known. */
  readonly state: Int32Array;
  /** Which state of the law that is; -1 when it is none (a profile of types of probability zero, a partial state). */
  stateIndex: number;
  /** Message profile: the option that every agent sends, -1 where there is none. */
  readonly profile: Int32Array;
  /** `sum_a profile[a] * stride[a]`, kept in step with `profile`; -1 while some agent has none. */
  profileIndex: number;
  /** Deviations in force: the option that the agent is made to send, or -1. They survive a change of state. */
  readonly override: Int32Array;
}

export function makeFrame(componentCount: number, agentCount: number): Frame {
  return {
    locals: [],
    state: new Int32Array(componentCount).fill(-1),
    stateIndex: -1,
    profile: new Int32Array(agentCount).fill(-1),
    profileIndex: -1,
    override: new Int32Array(agentCount).fill(-1),
  };
}

/** Recomputes `profileIndex` from `profile`. */
export function indexProfile(frame: Frame, space: Space): void {
  let index = 0;
  for (let a = 0; a < frame.profile.length; a++) {
    const option = frame.profile[a] as number;
    if (option < 0) {
      frame.profileIndex = -1;
      return;
    }
    index += option * (space.stride[a] as number);
  }
  frame.profileIndex = index;
}

/** Moves to a state of the law: every agent sends what her strategy says there, except where a deviation is in force. */
export function enterState(frame: Frame, space: Space, state: number): void {
  const { law } = space;
  const width = frame.state.length;
  const agents = frame.profile.length;
  for (let c = 0; c < width; c++) frame.state[c] = law.digits[state * width + c] as number;
  frame.stateIndex = state;
  for (let a = 0; a < agents; a++) {
    const forced = frame.override[a] as number;
    frame.profile[a] = forced >= 0 ? forced : (law.sends[state * agents + a] as number);
  }
  indexProfile(frame, space);
}

/** Moves to a message profile without a state; components become unknown. */
export function enterProfile(frame: Frame, space: Space, profile: number): void {
  frame.state.fill(-1);
  frame.stateIndex = -1;
  let rest = profile;
  for (let a = 0; a < frame.profile.length; a++) {
    const stride = space.stride[a] as number;
    frame.profile[a] = Math.floor(rest / stride);
    rest -= (frame.profile[a] as number) * stride;
  }
  frame.profileIndex = profile;
}

/** Makes the true state what the agents report (direct mechanisms): the profile of types behind a message profile. */
export function stateFromProfile(frame: Frame, space: Space): void {
  space.agents.forEach((agent, a) => {
    const option = agent.options[frame.profile[a] as number];
    agent.observes.forEach((component, k) => (frame.state[component] = option?.[k] ?? -1));
  });
}

/** Keeps what an evaluation is about to overwrite, and puts it back. */
export function saved(frame: Frame): () => void {
  const state = frame.state.slice();
  const profile = frame.profile.slice();
  const override = frame.override.slice();
  const { stateIndex, profileIndex } = frame;
  return () => {
    frame.state.set(state);
    frame.profile.set(profile);
    frame.override.set(override);
    frame.stateIndex = stateIndex;
    frame.profileIndex = profileIndex;
  };
}
