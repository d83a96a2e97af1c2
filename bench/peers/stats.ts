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
  /** Of the TSC since the thread began, on its CPU or not. */
  cycles: number;
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
    cycles: of("idle cycles") + of("processing cycles"),
  };
}

/** Flows in the datapath (dpctl/show). */
export const parseFlowCount = (text: string): number =>
  Number(/^\s*flows: (\d+)/m.exec(text)?.[1] ?? Number.NaN);

/** What a port received and sent (dpctl/show -s). */
export interface PortStats {
  rx: number;
  tx: number;
  rxBytes: number;
  txBytes: number;
  /** Drops and errors, of both directions. */
  lost: number;
}

export function parsePortStats(text: string, name: string): PortStats {
  const lines = text.slice(Math.max(0, text.indexOf(`: ${name} (`))).split(/^\s*port \d+/m)[0]!;
  const of = (direction: string, what: string): number =>
    Number(new RegExp(`${direction} [^\\n]*?${what}:(\\d+)`).exec(lines)?.[1] ?? 0);
  const lost = [...lines.matchAll(/(?:errors|dropped|overruns):(\d+)/g)];
  return {
    ...{
      rx: of("RX", "packets"),
      tx: of("TX", "packets"),
      rxBytes: of("RX", "bytes"),
      txBytes: of("TX", "bytes"),
    },
    lost: lost.reduce((sum, [, value]) => sum + Number(value), 0),
  };
}

/** How many datapath flows have each action list (dpctl/dump-flows). */
export function parseActions(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [, actions] of text.matchAll(/, actions:(.*)$/gm))
    counts.set(actions!, (counts.get(actions!) ?? 0) + 1);
  return counts;
}
