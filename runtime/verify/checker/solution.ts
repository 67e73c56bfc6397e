/** Reads a solution that nobody vouches for: what has the wrong shape is refused, and numbers become fractions. */
import { Rational } from "../../../compiler/exact/rational.ts";
import { fault, refuse, type Meter } from "./refusal.ts";
import { place } from "./values.ts";

interface Amount {
  readonly value?: number;
  readonly exact?: string;
}
interface Entry {
  readonly index: readonly string[];
  readonly at?: readonly string[];
  readonly value: string | number;
}
/** The part of `mech solve --json` that is checked; everything else is ignored. */
export interface CheckedSolution {
  readonly status: string;
  readonly objective?: Amount;
  readonly quantities?: Readonly<Record<string, Amount>>;
  readonly rules?: Readonly<Record<string, { readonly entries: readonly Entry[] }>>;
  readonly duals?: Readonly<Record<string, readonly Entry[]>>;
  readonly farkas?: Readonly<Record<string, readonly Entry[]>>;
  readonly posteriors?: readonly {
    readonly signals: readonly string[];
    readonly probability: Amount;
    readonly objective?: Amount;
    readonly rules: Readonly<Record<string, { readonly entries: readonly Entry[] }>>;
    readonly duals?: Readonly<Record<string, readonly Entry[]>>;
  }[];
  readonly information?: {
    readonly states: readonly string[];
    readonly signals: readonly string[];
    readonly entries: readonly { readonly state: readonly string[]; readonly signals: readonly string[]; readonly probability: string | number }[];
  };
}

/** Arithmetic with one fraction takes time that grows with the square of its length. */
const longest = 2000;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((each) => typeof each === "string");

/** `["win",["1"],["1","2"]]` as `win[1] at (1, 2)`. */
export function say(key: string): string {
  const [of, index, reports] = JSON.parse(key) as [string, string[], string[]];
  return `${of}${index.length > 0 ? `[${index.join(", ")}]` : ""} at (${reports.join(", ")})`.slice(0, 200);
}

/** Bounds are rounded outward, so a fraction and its double may be neighbours. */
const isRounding = (value: number, exact: number): boolean => Math.abs(value - exact) <= 4 * Number.EPSILON * Math.abs(exact) + Number.MIN_VALUE;

interface ReadBound {
  readonly value: number;
  readonly sensitivities: readonly number[];
}

/** @throws Refusal in all methods when the part is missing or has the wrong shape */
export class SolutionReader {
  readonly status: string;
  private readonly parts: Readonly<Record<string, unknown>>;

  /** `rounded`: whether numbers that are not fractions are accepted. */
  constructor(
    solution: unknown,
    private readonly meter: Meter,
    private readonly rounded: boolean,
  ) {
    if (!isRecord(solution) || typeof solution["status"] !== "string") fault("this is not a solution: it has no status");
    this.parts = solution;
    this.status = solution["status"];
  }

  has(part: "duals" | "farkas"): boolean {
    return this.parts[part] !== undefined;
  }

  /** Whether the table of an outcome was left out, as results do with the largest ones. */
  leftOut(outcome: string): boolean {
    const rules = this.parts["rules"];
    const rule = isRecord(rules) && Object.hasOwn(rules, outcome) ? rules[outcome] : undefined;
    return isRecord(rule) && Array.isArray(rule["entries"]) && rule["entries"].length === 0;
  }

  /** The rules after every public signal, where that is the first place of `at`. */
  rulesBySignal(): Map<string, SolutionReader> {
    const rules = this.parts["rules"];
    if (!isRecord(rules)) return refuse("the solution has no rules");
    const found = new Map<string, Record<string, { entries: unknown[] }>>();
    for (const [name, rule] of Object.entries(rules)) {
      if (!isRecord(rule) || !Array.isArray(rule["entries"])) return fault(`the rule of \`${name}\` has no entries`);
      for (const entry of rule["entries"] as unknown[]) {
        const at = isRecord(entry) ? entry["at"] : undefined;
        if (!isRecord(entry) || !isTexts(at) || at[0] === undefined) return fault(`an entry of \`${name}\` lacks its signal`);
        const here = found.get(at[0]) ?? {};
        found.set(at[0], here);
        (here[name] ??= { entries: [] }).entries.push({ ...entry, at: at.slice(1) });
      }
    }
    return new Map([...found].map(([label, own]) => [label, new SolutionReader({ status: this.status, rules: own }, this.meter, this.rounded)]));
  }

  /** Public signals, their probability, and what happens after them, in the shape of a solution. */
  posteriors(): { readonly signals: readonly string[]; readonly probability: Rational; readonly solution: SolutionReader }[] {
    const posteriors = this.parts["posteriors"];
    if (!Array.isArray(posteriors)) return refuse("the solution has no posteriors");
    return (posteriors as unknown[]).map((each) => {
      if (!isRecord(each) || !isTexts(each["signals"])) return fault("a posterior lacks its `signals`");
      const probability = this.amount(each["probability"], `the probability of the signal ${(each["signals"][0] ?? "").slice(0, 100)}`);
      return { signals: each["signals"], probability, solution: new SolutionReader({ ...each, status: this.status }, this.meter, this.rounded) };
    });
  }

