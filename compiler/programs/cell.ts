/** Which cell of the table of moves a model is, and whether this version compiles it. */
import type { Span } from "../../grammar/span.ts";
import { findConcept } from "../concepts/registry.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Sink } from "../diagnostics/sink.ts";
import { childrenOf } from "../model/children.ts";
import type { Expr, Model, Move } from "../model/model.generated.ts";
import { isIntermediary } from "./intermediary/compile.ts";
import { isRobust } from "./robust/compile.ts";
import { isCorrelationRobust } from "./robust/correlation.ts";

/**
 * `given`: nothing is chosen, everything is evaluated. `mechanism`: one player chooses the mechanism, one program.
 * `information`: one player chooses the information (and recommends messages), the mechanism is given, one program.
 * `split`: a given public signal makes one problem of the first or second kind per posterior.
 * `intermediary`: one player chooses public information, then the seller of one good chooses the auction.
 * `correlation`: the designer chooses the mechanism against the worst prior, whatever agents believe.
 * `robust`: the designer chooses the mechanism and nature the information (and perhaps the prior), in either order.
 */
export type Cell = "given" | "mechanism" | "information" | "split" | "intermediary" | "robust" | "correlation";

/** Undefined (reported) when the spec is incomplete or belongs to a cell that is not compiled yet. */
export function cellOf(model: Model, sink: Sink): Cell | undefined {
  const before = sink.errorCount;
  const whole: Span = model.moves[0]?.span ?? model.outcomes[0]?.span ?? model.variables[0]?.span ?? { start: 0, end: 0 };
  const unsupported = (span: Span, text: string, hint?: string): undefined => {
    sink.add(diagnostic("unsupported-moves", { span, text, ...(hint ? { hint } : {}) }));
    return undefined;
  };
  // What this cell needs is checked where the auction is read off the spec.
  if (isIntermediary(model) && !priorIsOpen(model)) return "intermediary";
  if (isRobust(model) && (choosesPrior(model) || !priorIsOpen(model))) return "robust";

  const chosenSignal = model.variables.find((variable) => !variable.given);
  const chooses = model.moves.flatMap((move) => move.chooses.map((what) => ({ what, move })));
  const about = (what: Move["chooses"][number]): { what: string; move: Move } | undefined => chooses.find((each) => each.what === what);

  const informed = about("information")?.move;
  // Nature alone chooses the prior, and perhaps the information: one program in the joint law, with moment rows.
  const worst = about("prior")?.move;
  const openPrior = worst !== undefined && model.moves.length === 1 && !worst.chooses.includes("mechanism");
  if (isCorrelationRobust(model)) return "correlation";
  if ((worst && !openPrior) || (informed && model.moves.length > 1) || informed?.chooses.includes("mechanism")) {
    const program = programName(model.moves);
    return unsupported((about("information") ?? about("prior"))?.move.span ?? whole, `These moves ask for ${program}, which this version does not compile yet.`, "Let one player choose the mechanism and nature the information (and the prior), with opposed objectives; or only one of the three.");
  }
  if (chosenSignal && !informed) {
    sink.add(diagnostic("spec-incomplete", { span: chosenSignal.span, text: `The signal \`${chosenSignal.name}\` has no rule, and nobody chooses the information.`, hint: "Give it by `= ...` or `~ ...`, or add a move that chooses the information." }));
    return undefined;
  }
  if (!openPrior && (model.ambiguity.length > 0 || priorIsOpen(model))) {
    sink.add(diagnostic("prior-not-given", { span: model.ambiguity[0]?.span ?? whole, text: "The prior is left open (`any`), and nobody chooses it.", hint: "Give the prior, or let `nature` choose it." }));
    return undefined;
  }
  for (const set of model.agents) {
    for (const kind of ["incentives", "participation"] as const) {
      const declared = set[kind];
      const concept = declared && findConcept(kind, declared.concept);
      if (declared && concept?.pending !== undefined) unsupported(declared.span, `\`${kind} ${concept.name}\` belongs to ${concept.pending}, which this version does not compile yet.`);
    }
  }
  const open = model.variables.find((variable) => variable.components.some((component) => component.interval));
  if (open) {
    sink.add(diagnostic("continuous-needs-discretize", { span: open.span, text: `\`${open.name}\` ranges over an interval; this program needs a finite domain.`, hint: "Declare it `in grid(0, 1, 1/10)`." }));
  }
  const publicSignal = model.variables.find((variable) => variable.audience === "everybody");
  const splits = publicSignal !== undefined && (model.direct || about("mechanism") !== undefined);
  if (splits && informed) {
    sink.add(diagnostic("unsupported-construct", { span: publicSignal.span, text: `The public signal \`${publicSignal.name}\` stands next to information that is chosen, in a direct mechanism; this version does not compile that.`, hint: "Make the signal private to an agent, or give the messages and strategies of the mechanism." }));
  }
  const silent = model.messages.find((message) => !message.strategy);
  if (informed) checkInformation(model, informed, openPrior, sink);
  else if (silent) {
    sink.add(diagnostic("strategy-missing", { span: silent.span, text: `Nothing says which \`${silent.name}\` is sent.`, hint: `Give the strategy: \`message ${silent.name}[...] in ... = ...\`, or drop the message to make the mechanism direct.` }));
  }
  const continuum = model.messages.find((message) => message.components.some((component) => component.interval));
  if (continuum) sink.add(diagnostic("continuous-needs-discretize", { span: continuum.span, text: `The messages \`${continuum.name}\` range over an interval; this program needs a finite set.`, hint: "Use `grid(low, high, step)`." }));

  const chosen = model.outcomes.filter((outcome) => !outcome.rule);
  const mover = about("mechanism")?.move;
  if (mover && chosen.length === 0) {
    sink.add(diagnostic("nothing-to-choose", { span: mover.span, text: "The mechanism is chosen, but every outcome has a rule.", hint: "Drop the rule of what is to be chosen, or drop the move." }));
  }
  if (!mover && chosen[0]) {
    sink.add(diagnostic("spec-incomplete", { span: chosen[0].span, text: `\`${chosen[0].name}\` has no rule, and nobody chooses the mechanism.`, hint: "Give the rule, or add `seller chooses mechanism to maximize ...`." }));
  }
  if (sink.errorCount > before) return undefined;
  if (informed || openPrior) return "information";
  return splits ? "split" : mover ? "mechanism" : "given";
}

