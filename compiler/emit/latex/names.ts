/** Names and texts of a spec in LaTeX. */

const greek = new Set(
  (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega " +
    "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
  ).split(" "),
);

const special: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "{": "\\{",
  "}": "\\}",
  "^": "\\textasciicircum{}",
  "~": "\\textasciitilde{}",
};

/**
 * Any text, in text mode.
 *
 * @example escapeText("50% of x_1") // "50\\% of x\\_1"
 */
export function escapeText(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ").replace(/[\\{}^~#$%&_]/g, (character) => special[character] ?? `\\${character}`);
}

/** A name in math mode: a letter and a Greek letter as themselves, a word in one piece. */
export function mathName(name: string): string {
  if (/^[A-Za-z]$/.test(name)) return name;
  if (greek.has(name)) return `\\${name}`;
  return `\\mathit{${escapeText(name)}}`;
}

/** The name of a set, upright. */
export function setName(name: string): string {
  return `\\mathrm{${escapeText(name)}}`;
}
