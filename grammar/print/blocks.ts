/** What stands inside `mechanism { }` and `information { }`, to documents. */
import { builders } from "prettier/doc";
import type { Doc } from "prettier";
import type { InformationItem, MechanismItem, SignalDeclaration } from "../ast.ts";
import { printDomain, printHead, printRow } from "./declarations.ts";
import { behind } from "./layout.ts";
import type { At } from "./layout.ts";

const { group, indent, line } = builders;

/** Items that occur only inside a block. */
export type BlockItem = Exclude<InformationItem | MechanismItem, { readonly kind: "let" | "function" }>;

/** The audience stays on the side of the rule where the author wrote it. */
function printSignal(node: SignalDeclaration, at: At): Doc {
  const { head, audience, value, distribution } = node;
  const ruleStart = (value ?? distribution)?.span.start ?? Infinity;
  const rule = distribution !== undefined ? behind("~", distribution, at("distribution")) : value === undefined ? "" : behind("=", value, at("value"));
  if (audience.kind === "public")
    return ["public signal ", head === undefined ? at("value") : [printHead(head, at, "head"), printDomain(node.domain, at), rule]];
  const declared = head === undefined ? "" : ["signal ", printHead(head, at, "head"), printDomain(node.domain, at)];
  const agent = ["private to ", at("audience", "agent")];
  return ruleStart < audience.agent.span.start ? group([declared, rule, indent([line, agent])]) : group([declared, indent([line, agent]), rule]);
}

/** The document of a block's item without its comments. */
export function printBlockItem(node: BlockItem, at: At): Doc {
  switch (node.kind) {
    case "draw":
      return ["draw ", printHead(node.head, at, "head"), printDomain(node.domain, at), behind("~", node.distribution, at("distribution"))];
    case "signal":
      return printSignal(node, at);
    case "message":
      return [
        "message ",
        printHead(node.head, at, "head"),
        printDomain(node.domain, at),
        node.strategy === undefined ? "" : behind("=", node.strategy, at("strategy")),
      ];
    case "allocation":
    case "transfer":
      return [
        node.kind,
        " ",
        printHead(node.head, at, "head"),
        printDomain(node.domain, at),
        node.rule === undefined ? "" : behind("=", node.rule, at("rule")),
      ];
    case "feasible":
      return printRow("feasible", node.head === undefined ? "" : [" ", printHead(node.head, at, "head"), ":"], node.condition !== undefined, at);
  }
}
