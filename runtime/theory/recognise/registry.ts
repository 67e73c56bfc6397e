/** The recognisers, one line each. The first that recognises a task is reported, the others beside it. */
import type { Recogniser } from "../recogniser.ts";
import { recogniser as auctionGuarantee } from "./auction-guarantee.ts";
import { recogniser as calibratedSignaling } from "./calibrated-signaling.ts";
import { recogniser as correlation } from "./correlation.ts";
import { recogniser as efficientAuction } from "./efficient-auction.ts";
import * as intermediary from "./intermediary.ts";
import { recogniser as knownMeans } from "./known-means.ts";
import { recogniser as ladderMechanism } from "./ladder-mechanism.ts";
import { correlatedValues, guarantees, independentValues } from "./optimal-auction.ts";

export const recognisers: readonly Recogniser[] = [calibratedSignaling, correlation, independentValues, correlatedValues, efficientAuction, auctionGuarantee, guarantees, intermediary.oneBuyer, intermediary.hardInstances, intermediary.schemes, knownMeans, ladderMechanism];
