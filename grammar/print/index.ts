/** The printer: dispatch from nodes to the chapters, and the file itself. */
import { builders, printer as docPrinter } from "prettier/doc";
import type { AstPath, Doc, ParserOptions, Printer } from "prettier";
import type { SourceFile } from "../ast.ts";
import { guard } from "../essence.ts";
import { printBlockItem } from "./blocks.ts";
import { canAttachComment, danglingComments, hoist, isBlockComment, isIgnored, printComment } from "./comments.ts";
import type { AttachedComment, Carrier } from "./comments.ts";
import { printItem } from "./declarations.ts";
import { printBinder, printExpression } from "./expressions.ts";
import { stacked } from "./layout.ts";
import type { At } from "./layout.ts";

const { hardline, indent, join } = builders;

/** The rest of a line with its comments, its end, and an empty line. */
const blankLine = /(?:[ \t]|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)*(?:\/\/[^\n]*)?\n[ \t]*\n/y;

function isFollowedByBlank(text: string, end: number): boolean {
  blankLine.lastIndex = end;
  return blankLine.test(text);
}

/** The part of prettier's path that is needed, with any number of keys. */
interface Descent {
  call(print: (path: AstPath<Carrier>) => Doc, ...keys: (string | number)[]): Doc;
}

function printItems(items: readonly Carrier[], text: string, at: At): Doc {
  return stacked(
    items.map((_, index) => at("items", index)),
    (index) => isFollowedByBlank(text, items[index]?.span.end ?? 0),
  );
}

function printFile(node: SourceFile & Carrier, text: string, at: At): Doc {
  if (node.items.length > 0) return [printItems(node.items, text, at), hardline];
  const comments = danglingComments(node);
  return comments.length === 0 ? "" : [join(hardline, comments), hardline];
}

function printNode(node: Carrier, text: string, at: At, parent: Carrier | null): Doc {
  switch (node.kind) {
    case "file":
      return printFile(node, text, at);
    case "mechanism":
    case "information": {
      const content = node.items.length > 0 ? [printItems(node.items, text, at)] : danglingComments(node);
      if (content.length === 0) return `${node.kind} {}`;
      return [node.kind, " {", indent([hardline, join(hardline, content)]), hardline, "}"];
    }
    case "draw":
    case "signal":
    case "message":
    case "allocation":
    case "transfer":
    case "feasible":
      return printBlockItem(node, at);
    case "model":
    case "cite":
    case "use":
    case "param":
    case "set-declaration":
    case "agents":
    case "state":
    case "prior":
    case "let":
    case "function":
    case "payoff-declaration":
    case "outside":
    case "incentives":
    case "participation":
    case "require":
    case "quantity":
    case "move":
    case "assert":
    case "show":
      return printItem(node, at);
    case "binder":
      return printBinder(node, at, parent?.kind === "prior");
    default:
      return printExpression(node, at);
  }
}

/**
 * Refuses to go on when the printed text would lose a token or a comment of the text that was parsed, whoever asked for it:
 * prettier itself looks after comments only, and an editor writes what prettier returns. A tree without a text has no guard.
 */
function guarded(file: SourceFile & Carrier, doc: Doc, options: ParserOptions<Carrier>): void {
  if (file.source === undefined) return;
  const { printWidth, tabWidth, useTabs } = options;
  guard(file.source, docPrinter.printDocToString(doc, { printWidth, tabWidth, useTabs }).formatted);
}

export const printer: Printer<Carrier> = {
  print: (path, options, print) => {
    const descent = path as unknown as Descent;
    const at: At = (...keys) => descent.call(print, ...keys);
    const doc = printNode(path.node, options.originalText, at, path.parent);
    if (path.node.kind === "file") guarded(path.node, doc, options);
    return doc;
  },
  printComment,
  canAttachComment,
  isBlockComment: (node) => isBlockComment(node as unknown as AttachedComment),
  hasPrettierIgnore: (path) => isIgnored(path.node),
  handleComments: {
    ownLine: (comment: AttachedComment, text, _options, ast) => hoist(comment, text, ast, true),
    endOfLine: (comment: AttachedComment, text, _options, ast) => hoist(comment, text, ast, true),
    remaining: (comment: AttachedComment, text, _options, ast) => hoist(comment, text, ast, false),
  },
  insertPragma: (text) => `// @format\n\n${text}`,
};
