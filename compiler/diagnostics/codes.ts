/**
 * The table of codes, put together from one file per range. The key of an entry is the name by which the compiler
 * raises it (`diagnostic("unknown-name", ...)`); the code is what the user sees.
 */
import { claims } from "./codes/claims.ts";
import { concepts } from "./codes/concepts.ts";
import { lint } from "./codes/lint.ts";
import { mechanism } from "./codes/mechanism.ts";
import { names } from "./codes/names.ts";
import { params } from "./codes/params.ts";
import { priors } from "./codes/priors.ts";
import { sizes } from "./codes/sizes.ts";
import { solving } from "./codes/solving.ts";
import { syntax } from "./codes/syntax.ts";
import { unsupported } from "./codes/unsupported.ts";
import { values } from "./codes/values.ts";
import { commands } from "./codes/commands.ts";

export const codes = {
  ...syntax,
  ...names,
  ...values,
  ...params,
  ...priors,
  ...mechanism,
  ...concepts,
  ...sizes,
  ...solving,
  ...claims,
  ...unsupported,
  ...lint,
  ...commands,
};

/** The kebab-case key of an entry. */
export type DiagnosticName = keyof typeof codes;

/** What the first two digits of a code stand for. */
export const ranges: readonly { readonly prefix: string; readonly title: string }[] = [
  { prefix: "MECH01", title: "Syntax" },
  { prefix: "MECH02", title: "Names and index sets" },
  { prefix: "MECH03", title: "Kinds of values" },
  { prefix: "MECH04", title: "Parameters" },
  { prefix: "MECH05", title: "Priors and distributions" },
  { prefix: "MECH06", title: "Mechanism, messages, linearity" },
  { prefix: "MECH07", title: "Concepts and moves" },
  { prefix: "MECH08", title: "Size limits" },
  { prefix: "MECH09", title: "Solving" },
  { prefix: "MECH10", title: "Claims" },
  { prefix: "MECH11", title: "Programs that this version does not compile" },
  { prefix: "MECH12", title: "Warnings" },
  { prefix: "MECH90", title: "Files and commands" },
  { prefix: "MECH99", title: "Internal errors" },
];
