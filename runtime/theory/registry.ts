/** Every theorem of this folder, one line each. */
import { theorem as auctionLikeEnvironments } from "./guarantees/auction-like-environments.ts";
import { theorem as calibratedCertificate } from "./calibrated/calibrated-certificate.ts";
import { theorem as calibratedProgram } from "./calibrated/calibrated-signaling-program.ts";
import { theorem as calibratedSignaling } from "./calibrated/calibrated-signaling.ts";
import { theorem as costlyAcquisition } from "./guarantees/costly-acquisition.ts";
import { theorem as criticalInformation } from "./guarantees/critical-information.ts";
import { theorem as exPostImplementability } from "./guarantees/ex-post-implementability.ts";
import { theorem as firstPriceBound } from "./guarantees/first-price-bound.ts";
import { theorem as individuallyRational } from "./calibrated/individually-rational.ts";
import { theorem as optimalCorrelation } from "./calibrated/optimal-correlation.ts";
import { theorem as rates } from "./guarantees/rates.ts";
import { theorem as constantSum } from "./robust/constant-sum.ts";
import { theorem as divisionRules } from "./robust/division-rules.ts";
import { theorem as excessGrowth } from "./robust/excess-growth.ts";
import { theorem as proportionalAuction } from "./proportional/proportional-auction.ts";
import { theorem as dictionary } from "./guarantees/revenue-guarantee-dictionary.ts";
import { theorem as revenueGuarantee } from "./guarantees/revenue-guarantee.ts";
import { theorem as compoundProportional } from "./proportional/sensitivities.ts";
import { theorem as sequentialPrices } from "./guarantees/sequential-prices.ts";
import { theorem as strategicVirtualObjective } from "./robust/strategic-virtual-objective.ts";
import { theorem as equalRevenueSplit } from "./intermediary/equal-revenue-split.ts";
import { theorem as intermediaryImpossibility } from "./intermediary/intermediary-impossibility.ts";
import { theorem as mixtureSchemes } from "./intermediary/mixture-schemes.ts";
import { theorem as rankBound } from "./intermediary/rank-bound.ts";
import { theorem as rankScheme } from "./intermediary/rank-scheme.ts";
import { theorem as surplusDecomposition } from "./intermediary/surplus-decomposition.ts";
import { theorem as truncationScheme } from "./intermediary/truncation-scheme.ts";
import { theorem as twoByTwoInformation } from "./intermediary/two-by-two-information.ts";
import { theorem as twoValuesInformation } from "./intermediary/two-values-information.ts";
import type { Theorem } from "./theorem.ts";

/** The module in this folder, and what it proves. */
export const theorems: ReadonlyMap<string, Theorem> = new Map<string, Theorem>([
  [
    "virtual-values",
    { name: "virtual values and ironing", cite: "Myerson (1981), Optimal Auction Design, Section 6", statement: "Revenue is expected ironed virtual surplus." },
  ],
  [
    "independent-auction",
    {
      name: "optimal auction",
      cite: "Myerson (1981), Optimal Auction Design",
      statement: "With independent values, selling to the highest nonnegative ironed virtual value is optimal.",
    },
  ],
  [
    "full-extraction",
    {
      name: "full surplus extraction",
      cite: "Cremer and McLean (1988), Full Extraction of the Surplus in Bayesian and Dominant Strategy Auctions",
      statement: "Beliefs of full rank, or convexly independent beliefs, let an auction earn E[max value] in dominant or Bayesian strategies.",
    },
  ],
  ["calibrated-signaling", calibratedSignaling],
  ["calibrated-certificate", calibratedCertificate],
  ["calibrated-signaling-program", calibratedProgram],
  ["optimal-correlation", optimalCorrelation],
  ["individually-rational", individuallyRational],
  ["revenue-guarantee", revenueGuarantee],
  ["critical-information", criticalInformation],
  ["costly-acquisition", costlyAcquisition],
  ["revenue-guarantee-dictionary", dictionary],
  ["sequential-prices", sequentialPrices],
  ["ex-post-implementability", exPostImplementability],
  ["auction-like-environments", auctionLikeEnvironments],
  ["first-price-bound", firstPriceBound],
  ["rates", rates],
  ["proportional-auction", proportionalAuction],
  ["compound-proportional", compoundProportional],
  ["division-rules", divisionRules],
  ["excess-growth", excessGrowth],
  ["constant-sum", constantSum],
  ["strategic-virtual-objective", strategicVirtualObjective],
  ["equal-revenue-split", equalRevenueSplit],
  ["intermediary-impossibility", intermediaryImpossibility],
  ["mixture-schemes", mixtureSchemes],
  ["rank-bound", rankBound],
  ["rank-scheme", rankScheme],
  ["surplus-decomposition", surplusDecomposition],
  ["truncation-scheme", truncationScheme],
  ["two-by-two-information", twoByTwoInformation],
  ["two-values-information", twoValuesInformation],
]);
