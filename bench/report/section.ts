// One part of the page: a body, or a sentence on why it is not there. A plot is never left out silently.
import type { Markup } from "./html.js";

export type Section = { title: string } & ({ body: Markup } | { missing: string });
