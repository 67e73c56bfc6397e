/** The recognisers, one line each. The first that recognises a task is reported, the others beside it. */
import type { Recogniser } from "../recogniser.ts";
import { recogniser as calibratedSignaling } from "./calibrated-signaling.ts";

export const recognisers: readonly Recogniser[] = [calibratedSignaling];
