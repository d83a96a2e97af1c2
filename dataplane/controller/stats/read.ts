// Counter pages -> Sample: names for numbers, lcores told apart. Pure but for the look itself.
import type { Counters } from "../../../bindings/index.js";
import { DROP_NAMES, PORT_FLAGS, QUEUE_INJECT, QUEUE_SPREAD } from "../../../bindings/layout.js";
import { offloadRows } from "../offloads/rows.js";
import type { PortUpcalls, QueueName, QueueSample, Sample } from "./sample.js";

export function readSample(counters: Counters, time: number): Sample {
  const { ports, lcores, generation, flowCount, attached } = counters.sample();
  const nameOf = (port: number): string => ports[port]?.name ?? String(port);
  const sent = (port: number, what: "packets" | "bytes"): number =>
    lcores.reduce((sum, lcore) => sum + (lcore.tx[port]?.[what] ?? 0), 0);
  return {
    time,
    generation,
    flowCount,
    attached,
    lcores: lcores.map(({ lcore, busyCycles, idleCycles, polls, idleSleeps }) => ({
      ...{ lcore, busyCycles, idleCycles, polls, idleSleeps },
    })),
    queues: lcores.flatMap(({ lcore, queues }) =>
      queues.map(
        (queue): QueueSample => ({
          ...queue,
          lcore,
          portName: queue.queue === QUEUE_INJECT ? "controller" : nameOf(queue.port),
          queue: queueName(queue.queue, lcores),
          drops: named(queue.drops),
        }),
      ),
    ),
    ports: ports.map((port) => ({
      port: port.port,
      name: port.name,
      driver: port.driver,
      mac: port.mac,
      mtu: port.mtu,
      up: port.linkUp,
      underlay: (port.flags & PORT_FLAGS.UNDERLAY) !== 0,
      speedMbps: port.speedMbps,
      card: port.card,
      rxMode: port.rxMode,
      txMode: port.txMode,
      offloads: offloadRows(port.name, port.offloads),
      rxQueues: port.rxQueues,
      txQueues: port.txQueues,
      rxDescriptors: port.rxDesc,
      txDescriptors: port.txDesc,
      txPackets: sent(port.port, "packets"),
      txBytes: sent(port.port, "bytes"),
      rxMissed: port.rxMissed,
      rxNoMbuf: port.rxNombuf,
      upcalls: upcallsOf(lcores.flatMap(({ upcalls }) => upcalls[port.port] ?? [])),
    })),
  };
}

/** Over all lcores. */
function upcallsOf(parts: readonly PortUpcalls[]): PortUpcalls {
  const sum = (what: "taken" | "refused" | "waiting"): number =>
    parts.reduce((total, part) => total + part[what], 0);
  const limited = parts.some(({ tokens }) => tokens !== undefined);
  const tokens = parts.reduce((total, part) => total + (part.tokens ?? 0), 0);
  const counts = { taken: sum("taken"), refused: sum("refused"), waiting: sum("waiting") };
  return limited ? { ...counts, tokens } : counts;
}

/** A ring between lcores is named after the lcore that fills it. */
function queueName(queue: number, lcores: readonly { lcore: number }[]): QueueName {
  if (queue === QUEUE_INJECT) return "inject";
  return queue < QUEUE_SPREAD
    ? queue
    : `spread ${lcores[queue - QUEUE_SPREAD]?.lcore ?? queue - QUEUE_SPREAD}`;
}

function named(drops: readonly number[]): Record<string, number> {
  const some: Record<string, number> = {};
  drops.forEach((count, reason) => {
    if (count > 0) some[DROP_NAMES[reason] ?? String(reason)] = count;
  });
  return some;
}
