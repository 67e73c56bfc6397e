/** The rules that need no solver: one line each. */
import type { Rule } from "./rule.ts";
import { idleIncentives } from "./rules/idle-incentives.ts";
import { incomparableValues } from "./rules/incomparable-values.ts";
import { shadowedName } from "./rules/shadowed-name.ts";
import { strongParticipation } from "./rules/strong-participation.ts";
import { trivialAssert } from "./rules/trivial-assert.ts";
import { unreachableBranch } from "./rules/unreachable-branch.ts";
import { unreadMessage } from "./rules/unread-message.ts";
import { unusedName } from "./rules/unused-name.ts";

export const rules: readonly Rule[] = [unusedName, shadowedName, idleIncentives, strongParticipation, unreadMessage, incomparableValues, unreachableBranch, trivialAssert];
