// What the rules of a chain name in the rest of the topology, resolved and noted, so that a later revision can tell
// whether it would resolve to the same. Address groups become tries when they are first asked for.
import { parseIpOrPrefix } from "../../topology/addresses.js";
import { same } from "../../topology/diff.js";
import type { Topology } from "../../topology/model.js";
import { AddressTries } from "../trie.js";
import type { Names } from "./names.js";
import type { Named } from "./tests.js";

/** One name and what it stood for. */
export interface Reference {
  kind: "port" | "device" | "chain" | "ports" | "addresses";
  id: string;
  was: number | readonly string[];
}

export class References {
  private readonly groups: ReadonlyMap<string, readonly string[]>;
  private readonly portGroups: ReadonlyMap<string, readonly string[]>;
  private readonly tries = new Map<string, AddressTries>();
  private noted = new Map<string, Reference>();

  constructor(
    topology: Topology,
    private readonly names: Pick<Names, "port" | "device" | "chain">,
  ) {
    this.groups = new Map((topology.ipAddressGroups ?? []).map((group) => [group.id, group.addresses]));
    this.portGroups = new Map((topology.portGroups ?? []).map((group) => [group.id, group.ports]));
  }

  /** Notes from here on all that is asked for. */
  begin(): Named & { chain(id: string): number } {
    this.noted = new Map();
    return {
      port: (id) => this.note("port", id) as number,
      device: (id) => this.note("device", id) as number,
      chain: (id) => this.note("chain", id) as number,
      members: (id) => this.note("ports", id) as readonly string[],
      addresses: (id) => {
        this.note("addresses", id);
        return this.triesOf(id);
      },
    };
  }

  end(): readonly Reference[] {
    return [...this.noted.values()];
  }

  /** Do all of them still stand for the same? */
  hold(references: readonly Reference[]): boolean {
    return references.every(({ kind, id, was }) => same(this.resolve(kind, id), was));
  }

  private note(kind: Reference["kind"], id: string): Reference["was"] {
    const was = this.resolve(kind, id);
    this.noted.set(`${kind} ${id}`, { kind, id, was });
    return was;
  }

  private resolve(kind: Reference["kind"], id: string): Reference["was"] {
    if (kind === "ports") return this.portGroups.get(id) ?? [];
    if (kind === "addresses") return this.groups.get(id) ?? [];
    return this.names[kind](id);
  }

  private triesOf(id: string): AddressTries | undefined {
    const there = this.tries.get(id);
    if (there !== undefined) return there;
    const tries = new AddressTries();
    for (const text of this.groups.get(id) ?? []) {
      const prefix = parseIpOrPrefix(text);
      if (prefix !== undefined) tries.insert(prefix.bytes, prefix.bits, prefix.family, 0);
    }
    this.tries.set(id, tries);
    return tries;
  }
}
