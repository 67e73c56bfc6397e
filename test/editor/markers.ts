/** Places in a text: `«name»` marks an offset, and is not part of the text. */
export interface Marked {
  readonly text: string;
  /** @throws Error when there is no such marker */
  at(name?: string): number;
}

/**
 * Takes the markers out of a text.
 *
 * @example marked("param n«» = 2").at() // 7
 */
export function marked(source: string): Marked {
  const offsets = new Map<string, number>();
  let text = "";
  let rest = source;
  for (let found = /«(\w*)»/.exec(rest); found; found = /«(\w*)»/.exec(rest)) {
    text += rest.slice(0, found.index);
    offsets.set(found[1] ?? "", text.length);
    rest = rest.slice(found.index + found[0].length);
  }
  return {
    text: text + rest,
    at: (name = "") => {
      const offset = offsets.get(name);
      if (offset === undefined) throw new Error(`the text has no marker «${name}»`);
      return offset;
    },
  };
}
