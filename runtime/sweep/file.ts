/** A finished sweep as a document of JSON, which `mech plot` reads back. */
import type { SweepNumber, SweepRow, SweepStatus } from "./row.ts";

/** All rows of a sweep, and what their columns mean. */
export interface SweepFile {
  readonly version: "1.0";
  readonly kind: "sweep";
  readonly model: string;
  /** Title of the spec, where it has one. */
  readonly title?: string;
  /** Parameters in the order of the command line, the last one changing fastest. */
  readonly params: readonly string[];
  readonly rows: readonly SweepRow[];
}

const statuses: ReadonlySet<string> = new Set<SweepStatus>(["optimal", "infeasible", "unbounded", "evaluated", "closed-form", "error", "invalid", "time-limit", "crashed"]);

/** One row per line, so that files of long sweeps can be compared line by line. */
export function writeSweep(file: SweepFile): string {
  const { rows, ...head } = file;
  return `${JSON.stringify(head).slice(0, -1)},"rows":[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]}\n`;
}

/** @returns undefined when the text is not a sweep that {@link writeSweep} could have written */
export function readSweep(text: string): SweepFile | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(data) || data["kind"] !== "sweep" || data["version"] !== "1.0") return undefined;
  const { model, title, params, rows } = data;
  if (typeof model !== "string" || !(title === undefined || typeof title === "string")) return undefined;
  if (!isTextList(params) || !Array.isArray(rows) || !rows.every(isSweepRow)) return undefined;
  return { version: "1.0", kind: "sweep", model, ...(title === undefined ? {} : { title }), params, rows };
}

/** Whether data from outside have the shape of a row. */
export function isSweepRow(data: unknown): data is SweepRow {
  if (!isRecord(data)) return false;
  const { params, status, objective, quantities, theory, failed, message, seconds } = data;
  return (
    isRecord(params) &&
    Object.values(params).every((each) => typeof each === "string") &&
    typeof status === "string" &&
    statuses.has(status) &&
    (objective === undefined || isNumber(objective)) &&
    isRecord(quantities) &&
    Object.values(quantities).every(isNumber) &&
    isRecord(theory) &&
    Object.values(theory).every(isNumber) &&
    isTextList(failed) &&
    (message === undefined || typeof message === "string") &&
    typeof seconds === "number"
  );
}

function isNumber(data: unknown): data is SweepNumber {
  if (!isRecord(data)) return false;
  const { value, exact, interval, range } = data;
  const isPair = (pair: unknown): boolean => pair === undefined || (Array.isArray(pair) && pair.length === 2 && pair.every((each) => typeof each === "number"));
  return typeof value === "number" && (exact === undefined || typeof exact === "string") && isPair(interval) && isPair(range);
}

function isTextList(data: unknown): data is string[] {
  return Array.isArray(data) && data.every((each) => typeof each === "string");
}

function isRecord(data: unknown): data is Record<string, unknown> {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}
