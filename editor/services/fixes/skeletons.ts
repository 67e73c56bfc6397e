/** Quick fixes that add what is missing: a model, a prior, a payoff, a strategy, a value, a move. */
import type { DiagnosticName } from "../../../compiler/diagnostics/codes.ts";
import type { Diagnostic, Fix } from "../../../compiler/diagnostics/diagnostic.ts";
import type * as ast from "../../../grammar/ast.ts";
import type { Snapshot } from "../snapshot.ts";
import type { AnyItem } from "../../../compiler/symbols/symbols.ts";

/** Makes a fix out of a title, an offset and a text. */
type Insert = (title: string, offset: number, newText: string) => Fix;

/** The fix that adds what a diagnostic misses; undefined when nothing is missing or it is not clear what. */
export function missingPart(snapshot: Snapshot, name: DiagnosticName, { span, text }: Diagnostic, insert: Insert): Fix | undefined {
  switch (name) {
    case "no-model":
      return insert("Name the model", 0, "model untitled\n");
    case "prior-missing":
      return uniformPrior(snapshot, span.start, insert);
    case "payoff-missing": {
      const agents = /^`(\w+)`/.exec(text)?.[1];
      return agents === undefined ? undefined : payoff(snapshot, agents, span.start, insert);
    }
    case "strategy-missing":
      return strategy(snapshot, span.start, insert);
    case "param-missing": {
      const item = itemsOf(snapshot).find((each) => each.kind === "param" && each.head.span.start <= span.start && span.start < each.span.end);
      return item?.kind === "param" && !item.value && item.head.indices.length === 0 ? insert("Give it the value 1", item.span.end, " = 1") : undefined;
    }
    case "spec-incomplete":
      return move(snapshot, text, insert);
    default:
      return undefined;
  }
}

function itemsOf(snapshot: Snapshot): AnyItem[] {
  return snapshot.parsed.file.items.flatMap((item): AnyItem[] => (item.kind === "mechanism" || item.kind === "information" ? [...item.items] : [item]));
}

/** Behind the line of a declaration. */
function lineAfter({ text }: Snapshot, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end < 0 ? text.length : end;
}

function uniformPrior(snapshot: Snapshot, at: number, insert: Insert): Fix | undefined {
  const item = itemsOf(snapshot).find((each) => each.kind === "state" && each.head.span.start === at);
  if (item?.kind !== "state") return undefined;
  const { head } = item;
  const indices = head.indices.map((index) => index.name?.text ?? snapshot.slice(index.span));
  const target = `${head.name.text}${indices.length > 0 ? `[${indices.join(", ")}]` : ""}`;
  const doubled = head.indices.some((index) => !index.name);
  return insert(`Draw \`${head.name.text}\` uniformly`, lineAfter(snapshot, item.span.end), `\nprior ${doubled ? head.name.text : target} ~ uniform`);
}

/** Value times allocation minus transfer, from what is declared for the agents; zero where there is nothing. */
function payoff(snapshot: Snapshot, agents: string, at: number, insert: Insert): Fix {
  const over = (item: AnyItem): item is AnyItem & { readonly head: ast.Head } => {
    const set = "head" in item ? item.head?.indices[0]?.set : undefined;
    return set?.kind === "reference" && set.name.text === agents && "head" in item && item.head?.indices.length === 1;
  };
  const mine = itemsOf(snapshot).filter(over);
  const first = (kind: AnyItem["kind"]): string | undefined => mine.find((item) => item.kind === kind)?.head.name.text;
  const [value, allocation, transfer] = [first("state"), first("allocation"), first("transfer")];
  const gain = [value, allocation]
    .filter((name) => name !== undefined)
    .map((name) => `${name}[i]`)
    .join(" * ");
  const body = transfer === undefined ? gain || "0" : `${gain || "0"} - ${transfer}[i]`;
  const text = `payoff ${agents}[i] = ${body}`;
  return insert(`Add \`${text}\``, at, `${text}\n`);
}

/** The truth, where a type has the same index; else whoever chooses the information recommends. */
function strategy(snapshot: Snapshot, at: number, insert: Insert): Fix | undefined {
  const items = itemsOf(snapshot);
  const item = items.find((each) => each.kind === "message" && each.head.span.start === at);
  if (item?.kind !== "message" || item.strategy) return undefined;
  const informed = items.some((each) => each.kind === "move" && each.chosen.some((chosen) => chosen.what === "information"));
  if (informed) return insert("Let the mover recommend messages", snapshot.text.length, `${snapshot.text.endsWith("\n") ? "" : "\n"}incentives obedient\n`);
  const sets = (head: ast.Head): string => head.indices.map((index) => snapshot.slice(index.set.span)).join();
  const type = items.find((each) => each.kind === "state" && each.observed && sets(each.head) === sets(item.head));
  const indices = item.head.indices.map((index) => index.name?.text);
  if (type?.kind !== "state" || indices.includes(undefined)) return undefined;
  const target = `${type.head.name.text}[${indices.join(", ")}]`;
  return insert(`Send \`${target}\``, item.span.end, ` = ${target}`);
}

function move(snapshot: Snapshot, text: string, insert: Insert): Fix | undefined {
  const what = /nobody chooses the (mechanism|information)/.exec(text)?.[1];
  const quantity = itemsOf(snapshot).find((item) => item.kind === "quantity" && item.head.indices.length === 0);
  if (what === undefined || quantity?.kind !== "quantity") return undefined;
  const line = `${what === "mechanism" ? "seller" : "designer"} chooses ${what} to maximize ${quantity.head.name.text}`;
  return insert(`Add \`${line}\``, snapshot.text.length, `${snapshot.text.endsWith("\n") ? "" : "\n"}${line}\n`);
}