  objective(): Rational {
    return this.amount(this.parts["objective"], "the objective");
  }

  /** A claim that may be known up to an interval only. */
  claim(name?: string): { readonly value: number; readonly interval: readonly [number, number] } | undefined {
    const claim = name === undefined ? this.parts["objective"] : Object.hasOwn(this.quantities(), name) ? this.quantities()[name] : undefined;
    if (!isRecord(claim) || claim["exact"] !== undefined || claim["interval"] === undefined) return undefined;
    const [value, interval] = [claim["value"], claim["interval"]];
    const isNumber = (each: unknown): each is number => typeof each === "number" && Number.isFinite(each);
    if (!isNumber(value) || !Array.isArray(interval) || interval.length !== 2 || !isNumber(interval[0]) || !isNumber(interval[1])) return fault(`${name ?? "the objective"} has no interval of two numbers`);
    return { value, interval: [interval[0], interval[1]] };
  }

  quantityNames(): string[] {
    return Object.keys(this.quantities());
  }

  quantity(name: string): Rational {
    const quantities = this.quantities();
    return this.amount(Object.hasOwn(quantities, name) ? quantities[name] : undefined, `the quantity ${name}`);
  }

  /** Values of outcomes by {@link place}; `twice` hears of places with two values. */
  rules(twice: (key: string) => void): Map<string, Rational> {
    const rules = this.parts["rules"];
    if (!isRecord(rules)) return refuse("the solution has no rules");
    const values = new Map<string, Rational>();
    for (const [name, rule] of Object.entries(rules)) {
      if (!isRecord(rule) || !Array.isArray(rule["entries"])) return fault(`the rule of \`${name}\` has no entries`);
      for (const entry of rule["entries"] as unknown[]) {
        if (!isRecord(entry) || !isTexts(entry["index"]) || !isTexts(entry["at"])) return fault(`an entry of \`${name}\` lacks its \`index\` or \`at\``);
        const key = place(name, entry["index"], entry["at"]);
        if (values.has(key)) twice(key);
        values.set(key, this.fraction(entry["value"], say(key)));
      }
    }
    return values;
  }

  /** Multipliers of rows by the key of their label. */
  multipliers(part: "duals" | "farkas"): Map<string, Rational> {
    const families = this.parts[part];
    if (!isRecord(families)) return fault(`\`${part}\` is not a table of row families`);
    const found = new Map<string, Rational>();
    for (const [name, list] of Object.entries(families)) {
      if (!Array.isArray(list)) return fault(`\`${part}\` of \`${name}\` is not a list`);
      for (const entry of list as unknown[]) {
        if (!isRecord(entry) || !isTexts(entry["index"])) return fault(`a multiplier of \`${name}\` lacks its \`index\``);
        const key = JSON.stringify([name, entry["index"]]);
        const words = `the multiplier of ${name}[${entry["index"].join(", ")}]`;
        if (found.has(key)) return fault(`${words} is given twice`);
        found.set(key, this.fraction(entry["value"], words));
      }
    }
    return found;
  }

  /** The chosen information: a mass per combination of values of the states and signals with these labels. */
  law(): { readonly labels: readonly string[]; readonly entries: readonly { readonly values: readonly string[]; readonly mass: Rational }[] } {
    const information = this.parts["information"];
    if (!isRecord(information) || !isTexts(information["states"]) || !isTexts(information["signals"]) || !Array.isArray(information["entries"]))
      return refuse("the solution has no information");
    const labels = [...information["states"], ...information["signals"]];
    const entries = (information["entries"] as unknown[]).map((entry) => {
      if (!isRecord(entry) || !isTexts(entry["state"]) || !isTexts(entry["signals"])) return fault("an entry of the information lacks its `state` or `signals`");
      const values = [...entry["state"], ...entry["signals"]];
      if (values.length !== labels.length) return fault("an entry of the information has the wrong length");
      return { values, mass: this.fraction(entry["probability"], `the probability of (${values.join(", ").slice(0, 100)})`) };
    });
    return { labels, entries };
  }

  /** Values of outcomes as doubles. */
  numbersByPlace(): { readonly of: string; readonly index: readonly string[]; readonly at: readonly string[]; readonly value: number }[] {
    const rules = this.parts["rules"];
    if (!isRecord(rules)) return refuse("the solution has no rules");
    return Object.entries(rules).flatMap(([of, rule]) => {
      if (!isRecord(rule) || !Array.isArray(rule["entries"])) return fault(`the rule of \`${of}\` has no entries`);
      return (rule["entries"] as unknown[]).map((entry) => {
        if (!isRecord(entry) || !isTexts(entry["index"]) || !isTexts(entry["at"])) return fault(`an entry of \`${of}\` lacks its \`index\` or \`at\``);
        return { of, index: entry["index"], at: entry["at"], value: this.double(entry["value"], `a value of \`${of}\``) };
      });
    });
  }

