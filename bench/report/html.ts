// HTML and SVG text from templates. What is put in is escaped unless it came out of a template itself: a hostile string
// in a line must never become markup.

export class Markup {
  constructor(readonly text: string) {}
}

export type Piece = Markup | string | number | undefined | false | readonly Piece[];

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export const escapeText = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these may not stand in a document at all
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, "\ufffd")
    .replace(/[&<>"']/g, (sign) => ESCAPES[sign]!);

function textOf(piece: Piece): string {
  if (piece instanceof Markup) return piece.text;
  if (piece === undefined || piece === false) return "";
  if (typeof piece === "object") return piece.map(textOf).join("");
  return escapeText(String(piece));
}

/** A template whose values are escaped; lists are joined, undefined and false are nothing. */
export function html(strings: TemplateStringsArray, ...pieces: Piece[]): Markup {
  return new Markup(strings.reduce((all, text, i) => all + textOf(pieces[i - 1]) + text));
}
