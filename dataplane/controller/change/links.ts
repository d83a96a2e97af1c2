// What packets come in by and go out through beside ports: bindings, keys, tunnels' peers, L2 gateways and services in
// between.
import { STEP } from "../../simulation/path.js";
import type { Snapshot, VGateway, VInsertion } from "../../simulation/snapshot.js";
import { tag } from "../../simulation/tags.js";
import { formatMac, readMac } from "../../topology/addresses.js";
import type { Firing, Side } from "./firing.js";
import { outerSource } from "./remotes.js";

export function linksDiffer(fire: Firing): void {
  bindings(fire);
  keys(fire);
  peers(fire);
  gateways(fire);
  insertions(fire);
}

function bindings(fire: Firing): void {
  const { was, is } = fire;
  for (const [worker, index] of was.snapshot.bound.entries()) {
    const [before, after] = [was.port(index), is.port(is.snapshot.bound[worker]!)];
    if (before === after) continue;
    fire.because([`port ${before}`, `port ${after}`]).all(tag.workerPort(worker));
  }
}

/** Keys are derived past each other: a new port can move another's. */
function keys(fire: Firing): void {
  const { was, is } = fire;
  const named = (side: Side, pick: keyof Pick<Snapshot, "keys" | "vnis" | "greKeys" | "vsids">) =>
    new Map([...side.snapshot[pick]].map(([key, port]) => [key, side.port(port)]));
  for (const pick of ["keys", "vnis", "greKeys", "vsids"] as const) {
    const [before, after] = [named(was, pick), named(is, pick)];
    for (const key of new Set([...before.keys(), ...after.keys()])) {
      const [a, b] = [before.get(key), after.get(key)];
      if (a !== b) fire.because([`port ${a}`, `port ${b}`], "port").all(tag.tunnelKey(key));
    }
  }
}

/** Who may send to our ports by their keys, and as which host. */
function peers(fire: Firing): void {
  const { was, is } = fire;
  const [before, after] = [was.snapshot.peerTunnels, is.snapshot.peerTunnels];
  const host = ({ snapshot }: Side, tunnel = -1): string | undefined => snapshot.tunnels[tunnel]?.remote;
  const odd = [...new Set([...before.keys(), ...after.keys()])].filter(
    (address) => host(was, before.get(address)) !== host(is, after.get(address)),
  );
  if (odd.length === 0) return;
  const workers = new Set(was.snapshot.underlay.map(({ port }) => port));
  fire.because([], "tunnel-zone").some({
    tags: [...workers].map(tag.workerPort),
    way: [[{ step: STEP.TUNNEL_IN }]],
    regions: odd.flatMap(outerSource),
  });
}

function gateways(fire: Firing): void {
  const { was, is } = fire;
  const before = new Map(was.snapshot.gateways.map((one) => [one.id, one]));
  for (const b of is.snapshot.gateways) {
    const a = before.get(b.id);
    if (a === undefined) continue;
    const ids = (side: Side, { ports }: VGateway): string => ports.map((port) => side.port(port)).join();
    fire.because([`l2-gateway ${b.id}`], "port");
    if (ids(was, a) !== ids(is, b)) fire.all(a.tag);
    // By its MAC the other port's host is known.
    for (const [place, mac] of b.macs.entries()) {
      if (formatMac(readMac(mac)) === formatMac(readMac(a.macs[place]!))) continue;
      for (const port of b.ports)
        fire.some({
          tags: [tag.port(is.port(port))],
          regions: [is.region({ srcMac: formatMac(readMac(mac)) })],
        });
    }
  }
  for (const a of was.snapshot.gateways)
    if (!is.snapshot.gateways.some(({ id }) => id === a.id))
      fire.because([`l2-gateway ${a.id}`], "port").all(a.tag);
}

function insertions(fire: Firing): void {
  const { was, is } = fire;
  const before = new Map(was.snapshot.insertions.map((one) => [one.id, one]));
  const after = new Map(is.snapshot.insertions.map((one) => [one.id, one]));
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const [a, b] = [before.get(id), after.get(id)];
    fire.because([`l2-insertion ${id}`], "l2-insertion");
    if (a === undefined || b === undefined || led(was, a) !== led(is, b)) {
      if (a !== undefined) through(fire, was, a);
      if (b !== undefined) through(fire, is, b);
      continue;
    }
    const tags = [tag.port(was.port(a.port))];
    if (a.failOpen !== b.failOpen) fire.some({ tags, way: [[{ step: STEP.SERVICE_DOWN, id }]] });
    if (a.mac !== b.mac) fire.some({ tags, way: [[{ step: STEP.FROM_SERVICE, id }]] });
  }
}

/** By which ports, under which tag, and where among the services of its port. */
const led = (side: Side, { port, service, vlan, place }: VInsertion): string =>
  `${side.port(port)} ${side.port(service)} ${vlan} ${place}`;

/** All traffic of the protected port, and what the service gives back. */
function through(fire: Firing, side: Side, { port, service, vlan }: VInsertion): void {
  const [led, id] = [side.port(port), side.port(service)];
  const entering = { step: STEP.PORT_IN, id: led };
  fire.some({ tags: [tag.port(led)], way: [[entering, { step: STEP.PORT_OUT, id: led }]] });
  fire.some({ tags: [tag.port(id)], way: [[{ step: STEP.PORT_IN, id }]], regions: [side.region({ vlan })] });
}
