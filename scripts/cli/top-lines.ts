// One look of `edgelane top` as lines. Never asks anybody, nor knows of a terminal but its size.
import { dropSaid, type Sort, type Top } from "../../dataplane/controller/index.js";
import { table } from "./output.js";
import { rateRows } from "./rows.js";

/** `rows`: of the terminal; flows get what the other tables leave, three at least. */
export function topLines(top: Top, sort: Sort, rows: number, controller: boolean): string {
  const queues = table(rateRows(sorted(top, sort)));
  const drops = top.drops.filter(({ rate, packets }) => rate > 0 || packets > 0).slice(0, 8);
  const upcalls = top.upcalls.slice(0, 5);
  const parts = [
    `${top.flowCount} flows${controller ? "" : "; the controller is gone: queues and drops only"}  (sort: ${sort})\n`,
    queues,
  ];
  if (drops.length > 0)
    parts.push(
      table(
        drops.map(({ port, reason, rate, packets }) => ({
          ...{
            port,
            drops: reason,
            "/s": Math.round(rate),
            "in all": packets,
            because: dropSaid(reason).says,
          },
        })),
      ),
    );
  if (upcalls.length > 0)
    parts.push(
      table(
        upcalls.map(({ port, rate, upcalls: all }) => ({
          port,
          "upcalls/s": Math.round(rate),
          "in all": all,
        })),
      ),
    );
  if (controller) {
    const used = parts.reduce((sum, text) => sum + text.split("\n").length, 0);
    parts.push(flowTable(top, Math.max(3, rows - used - 3)));
  }
  return parts.join("\n");
}

function flowTable({ flows }: Top, most: number): string {
  return table(
    flows.slice(0, most).map(({ flow, inPort, packets, bits, actions, match }) => ({
      flow: String(flow),
      from: inPort,
      "packets/s": Math.round(packets),
      "Mb/s": (bits / 1e6).toFixed(2),
      does: actions,
      match,
    })),
  );
}

function sorted({ queues }: Top, sort: Sort): Top["queues"] {
  const by: Readonly<Record<Sort, (a: Top["queues"][number], b: Top["queues"][number]) => number>> = {
    packets: (a, b) => b.rx - a.rx,
    bits: (a, b) => b.rxBits - a.rxBits,
    drops: (a, b) => b.drops - a.drops,
    port: (a, b) => a.portName.localeCompare(b.portName),
  };
  return [...queues].sort(by[sort]);
}
