import type { NameMap } from "./layout.ts";

/** What an emitter hands back. */
export interface Emission {
  readonly text: string;
  /** Whether the text loses no digit of its input. */
  readonly exact: boolean;
  /** From names in the text back to rows and columns, for formats that must rename them. */
  readonly map?: NameMap;
}
