// Reads what a switch tells of itself: the polling thread's counters, ports, datapath flows. Pure.

/** The polling thread's packets by where they were found (dpif-netdev/pmd-stats-show). */
export interface PmdStats {
  received: number;
  simple: number;
  emc: number;
  smc: number;
  megaflow: number;
  /** Upcalls. */
  missed: number;
  failed: number;
}

export function parsePmdStats(text: string, core: number): PmdStats {
  const from = text.indexOf(`core_id ${core}:`);
  const own = from < 0 ? "" : text.slice(from).split("main thread")[0]!;
  const of = (name: string): number =>
    Number(new RegExp(`^\\s*${name}: *(\\d+)`, "m").exec(own)?.[1] ?? Number.NaN);
  return {
    received: of("packets received"),
    simple: of("simple match hits"),
    emc: of("emc hits"),
    smc: of("smc hits"),
    megaflow: of("megaflow hits"),
    missed: of("miss with success upcall"),
    failed: of("miss with failed upcall"),
  };
}

/** Flows in the datapath (dpctl/show). */
export const parseFlowCount = (text: string): number =>
  Number(/^\s*flows: (\d+)/m.exec(text)?.[1] ?? Number.NaN);

/** What a port received and sent (ovs-vsctl get Interface NAME statistics). */
export interface PortStats {
  rx: number;
  tx: number;
  rxBytes: number;
  txBytes: number;
  /** Drops and errors, of both directions. */
  lost: number;
}

export function parsePortStats(text: string): PortStats {
  const all = new Map([...text.matchAll(/(\w+)=(\d+)/g)].map(([, name, value]) => [name!, Number(value)]));
  const of = (name: string): number => all.get(name) ?? 0;
  const lost = [...all].filter(([name]) => /dropped|drops|errors/.test(name));
  return {
    ...{ rx: of("rx_packets"), tx: of("tx_packets"), rxBytes: of("rx_bytes"), txBytes: of("tx_bytes") },
    lost: lost.reduce((sum, [, value]) => sum + value, 0),
  };
}

/** How many datapath flows have each action list (dpctl/dump-flows). */
export function parseActions(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [, actions] of text.matchAll(/, actions:(.*)$/gm))
    counts.set(actions!, (counts.get(actions!) ?? 0) + 1);
  return counts;
}
