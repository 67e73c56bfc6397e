/** Colours, decided once per stream. */
import colors from "picocolors";
import { plainPainter, type Painter, type Severity } from "../compiler/diagnostics/index.ts";
import { streamHasColors } from "./io.ts";
import type { OutputOptions } from "./options.ts";

export function painterFor(stream: "stdout" | "stderr", options: Pick<OutputOptions, "color">): Painter {
  const on = options.color === "always" || (options.color === "auto" && streamHasColors(stream));
  return on ? coloured() : plainPainter;
}

function coloured(): Painter {
  const paint = colors.createColors(true);
  const bySeverity: Record<Severity, (text: string) => string> = { error: paint.red, warning: paint.yellow, info: paint.cyan };
  return {
    headline: (severity, text) => paint.bold(bySeverity[severity](text)),
    bold: paint.bold,
    gutter: paint.blue,
    primary: (text) => paint.bold(paint.red(text)),
    label: paint.blue,
    hint: (text) => paint.bold(paint.green(text)),
  };
}
