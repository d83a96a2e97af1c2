// The networks that two guests are joined by: a wire, the kernel's bridges and VXLAN, edgelane. Each is built as its
// users would build it; nothing in it may favour one.
import { join } from "node:path";
import { type By, HOST, startNode } from "./node.js";
import type { Spaces } from "./space.js";
import type { Guests } from "./traffic.js";

export interface Scene {
  name: string;
  /** The scene of the kernel's that does the same. */
  beside?: string;
  build(spaces: Spaces, folder: string): Promise<Guests> | Guests;
}

const VNI = 42;
/** Inside VXLAN over IPv4 and an MTU of 1500. */
const INNER = 1450;
const [A, B] = ["10.9.0.1", "10.9.0.2"];
const [HERE, THERE] = ["192.0.2.1", "192.0.2.2"];

const WORDS: Record<By, string> = {
  tap: "TAP (virtio headers)",
  net_tap: "net_tap",
  net_af_xdp: "af_xdp",
  net_af_packet: "af_packet",
};

export const SCENES: readonly Scene[] = [
  { name: "veth", build: (spaces) => direct(spaces, false) },
  { name: "veth, no offloads", build: (spaces) => direct(spaces, true) },
  { name: "kernel vxlan", build: (spaces) => kernel(spaces, false) },
  { name: "kernel vxlan, no offloads", build: (spaces) => kernel(spaces, true) },
  ...(Object.keys(WORDS) as By[]).flatMap((by): Scene[] => [
    {
      name: `edgelane ${WORDS[by]}`,
      beside: "veth",
      build: (spaces, folder) => local(spaces, folder, by),
    },
    {
      name: `edgelane ${WORDS[by]} vxlan`,
      beside: "kernel vxlan",
      build: (spaces, folder) => tunnelled(spaces, folder, by),
    },
  ]),
];

function direct(spaces: Spaces, plain: boolean): Guests {
  const [a, b] = [spaces.add("a"), spaces.add("b")];
  spaces.wire([a, "eth0"], [b, "eth0"], plain);
  spaces.ip(a, `address add ${A}/24 dev eth0`);
  spaces.ip(b, `address add ${B}/24 dev eth0`);
  return { client: a, server: b, address: B };
}

/** Guest, bridge and VXLAN in each of two hosts, a wire between them. */
function kernel(spaces: Spaces, plain: boolean): Guests {
  const [a, b] = [spaces.add("a"), spaces.add("b")];
  const [left, right] = [spaces.add("h1"), spaces.add("h2")];
  spaces.wire([left, "u0"], [right, "u0"], plain);
  for (const [host, guest, here, there, address] of [
    [left, a, HERE, THERE, A],
    [right, b, THERE, HERE, B],
  ] as const) {
    spaces.ip(host, `address add ${here}/24 dev u0`);
    behind(spaces, host, guest, here, there, address, plain);
  }
  return { client: a, server: b, address: B };
}

/** A guest behind the kernel's bridge and VXLAN device. */
function behind(
  spaces: Spaces,
  host: string,
  guest: string,
  here: string,
  there: string,
  address: string,
  plain: boolean,
): void {
  spaces.ip(host, `link add name vx type vxlan id ${VNI} local ${here} remote ${there} dstport 4789 dev u0`);
  spaces.ip(host, "link add name sw type bridge");
  spaces.wire([guest, "eth0"], [host, "g0"], plain);
  for (const device of ["vx", "g0"]) spaces.ip(host, `link set ${device} master sw`);
  for (const device of ["vx", "sw"]) spaces.ip(host, `link set ${device} up`);
  spaces.ip(guest, `link set eth0 mtu ${INNER}`);
  spaces.ip(guest, `address add ${address}/24 dev eth0`);
}

/** Both guests on one bridge of one node. */
async function local(spaces: Spaces, folder: string, by: By): Promise<Guests> {
  const [a, b] = [spaces.add("a"), spaces.add("b")];
  await startNode(spaces, {
    folder: join(folder, "node"),
    ports: [
      { name: "a", by, space: a, as: "eth0", address: `${A}/24` },
      { name: "b", by, space: b, as: "eth0", address: `${B}/24` },
    ],
    topology: {
      bridges: [{ id: "br" }],
      ports: [
        { id: "a", device: "br", host: HOST, interface: "a" },
        { id: "b", device: "br", host: HOST, interface: "b" },
      ],
    },
  });
  return { client: a, server: b, address: B };
}

/** One guest behind the node, the other behind the kernel's VXLAN. */
async function tunnelled(spaces: Spaces, folder: string, by: By): Promise<Guests> {
  const [a, b, far] = [spaces.add("a"), spaces.add("b"), spaces.add("h2")];
  await startNode(spaces, {
    folder: join(folder, "node"),
    ports: [
      { name: "a", by, space: a, as: "eth0", address: `${A}/24`, mtu: INNER },
      { name: "wire", by, space: far, as: "u0", address: `${THERE}/24` },
    ],
    underlay: { port: "wire", address: `${HERE}/24` },
    topology: {
      bridges: [{ id: "br" }],
      ports: [
        { id: "a", device: "br", host: HOST, interface: "a" },
        {
          id: "far",
          device: "br",
          vtep: { type: "vxlan", key: VNI, host: HOST, remotes: [{ address: THERE }] },
        },
      ],
    },
  });
  behind(spaces, far, b, THERE, HERE, B, false);
  return { client: a, server: b, address: B };
}
