/**
 * A mechanism as a program of its own: an ES module without dependencies that maps messages to outcomes. The rules are
 * tabulated, so that the module is exactly the mechanism that was solved or given, and nothing has to be evaluated.
 */
import { evaluationError } from "../evaluate/error.ts";
import { noSlots, type Evaluator } from "../evaluate/evaluator.ts";
import { enterProfile, type Frame } from "../evaluate/frame.ts";
import { formatValue } from "../evaluate/keys.ts";
import type { Rational } from "../exact/rational.ts";
import { fromDatum } from "../model/datum.ts";
import type { Model, Outcome } from "../model/model.generated.ts";
import { commentLines } from "./names.ts";
import type { Emission } from "./emission.ts";

/** Above these sizes a table is no longer something to read or to ship. */
export interface EvaluatorLimits {
  readonly profiles: number;
  /** Members of all outcomes together, times profiles. */
  readonly entries: number;
}

export const defaultEvaluatorLimits: EvaluatorLimits = { profiles: 200_000, entries: 2_000_000 };

const entriesPerLine = 24;

/**
 * The text of the module. It exports `agents`, `messages` (admissible messages by agent) and `outcome(profile)`, which
 * gives `{ exact, value }`: every outcome as a fraction and as a number.
 *
 * @param evaluator over a world in which every outcome has a value: that of a given task, or of a solved one
 * @throws EvaluationError when there are more profiles than the limit, or a rule fails at one of them
 * @example
 * // the module, used:
 * outcome({ "bidder[1]": "2", "bidder[2]": "1" }) // { exact: { win: { "1": "1", "2": "0" } }, value: { win: { "1": 1, "2": 0 } } }
 */
export function emitEvaluator(model: Model, evaluator: Evaluator, limits: EvaluatorLimits = defaultEvaluatorLimits): Emission {
  const { space } = evaluator;
  const components = model.outcomes.reduce((count, outcome) => count + outcome.components.length, 0);
  checkLimits(model, space.profileCount, components, limits);
  const numbers = new NumberTable();
  const tables = model.outcomes.map((outcome) => tableOf(evaluator, outcome, numbers));
  const reporters = space.agents.flatMap((agent, a) =>
    agent.observes.length + agent.sends.length > 0 ? [{ agent: agent.label, stride: space.stride[a] as number, messages: agent.optionValues.map(formatValue) }] : [],
  );
  const text = [
    ...commentLines("//", `The mechanism of the model ${model.name}${model.title === undefined ? "" : `: ${model.title}`}.`),
    ...(numbers.inexact ? ["// Some of its numbers are rounded: no exact solution was found."] : []),
    "",
    "/** The agents who send messages. */",
    `export const agents = ${list(reporters.map((each) => JSON.stringify(each.agent)))};`,
    "",
    "/** The messages that each agent may send. */",
    "export const messages = {",
    ...reporters.map((each) => `  ${JSON.stringify(each.agent)}: ${list(each.messages.map((text) => JSON.stringify(text)), "  ")},`),
    "};",
    "",
    "/** Distance in the tables between two messages of an agent that follow each other. */",
    `const strides = [${reporters.map((each) => each.stride).join(", ")}];`,
    "",
    "/** Every number that occurs, as a fraction and as the nearest double. */",
    `const exactNumbers = ${list(numbers.texts.map((text) => JSON.stringify(text)))};`,
    `const numbers = ${list(numbers.values.map(String))};`,
    "",
    "/** For every outcome, its members, and for each of them the position of its number at every profile of messages. */",
    "const outcomes = [",
    ...tables.flatMap(({ name, members }) => [`  [${JSON.stringify(name)}, [`, ...members.map(({ key, entries }) => `    [${key === undefined ? "undefined" : JSON.stringify(key)}, ${list(entries.map(String), "    ")}],`), "  ]],"]),
    "];",
    "",
    lookUp,
  ].join("\n");
  return { text, exact: !numbers.inexact };
}

