/** Values of params and sets, in whatever order they are declared; overrides from outside win over the text. */
import type * as ast from "../../grammar/ast.ts";
import type { Span } from "../../grammar/span.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { DiagnosticName } from "../diagnostics/codes.ts";
import { didYouMean } from "../diagnostics/suggest.ts";
import type { Sink } from "../diagnostics/sink.ts";
import { EvaluationError } from "../evaluate/error.ts";
import { Evaluator, type Slots } from "../evaluate/evaluator.ts";
import type { Frame } from "../evaluate/frame.ts";
import { equalValues, formatValue } from "../evaluate/keys.ts";
import { compileLaw } from "../evaluate/law.ts";
import type { FiniteSet, Pmf, Value } from "../evaluate/value.ts";
import { constantWorld } from "../evaluate/world.ts";
import { Rational } from "../exact/rational.ts";
import type { DistributionContext } from "../priors/types.ts";
import { childrenOf } from "./children.ts";
import type { Expr } from "./model.generated.ts";
import type { Declarations } from "../resolve/declarations.ts";
import { resolveExpression } from "../resolve/expression.ts";
import type { Constants, Resolver } from "../resolve/resolver.ts";
import { emptyScope, type Scope } from "../resolve/scope.ts";

/** Steps for all params and sets together: constants are data, not computations. */
const constantSteps = 5_000_000;

export class ConstantTable implements Constants {
  readonly params = new Map<string, Value>();
  readonly sets = new Map<string, FiniteSet>();
  private readonly busy = new Set<string>();
  private readonly failed = new Set<string>();
  private readonly evaluator = new Evaluator(constantWorld(this.params, this.sets), constantSteps);
  /** Set right after construction: the resolver needs the constants and the constants need the resolver. */
  resolver!: Resolver;

  constructor(
    private readonly declarations: Declarations,
    private readonly overrides: ReadonlyMap<string, Value>,
    private readonly sink: Sink,
  ) {}

  param(name: string): Value | undefined {
    return this.once(name, this.params, (node) => {
      if (node.kind !== "param") return undefined;
      const override = this.overrides.get(name);
      const raw = override ?? (node.node.value && this.evaluate(node.node.value));
      if (raw === undefined) {
        if (!node.node.value) this.report("param-missing", node.node.head.name.span, `\`${name}\` has no value.`, `Give one in the text or with \`--set ${name}=...\`.`);
        return undefined;
      }
      const shaped = node.node.head.indices.length > 0 ? this.shape(name, node.node.head, raw) : raw;
      if (shaped === undefined || !this.inDomain(name, node.node, shaped)) return undefined;
      return shaped;
    });
  }

  set(name: string): FiniteSet | undefined {
    return this.once(name, this.sets, (node) => {
      if (node.kind !== "set" && node.kind !== "agents") return undefined;
      const value = this.evaluate(node.node.value);
      if (value === undefined) return undefined;
      const entries = typeof value === "object" && "kind" in value && (value.kind === "set" || value.kind === "list") ? value.entries : undefined;
      if (!entries) {
        this.report("not-a-set", node.node.value.span, `\`${name}\` must be a set, but its value is ${formatValue(value)}.`, "Write a range `1..n` or a literal `{a, b}`.");
        return undefined;
      }
      if (entries.length === 0) {
        this.report("empty-set", node.node.value.span, `\`${name}\` has no elements.`);
        return undefined;
      }
      return { kind: "set", entries };
    });
  }

  /** Evaluates a constant expression; errors are reported, and the result is then undefined. */
  evaluate(node: ast.Expression, scope: Scope = emptyScope("constant"), locals: readonly (readonly [string, Value])[] = []): Value | undefined {
    const before = this.sink.errorCount;
    const { expr } = resolveExpression(this.resolver, node, scope);
    if (this.sink.errorCount > before) return undefined;
    return this.value(expr, locals);
  }

  /** Evaluates a resolved constant expression with some index variables bound. */
  value(expr: Expr, locals: readonly (readonly [string, Value])[]): Value | undefined {
    if (this.isBroken(expr)) return undefined;
    return this.guarded(() => {
      const { slots, frame } = this.enter(locals);
      return this.evaluator.compile(expr, slots)(frame);
    });
  }

  /** Evaluates a distribution that depends on constants only, against the declared domain. */
  law(expr: Expr, locals: readonly (readonly [string, Value])[], context: DistributionContext): Pmf | undefined {
    if (this.isBroken(expr)) return undefined;
    return this.guarded(() => {
      const { slots, frame } = this.enter(locals);
      return compileLaw(this.evaluator, expr, slots, context)(frame);
    });
  }

  /** Whether it needs a param or set that has no value; the reason has been reported where that was declared. */
  private isBroken(expr: Expr): boolean {
    if (expr.kind === "param") return this.param(expr.of) === undefined;
    if (expr.kind === "set") return this.set(expr.of) === undefined;
    return childrenOf(expr).some((child) => this.isBroken(child));
  }

  private enter(locals: readonly (readonly [string, Value])[]): { readonly slots: Slots; readonly frame: Frame } {
    let slots: Slots = new Map();
    const frame = this.evaluator.frame();
    for (const [name, value] of locals) {
      const bound = this.evaluator.bind(slots, name);
      slots = bound.slots;
      frame.locals[bound.slot] = value;
    }
    return { slots, frame };
  }

