/** The reference page of the distributions, from the registry. */
import { continuousFamilies } from "./continuous/registry.ts";
import { distributions } from "./registry.ts";

/**
 * `docs/distributions.md`.
 *
 * @example distributionsPage().includes("binomial(m, p)") // true
 */
export function distributionsPage(): string {
  const continuous = new Set(continuousFamilies.map((each) => each.name));
  const rows = distributions.map(({ name, signature, summary, example }) => {
    const kind = name === "uniform" ? "finite or continuous" : continuous.has(name) ? "continuous" : "finite";
    return `| ${code(signature)} | ${cell(summary)} | ${kind} | ${code(example)} |`;
  });
  return `${[
    "# Distributions",
    "",
    "What may stand on the right of `~`, and as the argument of another distribution. A table of probabilities (`{1: 1/3, 2: 2/3}`) and a list of",
    "probabilities along the declared domain may stand wherever a finite distribution may. A continuous law has to be discretised before it",
    "is a prior: `discretize(normal(0, 1), 20)`.",
    "",
    "| form | meaning | | example |",
    "|---|---|---|---|",
    ...rows,
  ].join("\n")}\n`;
}

/** Every form of a signature as code; the words between them stay words. */
function code(text: string): string {
  const forms = text.split(/(, (?![^(]*\))| or )/);
  return forms.map((each, k) => (k % 2 === 0 ? `\`${cell(each)}\`` : each)).join("");
}

function cell(text: string): string {
  return text.replace(/\|/g, "\\|");
}
