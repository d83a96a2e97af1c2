// Reads a page with parse5, which parses as the HTML standard says, and finds things in it.
import { type DefaultTreeAdapterTypes, parse } from "parse5";

export type Element = DefaultTreeAdapterTypes.Element & { attributes: Record<string, string> };
type Node = DefaultTreeAdapterTypes.Node;

const isElement = (node: Node): node is DefaultTreeAdapterTypes.Element => "tagName" in node;

/** The page as a browser sees it, and what the standard calls parse errors. */
export function parsePage(text: string): { document: DefaultTreeAdapterTypes.Document; faults: string[] } {
  const faults: string[] = [];
  const document = parse(text, {
    sourceCodeLocationInfo: true,
    onParseError: ({ code, startLine }) => faults.push(`${code} in line ${startLine}`),
  });
  return { document, faults };
}

/** Elements under a node, in the page's order: all, or of one name whose attributes hold. */
export function all(
  node: Node,
  name?: string,
  holds: (attributes: Record<string, string>) => boolean = () => true,
): Element[] {
  const children = "childNodes" in node ? node.childNodes : [];
  return children.flatMap((child) => {
    const inside = all(child, name, holds);
    if (!isElement(child)) return inside;
    const attributes = Object.fromEntries(child.attrs.map((one) => [one.name, one.value]));
    const found = (name === undefined || child.tagName === name) && holds(attributes);
    return found ? [Object.assign(child, { attributes }), ...inside] : inside;
  });
}

/** The one element there must be. */
export function only(...wanted: Parameters<typeof all>): Element {
  const found = all(...wanted);
  if (found.length !== 1) throw new Error(`${found.length} of ${wanted[1]}, not one`);
  return found[0]!;
}

export function textOf(node: Node): string {
  if (node.nodeName === "#text") return (node as DefaultTreeAdapterTypes.TextNode).value;
  return "childNodes" in node ? node.childNodes.map(textOf).join("") : "";
}

/** Texts of the first table's rows in a section. */
export function cellsOf(document: Node, section: string): string[][] {
  const table = all(
    only(document, "section", ({ id }) => id === section),
    "tbody",
  )[0]!;
  return all(table, "tr").map((row) => all(row, "td").map(textOf));
}
