/** An expression with its type. */
import type { Span } from "../../grammar/span.ts";
import type { Expr } from "../model/model.generated.ts";
import { unknownType, type Type } from "./types.ts";

export interface Typed {
  readonly expr: Expr;
  readonly type: Type;
}

/** Stands for an expression that could not be resolved; its error has been reported. */
export function hole(span: Span): Typed {
  return { expr: { kind: "constant", value: "0", span }, type: unknownType };
}
