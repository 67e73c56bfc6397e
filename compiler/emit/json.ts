/** Program IR as JSON (compiler/lp/program.schema.json), both ways, without losing a digit. */
import { Ajv } from "ajv";
import type { ValidateFunction } from "ajv";
import { Rational } from "../exact/rational.ts";
import { familyPosition } from "../lp/families.ts";
import { fractionAt, FractionBuffer } from "../lp/fractions.ts";
import type { Bound, Family as FamilyJson, Fraction, ProgramJson } from "../lp/program.generated.ts";
import type { Family, Fractions, Program } from "../lp/program.ts";
import schema from "../lp/program.schema.json" with { type: "json" };

/** A JSON value that is not a program. `path` is a JSON pointer into it, empty for the whole. */
export class ProgramFormatError extends Error {
  override readonly name = "ProgramFormatError";
  constructor(
    readonly path: string,
    reason: string,
  ) {
    super(`${path || "program"}: ${reason}`);
  }
}

/** The JSON form of a program. */
export function programToJson(program: Program): ProgramJson {
  return {
    version: "1.0",
    name: program.name,
    sense: program.sense,
    rowCount: program.rowCount,
    columnCount: program.columnCount,
    start: Array.from(program.start),
    index: Array.from(program.index),
    value: fractionsToJson(program.value),
    rowSense: program.rowSense.slice(),
    rhs: fractionsToJson(program.rhs),
    objective: fractionsToJson(program.objective),
    offset: fractionToJson(program.offset),
    lower: program.lower.map(boundToJson),
    upper: program.upper.map(boundToJson),
    integer: Array.from(program.integer),
    rowFamilies: program.rowFamilies.map((family) => familyToJson(family, program.rowIndices)),
    columnFamilies: program.columnFamilies.map((family) => familyToJson(family, program.columnIndices)),
    inexact: program.inexact,
  };
}

