/** Maps of an allocation (or of transfers) over what two agents report, or curves over what a single one reports. */
import type { Evaluator } from "../../compiler/evaluate/evaluator.ts";
import { enterProfile } from "../../compiler/evaluate/frame.ts";
import { compareValues, formatValue } from "../../compiler/evaluate/keys.ts";
import type { AgentSpace, Space } from "../../compiler/evaluate/space.ts";
import type { Value } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { fromDatum } from "../../compiler/model/datum.ts";
import type { Model, Outcome } from "../../compiler/model/model.generated.ts";
import { outcomeReader } from "../verify/outcomes.ts";
import { PlotRefusal, type Cell, type CellMap, type Chart, type Figure, type Mark } from "./figure.ts";
import { numberText, spanOf, ticksAt } from "./numbers.ts";

/** Cells on one side of a map; more cannot be told apart. */
const mostCategories = 120;
const mostPanels = 9;

/** A direction of the map: one component of what an agent reports. */
interface Side {
  readonly label: string;
  readonly values: readonly Value[];
  /** Position of the reported value at a frame's profile. */
  readonly position: (profile: Int32Array) => number;
}

/**
 * One panel per member of the outcome family.
 *
 * @param evaluator over the world in which outcomes have their values
 * @throws PlotRefusal when the mechanism does not depend on one or two reports
 */
export function allocationFigure(model: Model, evaluator: Evaluator, outcome: Outcome): Figure {
  const { space } = evaluator;
  const sides = sidesOf(space);
  const what = sides.map((side) => side.label).join(" and ");
  const members = outcome.components.map((component) => (component.index.length > 0 ? `${outcome.name}[${component.index.map((each) => formatValue(fromDatum(each))).join(", ")}]` : outcome.name));
  const shown = members.slice(0, mostPanels);
  const cells = readCells(evaluator, outcome, sides, shown.length);
  const title = model.title ?? model.name;
  const subtitle = `${outcome.name} by ${what}${members.length > shown.length ? ` (the first ${shown.length} of ${members.length} members)` : ""}`;
  const [x, y] = sides as [Side, Side | undefined];
  if (!y) return curves(title, subtitle, x, shown, cells);
  const all = cells.flat().map((cell) => cell.value);
  const low = Math.min(0, ...all);
  const high = Math.max(...(outcome.role === "allocation" ? [1] : []), ...all);
  return {
    kind: "map",
    title,
    subtitle,
    description: `${outcome.role} ${outcome.name} at every pair of ${x.label} (from left to right) and ${y.label} (upwards), ${shown.length} ${shown.length === 1 ? "panel" : "panels"}: ${shown.join(", ")}. Values from ${numberText(Math.min(...all))} to ${numberText(Math.max(...all))}; darker is more.`,
    x: { label: x.label, categories: x.values.map(categoryText) },
    y: { label: y.label, categories: y.values.map(categoryText) },
    panels: shown.map((name, k) => ({ title: name, cells: cells[k] ?? [] })),
    shades: { low, high },
  } satisfies CellMap;
}

function categoryText(value: Value): string {
  return value instanceof Rational ? numberText(value.toNumber(), value.inexact ? undefined : value.toString()) : formatValue(value);
}

/** Components that the agents report, in order. */
function sidesOf(space: Space): Side[] {
  const reporting = space.agents.map((agent, a) => ({ agent, a })).filter(({ agent }) => agent.options.length > 1);
  const sides = reporting.flatMap(({ agent, a }) => sidesOfAgent(space, agent, a));
  if (sides.length === 0) throw new PlotRefusal("nobody reports anything, so the outcome is the same everywhere");
  if (sides.length > 2) throw new PlotRefusal(`the outcome depends on ${sides.length} reports (${sides.map((side) => side.label).join(", ")}); a map shows two`);
  const wide = sides.find((side) => side.values.length > mostCategories);
  if (wide) throw new PlotRefusal(`\`${wide.label}\` has ${wide.values.length} values; a map shows at most ${mostCategories}`);
  return sides;
}

function sidesOfAgent(space: Space, agent: AgentSpace, a: number): Side[] {
  const components = space.direct ? agent.observes.map((c) => space.components[c]) : agent.sends.map((c) => space.messageComponents[c]);
  return components.flatMap((component, k) => {
    if (!component) return [];
    const ordinals = [...new Set(agent.options.map((option) => option[k] as number))].sort((i, j) => compareValues(component.domain[i] as Value, component.domain[j] as Value));
    if (ordinals.length < 2) return [];
    const at = new Map(ordinals.map((ordinal, position) => [ordinal, position]));
    return [
      {
        label: component.label,
        values: ordinals.map((ordinal) => component.domain[ordinal] as Value),
        position: (profile: Int32Array) => at.get(agent.options[profile[a] as number]?.[k] as number) ?? -1,
      },
    ];
  });
}

/** Cells of the first members, at every profile; an agent with two dependent types may leave cells out. */
function readCells(evaluator: Evaluator, outcome: Outcome, sides: readonly Side[], memberCount: number): Cell[][] {
  const read = outcomeReader(evaluator, outcome);
  const cells: Cell[][] = Array.from({ length: memberCount }, () => []);
  const frame = evaluator.frame();
  const [x, y] = sides;
  for (let profile = 0; profile < evaluator.space.profileCount; profile++) {
    enterProfile(frame, evaluator.space, profile);
    const at = { x: x?.position(frame.profile) ?? 0, y: y?.position(frame.profile) ?? 0 };
    cells.forEach((panel, member) => {
      const value = read(member, frame);
      panel.push({ ...at, value: value.toNumber(), text: numberText(value.toNumber(), value.inexact ? undefined : value.toString()) });
    });
  }
  return cells;
}

/** With a single report the members are curves over it. */
function curves(title: string, subtitle: string, x: Side, members: readonly string[], cells: readonly (readonly Cell[])[]): Chart {
  const numbers = x.values.map((value, k) => (value instanceof Rational ? value : Rational.integer(k + 1)));
  const words = x.values.some((value) => !(value instanceof Rational));
  const marks = members.map((name, k): Mark => {
    const points = [...(cells[k] ?? [])].sort((a, b) => a.x - b.x).map((cell) => ({ x: numbers[cell.x]?.toNumber() ?? 0, y: cell.value }));
    return { kind: "line", name, style: k, points, markers: points.length <= 40 };
  });
  const ticks = words ? x.values.map((value, k) => ({ at: k + 1, text: categoryText(value) })) : ticksAt(numbers);
  return {
    kind: "chart",
    title,
    subtitle,
    description: `${members.join(", ")} for every ${x.label}: ${(cells[0] ?? []).map((cell) => `${categoryText(x.values[cell.x] as Value)} gives ${cell.text}`).slice(0, 40).join(", ")}.`,
    x: { label: x.label, ...spanOf(numbers.map((each) => each.toNumber())), ...(ticks ? { ticks } : {}) },
    y: { label: members.join(", "), ...spanOf(cells.flat().map((cell) => cell.value)) },
    marks,
  };
}
