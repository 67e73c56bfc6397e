/** The recognisers, one line each. The first that recognises a task is reported, the others beside it. */
import type { Recogniser } from "../recogniser.ts";
import { recogniser as auctionGuarantee } from "./auction-guarantee.ts";
import { recogniser as calibratedSignaling } from "./calibrated-signaling.ts";
import { recogniser as efficientAuction } from "./efficient-auction.ts";
import { correlatedValues, guarantees, independentValues } from "./optimal-auction.ts";

export const recognisers: readonly Recogniser[] = [calibratedSignaling, independentValues, correlatedValues, efficientAuction, auctionGuarantee, guarantees];
