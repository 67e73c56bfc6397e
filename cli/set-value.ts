/**
 * `--set name=value`: numbers are read exactly, also inside lists, so `--set p=0.1` is one tenth and not the double
 * nearest to it. The notation is that of JSON, extended by bare fractions (`1/3`) and bare words (`apple`).
 */
import { Rational } from "../compiler/exact/rational.ts";
import { UsageError } from "./errors.ts";

/** A number, a truth value, a symbol, or a list of such: the values that a command line can give. */
export type SetValue = Rational | boolean | string | { readonly kind: "list"; readonly entries: readonly SetValue[] };

/** Nothing sensible nests deeper, and the reader is recursive. */
const deepestList = 32;
const longestValue = 100_000;

const namePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;
const atomPattern = /[^,[\]{}"]+/y;
const spacePattern = /\s*/y;

/**
 * Reads all `--set` options of a command line.
 *
 * @example parseSetOptions(["n=3", "mean=[0.5, 2/5]"]).get("n") // 3
 * @throws UsageError when one has no `=`, its name is not an identifier, its value is unreadable, or a name is given twice.
 */
export function parseSetOptions(options: readonly string[]): Map<string, SetValue> {
  const values = new Map<string, SetValue>();
  for (const option of options) {
    const { name, text } = splitSetOption(option);
    if (values.has(name)) throw failure(option, `\`${name}\` is given twice`);
    values.set(name, parseSetValue(text, option));
  }
  return values;
}

/**
 * The two sides of `name=value`. @throws UsageError when there is no `=`, or the name is not an identifier.
 */
export function splitSetOption(option: string): { readonly name: string; readonly text: string } {
  const equals = option.indexOf("=");
  if (equals < 0) throw failure(option, "there is no `=`", "write --set name=value");
  const name = option.slice(0, equals).trim();
  if (!namePattern.test(name)) throw failure(option, `\`${name}\` is not a name`, "write --set name=value");
  return { name, text: option.slice(equals + 1) };
}

/**
 * Reads one value: `3`, `-0.25`, `2/5`, `1e-3`, `apple`, `"two words"`, `true`, `[1, "1/3", [2, 3]]`.
 *
 * @param option the whole option, for messages
 * @throws UsageError
 */
export function parseSetValue(text: string, option: string = text): SetValue {
  if (text.length > longestValue) throw failure(`${option.slice(0, 40)}…`, `the value is longer than ${longestValue} characters`);
  const reader = new Reader(text, option);
  const value = reader.value(0);
  reader.end();
  return value;
}

class Reader {
  private position = 0;

  constructor(
    private readonly text: string,
    private readonly option: string,
  ) {}

  value(depth: number): SetValue {
    this.space();
    const next = this.text[this.position];
    if (next === undefined) throw failure(this.option, "the value is missing");
    if (next === "[") return this.list(depth);
    if (next === "{") throw failure(this.option, "tables cannot be given on the command line", "use a list in the order of the index set");
    return next === '"' ? interpret(this.quoted()) : this.atom();
  }

  end(): void {
    this.space();
    if (this.position < this.text.length) throw failure(this.option, `unexpected \`${this.text.slice(this.position, this.position + 20)}\` behind the value`);
  }

  private list(depth: number): SetValue {
    if (depth >= deepestList) throw failure(`${this.option.slice(0, 40)}…`, `lists are nested more than ${deepestList} deep`);
    this.position += 1;
    const entries: SetValue[] = [];
    this.space();
    if (this.accept("]")) return { kind: "list", entries };
    for (;;) {
      entries.push(this.value(depth + 1));
      this.space();
      if (this.accept("]")) return { kind: "list", entries };
      if (!this.accept(",")) throw failure(this.option, "a list is not closed", "lists are written [1, 2, 3]; quote them for the shell");
    }
  }

  private quoted(): string {
    const start = this.position;
    let end = start + 1;
    while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === "\\" ? 2 : 1;
    this.position = end + 1;
    try {
      const read: unknown = JSON.parse(this.text.slice(start, end + 1));
      if (typeof read === "string") return read;
    } catch {
      // Reported below: an unclosed string and a bad escape are the same mistake here.
    }
    throw failure(this.option, "a string is not closed or has an unknown escape");
  }

  /** A bare word or number goes to the next punctuation: `--set "p = 1 / 3"` and words with spaces need no quotes. */
  private atom(): SetValue {
    const atom = match(atomPattern, this.text, this.position);
    if (atom.trim() === "") throw failure(this.option, "a value is missing");
    this.position += atom.length;
    return interpret(atom.trim(), this.option);
  }

  private space(): void {
    this.position += match(spacePattern, this.text, this.position).length;
  }

  private accept(character: string): boolean {
    if (this.text[this.position] !== character) return false;
    this.position += 1;
    return true;
  }
}

/** What an atom stands for. A bare one (then `option` is given) that starts like a number but is none is an error; a quoted one is a symbol. */
function interpret(text: string, option?: string): SetValue {
  if (option !== undefined && (text === "true" || text === "false")) return text === "true";
  const number = Rational.parse(text);
  if (number !== undefined) return number;
  if (option !== undefined && /^[-+.\d]/.test(text)) throw failure(option, `\`${text}\` is not a number`, "numbers are written 3, -0.25, 2/5 or 1e-3");
  return text;
}

function match(pattern: RegExp, text: string, position: number): string {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0] ?? "";
}

function failure(option: string, message: string, hint?: string): UsageError {
  return new UsageError(`--set ${option}: ${message}`, { hint, diagnostic: "bad-set-option" });
}
