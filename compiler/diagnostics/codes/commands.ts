/** MECH90xx and MECH99xx: files, command lines, and bugs. */
import type { CodeEntry } from "../entry.ts";

export const commands = {
  "cannot-read-file": {
    code: "MECH9001",
    severity: "error",
    title: "cannot read the file",
    explanation: "The file does not exist, is a directory, may not be read, or is not UTF-8 text. The message repeats what the system said.",
    example: "mech check missing.mech",
    stage: "command",
  },
  "cannot-write-file": {
    code: "MECH9002",
    severity: "error",
    title: "cannot write the file",
    explanation: "The directory does not exist or may not be written to. The message repeats what the system said.",
    example: "mech compile model.mech --emit lp --output /no/such/directory/model.lp",
    stage: "command",
  },
  "no-model": {
    code: "MECH9003",
    severity: "error",
    title: "the file has no model",
    explanation: "A spec begins with `model NAME`. A file without it, such as a library or an empty file, cannot be solved.",
    example: "param n = 2\n",
    fixedExample: "model m\nparam n = 2\n",
  },
  "file-too-large": {
    code: "MECH9004",
    severity: "error",
    title: "the file is too large",
    explanation: "Specs are short; a file of many megabytes is a mistake or an attack. Large tables belong in parameters.",
    example: "mech check huge.mech",
    stage: "command",
  },
  "not-plottable": {
    code: "MECH9010",
    severity: "error",
    title: "there is nothing of that kind to plot",
    explanation:
      "The plot that was asked for needs something that the spec does not have: a map of an allocation needs one or two agents who report, a distribution needs bids, signals or values that are numbers, the triangle needs revenue and surplus. " +
      "The message says what is missing and which plots of the spec there are.",
    example: "mech plot model.mech --kind allocation",
    fixedExample: "mech plot model.mech --kind bids",
    stage: "command",
  },
  "internal-error": {
    code: "MECH9999",
    severity: "error",
    title: "internal error, please report",
    explanation: "This is a bug in Mech and not a fault of the spec. Run the command again with `--debug` and send the stack trace together with the spec.",
    example: "mech solve model.mech --debug",
    stage: "command",
  },
} as const satisfies Record<string, CodeEntry>;
