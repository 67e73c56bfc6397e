/** Declarations of the file to documents. */
import { builders } from "prettier/doc";
import type { Doc } from "prettier";
import type { Domain, Head, IndexDeclaration, Item, MoveDeclaration, PriorDeclaration } from "../ast.ts";
import { Level } from "../precedence.ts";
import { limited, quoted } from "./expressions.ts";
import { behind } from "./layout.ts";
import type { At } from "./layout.ts";

const { group, indent, join, line } = builders;

/** Declarations that stand between others, without their own items. */
export type PlainItem = Exclude<Item, { readonly kind: "information" | "mechanism" }>;

/**
 * `value[i in bidder]`. It is never broken: a comment inside it is then moved to the end of the line instead of
 * pulling the index apart.
 */
export function printHead(head: Head, at: At, ...keys: string[]): Doc {
  if (head.indices.length === 0) return head.name.text;
  const index = ({ name, set }: IndexDeclaration, position: number): Doc => [
    name === undefined ? "" : `${name.text} in `,
    limited(set, Level.range, true, at(...keys, "indices", position, "set")),
  ];
  return [head.name.text, "[", join(", ", head.indices.map(index)), "]"];
}

/** ` in S`, ` >= 0` or nothing. */
export function printDomain(domain: Domain | undefined, at: At): Doc {
  if (domain === undefined) return "";
  if (domain.kind === "in") return [" in ", limited(domain.set, Level.range, true, at("domain", "set"))];
  return [` ${domain.operator} `, limited(domain.bound, Level.range, true, at("domain", "bound"))];
}

function printPrior(node: PriorDeclaration, at: At): Doc {
  const references = join(
    ", ",
    node.targets.map((_, index) => at("targets", index)),
  );
  const targets = node.targets.length === 1 ? references : ["(", references, ")"];
  const distribution = behind("~", node.distribution, at("distribution"));
  if (node.constraints.length === 0) return ["prior ", targets, distribution];
  const constraints = node.constraints.map(({ binders }, index) => {
    const suffix =
      binders.length === 0
        ? ""
        : [
            " for ",
            join(
              ", ",
              binders.map((_, inner) => at("constraints", index, "binders", inner)),
            ),
          ];
    return [at("constraints", index, "relation"), suffix];
  });
  return group(["prior ", targets, distribution, indent([line, "with ", indent(join([",", line], constraints))])]);
}

function printMove(node: MoveDeclaration, at: At): Doc {
  const objectives = node.objectives.map(({ sense }, index) => ["to ", sense, " ", at("objectives", index, "value")]);
  const ties = node.ties === "against" ? [line, "ties against"] : "";
  const chosen = node.chosen.map(({ what }) => what).join(", ");
  return group([`${node.mover.text} chooses ${chosen}`, indent([line, join([line, "then "], objectives), ties])]);
}

/** `name: relation when condition`, with or without the name and the condition. */
export function printRow(keyword: string, label: Doc, hasCondition: boolean, at: At): Doc {
  const condition = hasCondition ? [line, "when ", at("condition")] : "";
  return group([keyword, label, indent([line, at("relation"), condition])]);
}

/** The document of a declaration without its comments. */
export function printItem(node: PlainItem, at: At): Doc {
  switch (node.kind) {
    case "model":
      return ["model ", node.name.text, node.title === undefined ? "" : ` ${quoted(node.title.value)}`];
    case "cite":
      return ["cite ", quoted(node.text.value)];
    case "use":
      return ["use ", node.library.text, node.names.length === 0 ? "" : ` (${node.names.map((name) => name.text).join(", ")})`];
    case "param":
      return ["param ", printHead(node.head, at, "head"), printDomain(node.domain, at), node.value === undefined ? "" : behind("=", node.value, at("value"))];
    case "set-declaration":
      return ["set ", node.name.text, behind("=", node.value, at("value"))];
    case "agents":
      return ["agents ", node.name.text, behind("=", node.value, at("value"))];
    case "state":
      return [node.observed ? "type " : "state ", printHead(node.head, at, "head"), printDomain(node.domain, at)];
    case "prior":
      return printPrior(node, at);
    case "let":
    case "quantity":
      return [node.kind, " ", printHead(node.head, at, "head"), behind("=", node.value, at("value"))];
    case "function":
      return ["function ", node.name.text, "(", node.parameters.map((name) => name.text).join(", "), ")", behind("=", node.value, at("value"))];
    case "payoff-declaration":
    case "outside":
      return [node.kind === "outside" ? "outside " : "payoff ", node.agent.text, "[", node.index.text, "]", behind("=", node.value, at("value"))];
    case "incentives":
    case "participation":
      return [node.kind, " ", node.concept.text, node.agents.length === 0 ? "" : ` for ${node.agents.map((name) => name.text).join(", ")}`];
    case "require":
      return printRow("require", node.head.name.text === "" ? "" : [" ", printHead(node.head, at, "head"), ":"], node.condition !== undefined, at);
    case "move":
      return printMove(node, at);
    case "assert": {
      const within = node.within === undefined ? "" : [line, "within [", at("within", "low"), ", ", at("within", "high"), "]"];
      return group(["assert", indent([line, at("claim"), within])]);
    }
    case "show":
      return group([
        "show ",
        indent(
          join(
            [",", line],
            node.names.map((_, index) => at("names", index)),
          ),
        ),
      ]);
  }
}