  /** The joint law of states and signals as doubles. */
  roundedLaw(): { readonly stateLabels: readonly string[]; readonly entries: readonly { readonly state: readonly string[]; readonly signals: readonly string[]; readonly mass: number }[] } {
    const information = this.parts["information"];
    if (!isRecord(information) || !isTexts(information["states"]) || !Array.isArray(information["entries"])) return refuse("the solution has no information");
    const entries = (information["entries"] as unknown[]).map((entry) => {
      if (!isRecord(entry) || !isTexts(entry["state"]) || !isTexts(entry["signals"])) return fault("an entry of the information lacks its `state` or `signals`");
      return { state: entry["state"], signals: entry["signals"], mass: this.double(entry["probability"], "a probability") };
    });
    return { stateLabels: information["states"], entries };
  }

  /** Robust bounds: ladder, order of moves, and both ends with their sensitivities. */
  bounds(): { readonly ladder: unknown; readonly order: unknown; readonly lower: ReadBound; readonly upper: ReadBound } {
    const bounds = this.parts["bounds"];
    if (!isRecord(bounds)) return refuse("the solution has no bounds");
    const end = (bound: unknown): ReadBound => {
      if (!isRecord(bound) || !Array.isArray(bound["sensitivities"])) return fault("a bound lacks its value or sensitivities");
      const sensitivities = (bound["sensitivities"] as unknown[]).map((each) => this.double(isRecord(each) ? each["value"] : undefined, "a sensitivity"));
      const value = this.double(bound["value"], "a bound");
      if (bound["exact"] !== undefined && !isRounding(value, this.double(bound["exact"], "a bound"))) return fault("a bound and its fraction differ");
      return { value, sensitivities };
    };
    return { ladder: bounds["ladder"], order: bounds["order"], lower: end(bounds["lower"]), upper: end(bounds["upper"]) };
  }

  /** Interim values of the coordinates with these names at every profile of signals. */
  interim(names: readonly string[]): { readonly signals: readonly string[]; readonly probability: number; readonly values: readonly number[] }[] {
    const bounds = this.parts["bounds"];
    const interim = isRecord(bounds) ? bounds["interim"] : undefined;
    if (!isRecord(interim) || !Array.isArray(interim["entries"])) return refuse("the solution has no interim values");
    if (JSON.stringify(interim["numbers"]) !== JSON.stringify(names)) fault("the interim values are not those of the states of this spec");
    return (interim["entries"] as unknown[]).map((entry) => {
      if (!isRecord(entry) || !isTexts(entry["signals"]) || !Array.isArray(entry["values"]) || entry["values"].length !== names.length) return fault("an interim value lacks its `signals` or `values`");
      const values = (entry["values"] as unknown[]).map((each) => this.double(each, "an interim value"));
      return { signals: entry["signals"], probability: this.double(entry["probability"], "a probability"), values };
    });
  }

  /** A claim up to an interval, rounded or not. */
  bracket(name?: string): { readonly value: number; readonly interval: readonly [number, number] } {
    const claim = name === undefined ? this.parts["objective"] : this.quantities()[name];
    if (!isRecord(claim) || !Array.isArray(claim["interval"]) || claim["interval"].length !== 2) return fault(`${name ?? "the objective"} has no interval`);
    const value = this.double(claim["value"], name ?? "the objective");
    if (claim["exact"] !== undefined && !isRounding(value, this.double(claim["exact"], "a value"))) return fault(`${name ?? "the objective"} and its fraction differ`);
    return { value, interval: [this.double(claim["interval"][0], "a bound"), this.double(claim["interval"][1], "a bound")] };
  }

  /** The nearest double of a fraction or number. */
  private double(value: unknown, what: string): number {
    if (typeof value === "number" && Number.isFinite(value)) return value;
    return typeof value === "string" ? this.fraction(value, what).toNumber() : fault(`${what} is not a number`);
  }

  private quantities(): Readonly<Record<string, unknown>> {
    const quantities = this.parts["quantities"];
    return isRecord(quantities) ? quantities : fault("the solution has no quantities");
  }

  private amount(value: unknown, what: string): Rational {
    return isRecord(value) ? this.fraction(value["exact"] ?? value["value"], what) : fault(`${what} is missing`);
  }

  private fraction(value: unknown, what: string): Rational {
    if (typeof value === "string" && value.length <= longest) {
      this.meter.spend((value.length * value.length) / 50);
      const parsed = Rational.parse(value);
      if (parsed) return parsed;
    }
    if (typeof value === "number" && Number.isFinite(value)) {
      return this.rounded ? Rational.float(value) : refuse(`${what} is a rounded number: the checker proves exact solutions only`);
    }
    return fault(`${what} is not a fraction of at most ${longest} characters`);
  }
}