/** What a program that chooses information needs: something to choose, finite sets, and agents whose play is known. */
function checkInformation(model: Model, move: Move, openPrior: boolean, sink: Sink): void {
  const signals = model.variables.filter((variable) => !variable.given);
  const silent = model.messages.filter((message) => !message.strategy);
  if (signals.length + silent.length === 0 && !openPrior) {
    sink.add(diagnostic("nothing-to-choose", { span: move.span, text: "The information is chosen, but every signal has a rule and every message a strategy.", hint: "Declare a signal without a rule, `signal x[i in bidder] in {...} private to bidder[i]`, or a message without a strategy." }));
  }
  const shapeless = signals.find((signal) => signal.components.some((component) => component.domain.length === 0 && !component.interval));
  if (shapeless) sink.add(diagnostic("not-a-set", { span: shapeless.span, text: `\`${shapeless.name}\` needs a set of signals.`, hint: "Write `in {0, 1}` or `in grid(0, 1, 1/10)`." }));
  for (const message of silent) {
    const set = model.agents.find((each) => each.name === message.indices[0]?.set);
    if (set?.incentives || model.rows.some((row) => [row.relation.left, row.relation.right].some((side) => deviates(side, set?.name)))) continue;
    sink.add(diagnostic("strategy-missing", { span: message.span, text: `Nothing says which \`${message.name}\` is sent.`, hint: `Write \`incentives obedient\`: then \`${move.mover}\` recommends messages, and every agent wants to follow. Or give the strategy: \`message ${message.name}[...] in ... = ...\`.` }));
  }
}

/** Whether an expression speaks of other messages of some agent of the set: obedience written out as a row. */
function deviates(expr: Expr, set: string | undefined): boolean {
  if (expr.kind === "deviation" && expr.reports.some((report) => report.who.set === set)) return true;
  return childrenOf(expr).some((child) => deviates(child, set));
}

function choosesPrior(model: Model): boolean {
  return model.moves.some((move) => move.chooses.includes("prior"));
}

function priorIsOpen(model: Model): boolean {
  const covered = model.prior.reduce((count, factor) => count + factor.targets.length, 0);
  return covered < model.variables.reduce((count, variable) => count + (variable.given ? variable.components.length : 0), 0);
}

function programName(moves: readonly Move[]): string {
  const order = moves.map((move) => move.chooses);
  const first = order[0] ?? [];
  const second = order[1];
  if (!second || first.includes("prior") || second.includes("prior")) return "the program with an ambiguous prior";
  if (first.includes("mechanism")) return "the max-guarantee program (mechanism first, then information)";
  return moves[0]?.objectives[0]?.sense === "minimize" ? "the min-potential program (information first, then mechanism)" : "the information-intermediary program (information first, then mechanism)";
}