function checkLimits(model: Model, profiles: number, components: number, limits: EvaluatorLimits): void {
  const excess =
    profiles > limits.profiles ? `${profiles.toLocaleString("en")} message profiles; the limit is ${limits.profiles.toLocaleString("en")}`
    : profiles * components > limits.entries ? `${components} outcomes at ${profiles.toLocaleString("en")} message profiles; the limit is ${limits.entries.toLocaleString("en")} entries`
    : undefined;
  if (excess === undefined) return;
  throw evaluationError("program-too-large", model.outcomes[0]?.span ?? { start: 0, end: 0 }, `The evaluator is a table, and there would be ${excess}.`, "Use fewer agents or coarser messages.");
}

/** Distinct numbers in the order of their first occurrence. */
class NumberTable {
  readonly texts: string[] = [];
  readonly values: number[] = [];
  inexact = false;
  private readonly positions = new Map<string, number>();

  position(value: Rational): number {
    const text = value.toString();
    let position = this.positions.get(text);
    if (position === undefined) {
      position = this.texts.length;
      this.positions.set(text, position);
      this.texts.push(text);
      this.values.push(value.toNumber());
      this.inexact ||= value.inexact;
    }
    return position;
  }
}

interface OutcomeTable {
  readonly name: string;
  /** The key is absent for an outcome without indices. */
  readonly members: readonly { readonly key: string | undefined; readonly entries: readonly number[] }[];
}

function tableOf(evaluator: Evaluator, outcome: Outcome, numbers: NumberTable): OutcomeTable {
  const { space } = evaluator;
  const { span } = outcome;
  const members = outcome.components.map((component) => {
    const index = component.index.map((value) => ({ kind: "constant" as const, value, span }));
    const read: (frame: Frame) => Rational = evaluator.compileNumber({ kind: "outcome", of: outcome.name, index, span }, noSlots);
    const frame = evaluator.frame();
    const entries: number[] = [];
    for (let profile = 0; profile < space.profileCount; profile++) {
      enterProfile(frame, space, profile);
      entries.push(numbers.position(read(frame)));
    }
    return { key: component.index.length === 0 ? undefined : component.index.map((each) => formatValue(fromDatum(each))).join(", "), entries };
  });
  return { name: outcome.name, members };
}

/** An array literal, long ones over several lines. */
function list(entries: readonly string[], indent = ""): string {
  if (entries.length <= entriesPerLine) return `[${entries.join(", ")}]`;
  const lines: string[] = [];
  for (let k = 0; k < entries.length; k += entriesPerLine) lines.push(`${indent}  ${entries.slice(k, k + entriesPerLine).join(", ")},`);
  return `[\n${lines.join("\n")}\n${indent}]`;
}

/** The part of the module that is the same for every mechanism. */
const lookUp = `/** A fraction as a double. */
function toNumber(text) {
  const [numerator, denominator = "1"] = text.split("/");
  return Number(numerator) / Number(denominator);
}

function positionOf(profile) {
  const stranger = Object.keys(profile).find((name) => !agents.includes(name));
  if (stranger !== undefined) throw new RangeError(\`there is no agent \${stranger}; the agents are \${agents.join(", ")}\`);
  let position = 0;
  agents.forEach((agent, k) => {
    if (!Object.hasOwn(profile, agent)) throw new RangeError(\`there is no message of \${agent}\`);
    const message = profile[agent];
    const admissible = messages[agent];
    let option = admissible.indexOf(String(message));
    if (option < 0 && typeof message === "number") option = admissible.findIndex((text) => toNumber(text) === message);
    if (option < 0) throw new RangeError(\`\${agent} cannot send \${String(message)}; the admissible messages are \${admissible.join(", ")}\`);
    position += option * strides[k];
  });
  return position;
}

function readAll(position, from) {
  return Object.fromEntries(
    outcomes.map(([name, members]) => {
      const values = members.map(([key, entries]) => [key, from[entries[position]]]);
      const [first] = values;
      return [name, first !== undefined && first[0] === undefined ? first[1] : Object.fromEntries(values)];
    }),
  );
}

/**
 * The outcome when every agent sends the message that \`profile\` gives her.
 *
 * @throws RangeError for an agent without a message, for a message that is not admissible, and for an unknown agent
 */
export function outcome(profile) {
  const position = positionOf(profile);
  return { exact: readAll(position, exactNumbers), value: readAll(position, numbers) };
}
`;