/** The JSON text of a program, one property a line. */
export function emitJson(program: Program): string {
  const properties = Object.entries(programToJson(program)).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{\n${properties.join(",\n")}\n}\n`;
}

/**
 * The program that a JSON value describes.
 *
 * @throws ProgramFormatError if the value does not follow the schema or contradicts itself.
 */
export function programFromJson(json: unknown): Program {
  const checked = followsSchema(json);
  checkShape(checked);
  const rowFamilies = checked.rowFamilies.map(familyFromJson);
  const columnFamilies = checked.columnFamilies.map(familyFromJson);
  return {
    name: checked.name,
    sense: checked.sense,
    rowCount: checked.rowCount,
    columnCount: checked.columnCount,
    start: Int32Array.from(checked.start),
    index: Int32Array.from(checked.index),
    value: fractionsFromJson(checked.value, "/value"),
    rowSense: checked.rowSense,
    rhs: fractionsFromJson(checked.rhs, "/rhs"),
    objective: fractionsFromJson(checked.objective, "/objective"),
    offset: fractionFromJson(checked.offset, "/offset"),
    lower: checked.lower.map((bound, j) => boundFromJson(bound, `/lower/${j}`)),
    upper: checked.upper.map((bound, j) => boundFromJson(bound, `/upper/${j}`)),
    integer: Int32Array.from(checked.integer),
    rowFamilies,
    columnFamilies,
    rowIndices: (row) => membersAt(checked.rowFamilies, rowFamilies, row),
    columnIndices: (column) => membersAt(checked.columnFamilies, columnFamilies, column),
    inexact: checked.inexact,
  };
}

let validator: ValidateFunction<ProgramJson> | undefined;

function followsSchema(json: unknown): ProgramJson {
  // Compiling the schema takes longer than most programs take to emit, so only a reader pays for it.
  const validate = (validator ??= new Ajv().compile<ProgramJson>(schema));
  if (validate(json)) return json;
  const error = validate.errors?.[0];
  throw new ProgramFormatError(error?.instancePath ?? "", error?.message ?? "does not follow the schema");
}

/** What the schema cannot say: lengths that agree, entries in order, families that tile. */
function checkShape(json: ProgramJson): void {
  const { rowCount, columnCount } = json;
  const lengths = [
    ["start", rowCount + 1],
    ["rowSense", rowCount],
    ["rhs", rowCount],
    ["objective", columnCount],
    ["lower", columnCount],
    ["upper", columnCount],
    ["index", json.value.length],
  ] as const;
  for (const [key, length] of lengths) {
    if (json[key].length !== length) throw new ProgramFormatError(`/${key}`, `has ${json[key].length} items, not ${length}`);
  }
  if (json.start[0] !== 0 || json.start[rowCount] !== json.index.length)
    throw new ProgramFormatError("/start", "must begin with 0 and end with the number of entries");
  for (let row = 0; row < rowCount; row++) {
    const first = json.start[row] ?? 0;
    const end = json.start[row + 1] ?? 0;
    if (end < first || end > json.index.length) throw new ProgramFormatError(`/start/${row + 1}`, "must not descend");
    checkAscending(json.index.slice(first, end), columnCount, (k) => `/index/${first + k}`);
  }
  checkAscending(json.integer, columnCount, (k) => `/integer/${k}`);
  checkFamilies(json.rowFamilies, rowCount, "/rowFamilies");
  checkFamilies(json.columnFamilies, columnCount, "/columnFamilies");
}

function checkAscending(columns: readonly number[], columnCount: number, path: (k: number) => string): void {
  let previous = -1;
  columns.forEach((column, k) => {
    if (column >= columnCount) throw new ProgramFormatError(path(k), `there is no column ${column}`);
    if (column <= previous) throw new ProgramFormatError(path(k), "columns must ascend without repeats");
    previous = column;
  });
}

function checkFamilies(families: readonly FamilyJson[], count: number, path: string): void {
  let next = 0;
  const names = new Set<string>();
  families.forEach((family, k) => {
    const at = `${path}/${k}`;
    if (family.first !== next || family.count === 0) throw new ProgramFormatError(at, "families must follow each other without gaps, none empty");
    if (family.members.length !== family.count) throw new ProgramFormatError(`${at}/members`, `has ${family.members.length} items, not ${family.count}`);
    if (family.members.some((indices) => indices.length !== family.indexNames.length)) {
      throw new ProgramFormatError(`${at}/members`, `every member needs ${family.indexNames.length} index values`);
    }
    if (names.has(family.name)) throw new ProgramFormatError(`${at}/name`, `${family.name} is taken`);
    names.add(family.name);
    next += family.count;
  });
  if (next !== count) throw new ProgramFormatError(path, `cover ${next} members, not ${count}`);
}

function fractionToJson(value: Rational): Fraction {
  return value.d === 1 && typeof value.n === "number" ? value.n : value.toString();
}

function fractionsToJson(fractions: Fractions): Fraction[] {
  return Array.from(fractions.num, (_, k) => fractionToJson(fractionAt(fractions, k)));
}

function boundToJson(bound: Rational | undefined): Bound {
  return bound === undefined ? null : fractionToJson(bound);
}

function familyToJson(family: Family, indices: (member: number) => readonly string[]): FamilyJson {
  const { name, role, first, count, span, sentence } = family;
  return {
    name,
    role,
    first,
    count,
    indexNames: family.indexNames.slice(),
    ...(span === undefined ? {} : { span: { start: span.start, end: span.end } }),
    sentence,
    members: Array.from({ length: count }, (_, k) => indices(first + k).slice()),
  };
}

function fractionFromJson(json: Fraction, path: string): Rational {
  const value = typeof json === "number" ? Rational.integer(json) : Rational.parse(json);
  if (value === undefined) throw new ProgramFormatError(path, `${json} is not a fraction`);
  return value;
}

function fractionsFromJson(json: readonly Fraction[], path: string): Fractions {
  const buffer = new FractionBuffer(json.length);
  json.forEach((item, k) => {
    const value = fractionFromJson(item, `${path}/${k}`);
    if (path === "/value" && value.isZero()) throw new ProgramFormatError(`${path}/${k}`, "an entry must not be zero");
    buffer.push(value);
  });
  return buffer.freeze();
}

function boundFromJson(bound: Bound, path: string): Rational | undefined {
  return bound === null ? undefined : fractionFromJson(bound, path);
}

function familyFromJson(json: FamilyJson): Family {
  const { name, role, first, count, indexNames, span, sentence } = json;
  return span === undefined ? { name, role, first, count, indexNames, sentence } : { name, role, first, count, indexNames, span, sentence };
}

function membersAt(json: readonly FamilyJson[], families: readonly Family[], member: number): readonly string[] {
  const family = json[familyPosition(families, member)];
  return family?.members[member - family.first] ?? [];
}