  /** Runs something that may throw an evaluation error; reports it and returns undefined. */
  guarded<T>(run: () => T): T | undefined {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      this.sink.add(error.diagnostic);
      return undefined;
    }
  }

  /** Reports overrides that no param takes. `also`: names that other parts of the language take. */
  checkOverrides(also: readonly string[]): void {
    const names = [...this.declarations.names].filter(([, each]) => each.kind === "param").map(([name]) => name);
    for (const name of this.overrides.keys()) {
      if (names.includes(name) || also.includes(name)) continue;
      const near = didYouMean(name, names);
      this.report("param-unknown", { start: 0, end: 0 }, `There is no param \`${name}\`.`, near ? `Did you mean \`${near}\`?` : names.length > 0 ? `The params are ${names.map((each) => `\`${each}\``).join(", ")}.` : "The spec has no params.");
    }
  }

  private once<T extends Value>(name: string, store: Map<string, T>, compute: (declared: NonNullable<ReturnType<Declarations["names"]["get"]>>) => T | undefined): T | undefined {
    const known = store.get(name);
    const declared = this.declarations.names.get(name);
    if (known !== undefined || !declared || this.failed.has(name)) return known;
    if (this.busy.has(name)) {
      const span = declared.kind === "param" ? declared.node.head.name.span : declared.kind === "set" || declared.kind === "agents" ? declared.node.name.span : { start: 0, end: 0 };
      const hint = declared.kind === "param" ? undefined : "If a member is meant, give it another name than the set has.";
      this.report("cyclic-definition", span, `\`${name}\` is defined in terms of itself.`, hint);
      return undefined;
    }
    this.busy.add(name);
    const value = compute(declared);
    this.busy.delete(name);
    if (value === undefined) this.failed.add(name);
    else store.set(name, value);
    return value;
  }

  /** A param with indices as a table by element (or tuple of elements); lists go along the index sets, in order. */
  private shape(name: string, head: ast.Head, raw: Value): Value | undefined {
    const sets: (readonly Value[])[] = [];
    for (const index of head.indices) {
      const elements = this.evaluate(index.set);
      if (elements === undefined) return undefined;
      if (typeof elements !== "object" || !("kind" in elements) || (elements.kind !== "set" && elements.kind !== "list")) {
        this.report("not-a-set", index.set.span, "An index ranges over a set.");
        return undefined;
      }
      sets.push(elements.entries);
    }
    const entries: { key: Value; value: Value }[] = [];
    const descend = (depth: number, prefix: readonly Value[], value: Value): boolean => {
      if (depth === sets.length) {
        entries.push({ key: prefix.length === 1 ? (prefix[0] as Value) : { kind: "tuple", entries: prefix }, value });
        return true;
      }
      const elements = sets[depth] ?? [];
      if (typeof value === "object" && "kind" in value && value.kind === "list") {
        if (value.entries.length !== elements.length) {
          this.report("wrong-shape", head.span, `\`${name}\` needs ${elements.length} ${elements.length === 1 ? "entry" : "entries"} along index ${depth + 1}, and ${value.entries.length} are given.`, "The list goes along the index set, in its order.");
          return false;
        }
        return elements.every((element, k) => descend(depth + 1, [...prefix, element], value.entries[k] as Value));
      }
      if (typeof value === "object" && "kind" in value && value.kind === "table") {
        return elements.every((element) => {
          const found = value.entries.find((entry) => equalValues(entry.key, element));
          if (found) return descend(depth + 1, [...prefix, element], found.value);
          this.report("wrong-shape", head.span, `\`${name}\` has no entry for ${formatValue(element)}.`);
          return false;
        });
      }
      // One value for all members.
      return elements.every((element) => descend(depth + 1, [...prefix, element], value));
    };
    return descend(0, [], raw) ? { kind: "table", entries } : undefined;
  }

  private inDomain(name: string, node: ast.ParamDeclaration, value: Value): boolean {
    const { domain } = node;
    if (!domain) return true;
    const values = node.head.indices.length > 0 && typeof value === "object" && "kind" in value && value.kind === "table" ? value.entries.map((entry) => entry.value) : [value];
    const fail = (wanted: string, found: Value): false => {
      this.report("param-out-of-domain", domain.span, `\`${name}\` is ${formatValue(found)}, but it must be ${wanted}.`);
      return false;
    };
    if (domain.kind === "bound") {
      const bound = this.evaluate(domain.bound);
      if (!(bound instanceof Rational)) return false;
      return values.every((each) => (each instanceof Rational && (domain.operator === ">=" ? each.compare(bound) >= 0 : each.compare(bound) <= 0)) || fail(`a number ${domain.operator} ${bound}`, each));
    }
    const set = this.evaluate(domain.set);
    if (set === undefined || typeof set !== "object" || !("kind" in set)) return false;
    if (set.kind === "list") {
      const [low, high] = set.entries;
      if (!(low instanceof Rational) || !(high instanceof Rational)) return false;
      return values.every((each) => (each instanceof Rational && each.compare(low) >= 0 && each.compare(high) <= 0) || fail(`between ${low} and ${high}`, each));
    }
    if (set.kind !== "set") return false;
    return values.every((each) => set.entries.some((entry) => equalValues(entry, each)) || fail(`one of ${set.entries.slice(0, 8).map(formatValue).join(", ")}${set.entries.length > 8 ? ` and ${set.entries.length - 8} more` : ""}`, each));
  }

  private report(key: DiagnosticName, span: Span, text: string, hint?: string): void {
    this.sink.add(diagnostic(key, { span, text, ...(hint ? { hint } : {}) }));
  }
}
