/** What a module of this folder proves, in one line each, for lists and for citations in reports. */
export interface Theorem {
  /** Short name, as in an index. */
  readonly name: string;
  /** Where it is from; says "corrected" when the printed formula is not the one implemented. */
  readonly cite: string;
  /** The statement, in the notation of the module. */
  readonly statement: string;
}
