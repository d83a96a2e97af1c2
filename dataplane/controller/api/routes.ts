// What can be asked of a running node over HTTP, one entry a path. It must never hold state of its own; README.md here
// is its documentation.
import { ElError, parseTopology } from "../../topology/index.js";
import type { EdgeNode } from "../node.js";
import { portNamed } from "../port-names.js";
import { meterViews } from "../qos/views.js";
import { type Bounds, recording } from "../recording/session.js";
import { ledgerOf } from "../stats/ledger.js";
import { SORTS, type Sort } from "../stats/top.js";
import { neighbourViews, stationViews, tunnelViews } from "../views.js";
import { Streamed } from "./streamed.js";

export interface Request {
  method: string;
  /** Segments of the path behind the route's own. */
  rest: readonly string[];
  query: URLSearchParams;
  /** Parsed JSON; undefined when there is none. */
  body: unknown;
}

export type Handler = (node: EdgeNode, request: Request) => unknown | Promise<unknown>;

export const routes: Readonly<Record<string, Handler>> = {
  "GET status": (node) => node.status(),
  "GET ports": (node, { rest: [name] }) => {
    const { ports } = node.sample();
    return name === undefined ? ports : ports.find(({ port }) => port === portNamed(node.core, name));
  },
  "GET queues": (node) => node.sample().queues,
  "GET lcores": (node) => node.sample().lcores,
  "GET ledger": (node) => ledgerOf(node.sample().queues),
  "GET findings": (node) => node.findings(),
  "GET drops": (node) =>
    node
      .sample()
      .queues.flatMap(({ port, portName, queue, lcore, drops }) =>
        Object.entries(drops).map(([reason, packets]) => ({ port, portName, queue, lcore, reason, packets })),
      ),
  "GET rules": (node) => node.core.ruleLog.view(),
  "GET flows": (node, { rest }) => (rest[0] === undefined ? node.flows() : oneFlow(node, rest[0])),
  "GET why": (node, { rest, query }) => whyOf(node, rest, query),
  "POST why": (node, { body }) => {
    if (typeof body === "object" && body !== null) return node.why.packet({ ...body });
    throw new ElError("BODY_MISSING", "The request names no packet.", {
      place: "body",
      remedy: 'Send its fields: {"port": "vm1", "src": "10.0.1.10", "dst": "10.0.2.10"}.',
    });
  },
  "GET top": (node, { query }) => node.top(topOf(query)),
  "GET record": (node, { query }) =>
    new Streamed("application/octet-stream", recording(node.core, boundsOf(query))),
  "GET masks": (node) => node.masks(),
  "GET tunnels": (node) => tunnelViews(node.core),
  "GET meters": async (node) => {
    await node.core.sampleMeters();
    return meterViews(node.core);
  },
  "GET stations": (node) => stationViews(node.core),
  "GET neighbours": (node) => neighbourViews(node.core),
  "GET l2-gateways": (node) => node.core.state.gateways.list(),
  "POST l2-gateways": (node, { rest, body }) => takeOver(node, rest[0] ?? "", body),
  "GET waiting": (node) => node.core.waiting.names(),
  "GET topology": (node) => ({ revision: node.core.revision, topology: node.topology }),
  "POST apply": (node, { body, query }) =>
    query.has("planned") ? node.applyPlanned(topologyOf(body)) : node.apply(topologyOf(body)),
  "POST plan": (node, { body }) => node.plan(topologyOf(body)),
  "POST validate": (node, { body }) => {
    const topology = topologyOf(body);
    node.fits(topology);
    return { valid: true };
  },
  "POST simulate": (node, { body }) => {
    const { port, packet } = simulateBody(body);
    return node.simulate(port, packet);
  },
  "POST shutdown": (node) => {
    setImmediate(() => void node.stop());
    return { stopping: true };
  },
};

/** An operator, or whoever else knows, says which port of a gateway is active. */
function takeOver(node: EdgeNode, gateway: string, body: unknown) {
  const { active } = (body ?? {}) as { active?: unknown };
  if (typeof active === "string" && node.core.state.gateways.told(gateway, active, true))
    return node.core.state.gateways.list().find((one) => one.gateway === gateway);
  throw new ElError("GATEWAY_UNKNOWN", `There is no L2 gateway "${gateway}" with that port.`, {
    place: gateway,
    remedy: 'Name one of GET l2-gateways and one of its ports: {"active": "trunk2"}.',
  });
}

function topologyOf(body: unknown) {
  if (typeof body === "object" && body !== null) return parseTopology(body, "request");
  throw new ElError("BODY_MISSING", "The request carries no topology.", {
    place: "body",
    remedy: "Send the topology document as JSON.",
  });
}

function topOf(query: URLSearchParams): { ms: number; flows: number; sort: Sort } {
  const [ms, flows] = [Number(query.get("ms") ?? 1000), Number(query.get("flows") ?? 20)];
  const sort = SORTS.find((one) => one === (query.get("sort") ?? "packets"));
  if (ms >= 100 && ms <= 60_000 && flows >= 0 && flows <= 1000 && sort !== undefined)
    return { ms, flows, sort };
  throw new ElError(
    "QUERY_INVALID",
    "A look lasts 100 to 60000 ms, has 1000 flows at most, and a known sort.",
    {
      place: "query",
      remedy: `Ask for /top?ms=1000&flows=20&sort=packets; sorts are ${SORTS.join(", ")}`,
    },
  );
}

function boundsOf(query: URLSearchParams): Bounds {
  const [count, seconds] = [Number(query.get("count") ?? 10_000), Number(query.get("seconds") ?? 60)];
  if (count >= 1 && count <= 1_000_000 && seconds > 0 && seconds <= 3600) return { count, seconds };
  throw new ElError("QUERY_INVALID", "A recording is bounded by 1 to 1000000 upcalls and 3600 seconds.", {
    place: "query",
    remedy: "Ask for /record?count=10000&seconds=60",
  });
}

async function whyOf(node: EdgeNode, [kind, name = ""]: readonly string[], query: URLSearchParams) {
  if (kind === "drop") return node.why.drop(name, query.get("port") ?? undefined);
  const why = kind === "flow" ? await node.why.flow(Number(name)) : undefined;
  if (why !== undefined) return why;
  throw flowUnknown(name);
}

async function oneFlow(node: EdgeNode, text: string): Promise<unknown> {
  const id = Number(text);
  await node.core.sampleFlows();
  const flow = Number.isSafeInteger(id) ? node.explain(id) : undefined;
  if (flow !== undefined) return flow;
  throw flowUnknown(text);
}

function flowUnknown(text: string): ElError {
  return new ElError("FLOW_UNKNOWN", `There is no flow ${text}, and none that ended lately.`, {
    place: text,
    remedy: "List the live ones: edgelane show flows",
  });
}

function simulateBody(body: unknown): { port: string; packet: Uint8Array } {
  const { port, packet } = (body ?? {}) as { port?: unknown; packet?: unknown };
  if (typeof port === "string" && typeof packet === "string" && /^([0-9a-f]{2})+$/i.test(packet))
    return { port, packet: Buffer.from(packet, "hex") };
  throw new ElError("BODY_INVALID", "The request needs a port name and a packet in hex digits.", {
    place: "body",
    remedy: 'Send {"port": "vm1", "packet": "ffffffffffff…"}.',
  });
}
