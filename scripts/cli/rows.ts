// Samples and flows as rows and lines for a person. Never asks anybody.

import { dropSaid } from "../../dataplane/controller/explain/remedies.js";
import type {
  DropRow,
  FlowView,
  MeterView,
  PortSample,
  QueueLoad,
  QueueRate,
  QueueSample,
  TunnelView,
} from "../../dataplane/controller/index.js";
import { dropsOf } from "../../dataplane/controller/stats/sample.js";
import { skewOf } from "../../dataplane/controller/stats/skew-of.js";
import { plural } from "./output.js";

export type Row = Record<string, string | number>;

/** One row a queue: the ledger's terms, in packets since start. */
export function queueRows(queues: readonly QueueSample[]): Row[] {
  const skew = skewCells(queues);
  return queues.map((queue) => ({
    lcore: queue.lcore,
    port: queue.portName || "-",
    queue: String(queue.queue),
    rx: queue.rx + queue.injected,
    bytes: queue.rxBytes,
    cloned: queue.cloned,
    hits: queue.hits,
    misses: queue.misses,
    tx: queue.tx,
    drops: dropsOf(queue),
    consumed: queue.consumed,
    held: queue.held,
    skew: skew(queue),
  }));
}

/** The busiest queue's share over the even share, for each queue of a port that has several: 1 = even. */
function skewCells(queues: readonly QueueLoad[]): (queue: QueueLoad) => string {
  const byPort = new Map(skewOf(queues).map(({ port, skew }) => [port, skew.toFixed(2)]));
  return ({ port }) => byPort.get(port) ?? "-";
}

/** One row a queue, per second. */
export function rateRows(rates: readonly QueueRate[]): Row[] {
  const skew = skewCells(rates);
  return rates
    .filter((rate) => rate.queue !== "inject")
    .map((rate) => ({
      lcore: rate.lcore,
      port: rate.portName,
      queue: String(rate.queue),
      "rx/s": Math.round(rate.rx),
      "tx/s": Math.round(rate.tx),
      "rx Mb/s": (rate.rxBits / 1e6).toFixed(2),
      "drops/s": Math.round(rate.drops),
      "misses/s": Math.round(rate.misses),
      fill: rate.fill.toFixed(1),
      "busy %": (rate.busy * 100).toFixed(0),
      skew: skew(rate),
    }));
}

/** One row a meter: its rates, and what passed in each colour. */
export function meterRows(meters: readonly MeterView[]): Row[] {
  return meters.map(({ meter, policy, unit, rate, burst, peak, peakBurst, yellowDscp, packets }) => ({
    ...{ meter, policy, unit, "rate/s": rate, burst, "peak/s": peak ?? "-", "peak burst": peakBurst ?? "-" },
    "yellow DSCP": yellowDscp ?? "-",
    ...packets,
  }));
}

export function dropRows(queues: readonly QueueSample[]): DropRow[] {
  return queues.flatMap((queue) =>
    Object.entries(queue.drops).map(([reason, packets]) => ({
      port: queue.port,
      portName: queue.portName,
      queue: queue.queue,
      lcore: queue.lcore,
      reason,
      packets,
    })),
  );
}

/** One row a port and reason, most packets first, with what the reason means and what to do. */
export function saidDrops(rows: readonly DropRow[]): Row[] {
  const sums = new Map<string, Row>();
  for (const { portName, reason, packets } of rows) {
    const name = `${portName} ${reason}`;
    const row = sums.get(name) ?? { port: portName, reason, packets: 0, says: dropSaid(reason).says };
    row.packets = Number(row.packets) + packets;
    sums.set(name, { ...row, remedy: dropSaid(reason).remedy });
  }
  return [...sums.values()].sort((a, b) => Number(b.packets) - Number(a.packets));
}

export function tunnelRows(tunnels: readonly TunnelView[]): Row[] {
  return tunnels.map(({ id, type, local, remote, udpPort, state, mtu, flows, nextHops }) => ({
    ...{ id: String(id), type, local, remote, "udp port": udpPort ?? "-", state, mtu, flows },
    via:
      nextHops
        .map(
          ({ address, port, mac }) =>
            `${address} by ${port}${mac === undefined ? ", no answer" : ` at ${mac}`}`,
        )
        .join("; ") || "no route",
  }));
}

export function portRows(ports: readonly PortSample[]): Row[] {
  return ports.map((port) => ({
    id: port.port,
    port: port.name,
    driver: port.driver,
    card: port.card || "-",
    "rx path": port.rxMode || "-",
    "tx path": port.txMode || "-",
    mac: port.mac,
    mtu: port.mtu,
    link: port.up ? "up" : "down",
    kind: port.underlay ? "underlay" : "virtual",
    "rx queues": port.rxQueues,
    "tx queues": port.txQueues,
    "tx packets": port.txPackets,
    missed: port.rxMissed,
  }));
}

/** One row a port: what it asks of the controller. */
export function upcallRows(ports: readonly PortSample[]): Row[] {
  return ports.map(({ name, upcalls: { taken, refused, waiting, tokens } }) => ({
    ...{ port: name, taken, refused, waiting, tokens: tokens ?? "no limit" },
  }));
}

/** A flow and why it exists, over several lines. */
export function flowLines(flows: readonly FlowView[]): string {
  if (flows.length === 0) return "none\n";
  return flows
    .map((flow) =>
      [
        `flow ${flow.flow}: ${flow.match}`,
        `  does   ${flow.actions}${flow.groups === undefined ? "" : groupText(flow.groups)}`,
        `  since  ${pathLine(flow.path)}`,
        `  seen   ${plural(flow.packets, "packet")}, ${plural(flow.bytes, "byte")}, age ${(flow.ageMs / 1000).toFixed(1)} s`,
      ].join("\n"),
    )
    .join("\n")
    .concat("\n");
}

const groupText = (groups: NonNullable<FlowView["groups"]>): string =>
  groups
    .map(
      ({ group, members }) =>
        `; group ${group}: ${members.map((one) => `${one.weight}× ${one.actions}`).join(" or ")}`,
    )
    .join("");

export function pathLine(path: readonly { step: string; id: string; detail?: string }[]): string {
  return path.map(({ step, id, detail }) => `${step} ${id}${detail ? ` (${detail})` : ""}`).join(" → ");
}
