/** Reads a solution that nobody vouches for: what has the wrong shape is refused, and numbers become fractions. */
import { Rational } from "../../../compiler/exact/rational.ts";
import { Refusal, refuse, type Meter } from "./refusal.ts";
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
    if (!isRecord(solution) || typeof solution["status"] !== "string") throw new Refusal("this is not a solution: it has no status");
    this.parts = solution;
    this.status = solution["status"];
  }

  has(part: "duals" | "farkas"): boolean {
    return this.parts[part] !== undefined;
  }

  objective(): Rational {
    return this.amount(this.parts["objective"], "the objective");
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
      if (!isRecord(rule) || !Array.isArray(rule["entries"])) return refuse(`the rule of \`${name}\` has no entries`);
      for (const entry of rule["entries"] as unknown[]) {
        if (!isRecord(entry) || !isTexts(entry["index"]) || !isTexts(entry["at"])) return refuse(`an entry of \`${name}\` lacks its \`index\` or \`at\``);
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
    if (!isRecord(families)) return refuse(`\`${part}\` is not a table of row families`);
    const found = new Map<string, Rational>();
    for (const [name, list] of Object.entries(families)) {
      if (!Array.isArray(list)) return refuse(`\`${part}\` of \`${name}\` is not a list`);
      for (const entry of list as unknown[]) {
        if (!isRecord(entry) || !isTexts(entry["index"])) return refuse(`a multiplier of \`${name}\` lacks its \`index\``);
        const key = JSON.stringify([name, entry["index"]]);
        const words = `the multiplier of ${name}[${entry["index"].join(", ")}]`;
        if (found.has(key)) return refuse(`${words} is given twice`);
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
      if (!isRecord(entry) || !isTexts(entry["state"]) || !isTexts(entry["signals"])) return refuse("an entry of the information lacks its `state` or `signals`");
      const values = [...entry["state"], ...entry["signals"]];
      if (values.length !== labels.length) return refuse("an entry of the information has the wrong length");
      return { values, mass: this.fraction(entry["probability"], `the probability of (${values.join(", ").slice(0, 100)})`) };
    });
    return { labels, entries };
  }

  private quantities(): Readonly<Record<string, unknown>> {
    const quantities = this.parts["quantities"];
    return isRecord(quantities) ? quantities : refuse("the solution has no quantities");
  }

  private amount(value: unknown, what: string): Rational {
    return isRecord(value) ? this.fraction(value["exact"] ?? value["value"], what) : refuse(`${what} is missing`);
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
    return refuse(`${what} is not a fraction of at most ${longest} characters`);
  }
}
