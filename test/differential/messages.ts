// What guests ask of the services at the edge: DHCP of both families, router solicitations, the metadata address and
// what its proxy answers. Some of it makes no sense.
import { DHCP_CLIENT, DHCP_SERVER } from "../../dataplane/simulation/build/dhcp.js";
import { DHCP6_CLIENT, DHCP6_SERVER } from "../../dataplane/simulation/build/dhcp6.js";
import { udp } from "../../dataplane/simulation/build/udp.js";
import { vmAddress, vmAddress6, vmMac, vmOf } from "../../dataplane/simulation/test/lib/arbitrary.js";
import { packet } from "../../dataplane/simulation/test/lib/packets.js";
import type { Random } from "../../dataplane/simulation/test/lib/random-keys.js";
import { formatMac, parseIp, parseMac } from "../../dataplane/topology/addresses.js";
import { derivedMac } from "../../dataplane/topology/keys.js";
import type { Metadata, Topology } from "../../dataplane/topology/model.js";
import { join } from "./frames.js";
import { duidOf } from "./furnish-services.js";
import { idBytes } from "./ids.js";
import { HOST } from "./scene.js";

/** A guest of this host, or the metadata proxy's side. */
interface Guest {
  vm: number;
  bridge: number;
  proxy: boolean;
}

export class Messages {
  private readonly guests: readonly Guest[];

  constructor(private readonly topology: Topology) {
    this.guests = topology.ports.flatMap((port) => {
      if (vmOf(port) < 0 || port.host !== HOST) return [];
      const proxy = port.addresses !== undefined;
      return [{ vm: vmOf(port), bridge: Number(/\d+$/.exec(port.device)?.[0] ?? 0), proxy }];
    });
  }

  /** Nobody serves anything here, or nobody asks. */
  get none(): boolean {
    const { dhcp, dhcp6, metadata, bridges = [], ports } = this.topology;
    const ras = bridges.some(({ ra }) => ra !== undefined) || ports.some(({ ra }) => ra !== undefined);
    return (
      this.guests.length === 0 ||
      !(ras || dhcp !== undefined || dhcp6 !== undefined || metadata !== undefined)
    );
  }

  /** A frame with the id behind the end that its headers declare. */
  draw(random: Random, id: number): { port: number; data: Uint8Array } {
    const guest = random.pick(this.guests);
    const bytes = guest.proxy ? this.answer(random, guest) : this.question(random, guest);
    return { port: guest.vm + 1, data: join(bytes, new Uint8Array(random.below(20)), idBytes(id)) };
  }

  private question(random: Random, guest: Guest): Uint8Array {
    switch (random.below(6)) {
      case 0:
      case 1:
        return this.dhcp(random, guest);
      case 2:
        return this.dhcp6(random, guest);
      case 3:
        return solicitation(random, guest);
      case 4:
        return asks(random, guest, this.topology.metadata?.[0]);
      default:
        return arp(random, guest, [
          "169.254.169.254",
          ...(this.topology.dhcp ?? []).map(({ server }) => server),
        ]);
    }
  }

  private answer(random: Random, { vm }: Guest): Uint8Array {
    const ends = { port: vm + 1, src: formatMac(vmMac(vm)), dst: formatMac(derivedMac(`vm-${vm}`)) };
    const other = random.below(8);
    const tp = [random.pick([80, 8080, 8080, 443]), 40_000] as const;
    const of = { ...ends, protocol: 6, tp };
    const pick = random.below(4);
    if (pick === 0)
      return arp(random, { vm, bridge: 0, proxy: true }, [`198.18.9.${1 + other}`, "198.18.0.1"]);
    if (pick === 1) return packet({ ...of, from: "fd02::2", to: `fd02:1::${1 + other}` }).data;
    return packet({ ...of, from: "198.18.0.2", to: `198.18.9.${1 + other}` }).data;
  }

  private dhcp(random: Random, { vm, bridge }: Guest): Uint8Array {
    const own = random.chance(92) ? vmMac(vm) : vmMac(vm + 1);
    const subnet = this.topology.dhcp?.find((one) => one.bridge === `bridge-${bridge}`);
    const server = subnet?.server ?? "10.0.0.250";
    const straight = random.chance(30);
    const at =
      subnet?.serverMac === undefined ? derivedMac(`dhcp ${subnet?.id}`) : parseMac(subnet.serverMac)!;
    const has = random.chance(50) ? ip4(vmAddress(bridge, vm)) : [0, 0, 0, 0];
    const message = new Uint8Array(240);
    message.set([1, random.chance(97) ? 1 : 6, 6, 0, ...word(random), 0, 0, random.chance(50) ? 0x80 : 0, 0]);
    message.set(has, 12);
    if (random.chance(5)) message.set([10, 0, 0, 9], 24);
    message.set(macBytes(own), 28);
    message.set([0x63, 0x82, 0x53, 0x63], 236);
    const options = [
      ...(random.chance(97) ? [53, 1, random.pick([1, 1, 3, 3, 3, 4, 7, 8, 9])] : []),
      ...(random.chance(50) ? [50, 4, ...ip4(vmAddress(bridge, random.chance(80) ? vm : vm + 3))] : []),
      ...(random.chance(30) ? [54, 4, ...ip4(random.chance(80) ? server : "10.0.0.99")] : []),
      ...(random.chance(60) ? parameters(random) : []),
      ...(random.chance(40)
        ? [
            57,
            2,
            ...random.pick([
              [2, 64],
              [5, 220],
              [1, 0],
            ]),
          ]
        : []),
      ...(random.chance(40) ? [61, 7, 1, ...macBytes(own)] : []),
      255,
    ];
    return udp(
      {
        ethernet: { dst: straight ? at : 0xffffffffffff, src: vmMac(vm) },
        src: mapped(has),
        dst: mapped(straight ? ip4(server) : [255, 255, 255, 255]),
      },
      4,
      { from: DHCP_CLIENT, to: DHCP_SERVER },
      join(message, Uint8Array.from(options)),
    ).data;
  }

  private dhcp6(random: Random, { vm, bridge }: Guest): Uint8Array {
    const subnet = this.topology.dhcp6?.find((one) => one.bridge === `bridge-${bridge}`);
    const mac =
      subnet?.serverMac === undefined ? derivedMac(`dhcp6 ${subnet?.id}`) : parseMac(subnet.serverMac)!;
    const address = parseIp(vmAddress6(bridge, random.chance(80) ? vm : vm + 3))!.bytes;
    const ia = [0, 0, 0, random.below(3), 0, 0, 0, 0, 0, 0, 0, 0];
    const inside = random.chance(60) ? option(5, [...address, 0, 0, 0, 0, 0, 0, 0, 0]) : [];
    const options = [
      ...(random.chance(95) ? option(1, [...Buffer.from(duidOf(vm), "hex")]) : []),
      ...(random.chance(40) ? option(2, [0, 3, 0, 1, ...macBytes(mac)]) : []),
      ...(random.chance(80) ? option(3, [...ia, ...inside]) : []),
      ...(random.chance(10) ? option(4, [0, 0, 0, 1]) : []),
      ...(random.chance(10) ? option(25, ia) : []),
      ...(random.chance(60) ? option(6, [0, 23, 0, 24, 0, 39, 0, random.pick([32, 82])]) : []),
      ...(random.chance(40) ? option(14, []) : []),
    ];
    const type = random.pick([1, 1, 3, 4, 5, 6, 8, 9, 11, 7, 12]);
    return udp(
      {
        ethernet: { dst: 0x333300010002, src: vmMac(vm) },
        src: parseIp(`fe80::${(vm + 1).toString(16)}`)!.bytes,
        dst: parseIp(random.chance(97) ? "ff02::1:2" : "ff02::1:3")!.bytes,
      },
      6,
      { from: DHCP6_CLIENT, to: random.chance(97) ? DHCP6_SERVER : 548 },
      Uint8Array.from([type, ...word(random).slice(1), ...options]),
    ).data;
  }
}

function solicitation(random: Random, { vm }: Guest): Uint8Array {
  const from = random.chance(70) ? `fe80::${(vm + 1).toString(16)}` : "::";
  const ends = { port: vm + 1, src: formatMac(vmMac(vm)), dst: "33:33:00:00:00:02" };
  const tp = [133, random.chance(95) ? 0 : 1] as const;
  return packet({ ...ends, from, to: "ff02::2", protocol: 58, tp }, { ttl: random.chance(90) ? 255 : 64 })
    .data;
}

function asks(random: Random, { vm, bridge }: Guest, hook: Metadata | undefined): Uint8Array {
  const own = formatMac(derivedMac(`metadata ${hook?.id}`));
  const ends = {
    port: vm + 1,
    src: formatMac(vmMac(vm)),
    dst: random.chance(90) ? own : "02:00:00:00:02:88",
  };
  const of = {
    ...ends,
    protocol: random.chance(90) ? 6 : 17,
    tp: [40_000 + random.below(5), random.chance(90) ? 80 : 81] as const,
  };
  if (random.chance(30)) {
    const from = vmAddress6(bridge, random.chance(90) ? vm : vm + 1);
    if (random.chance(30))
      return packet(
        {
          ...ends,
          dst: "33:33:ff:00:02:54",
          from,
          to: "ff02::1:ff00:254",
          protocol: 58,
          tp: [135, 0],
          target: "fd00:ec2::254",
        },
        { ttl: 255 },
      ).data;
    return packet({ ...of, from, to: "fd00:ec2::254" }).data;
  }
  const frag = random.chance(95) ? "NONE" : "LATER";
  return packet({
    ...of,
    from: vmAddress(bridge, random.chance(90) ? vm : vm + 1),
    to: "169.254.169.254",
    frag,
  }).data;
}

function arp(random: Random, { vm, bridge, proxy }: Guest, targets: readonly string[]): Uint8Array {
  const sender = proxy ? "198.18.0.2" : random.chance(90) ? vmAddress(bridge, vm) : "0.0.0.0";
  const ends = { port: vm + 1, src: formatMac(vmMac(vm)), dst: "ff:ff:ff:ff:ff:ff" };
  return packet({
    ...ends,
    arp: { operation: random.chance(95) ? 1 : 2, sender, target: random.pick(targets) },
  }).data;
}

function parameters(random: Random): number[] {
  const codes = [1, 3, 6, 12, 15, 26, 42, 51, 119, 121, 224, 249].filter(() => random.chance(50));
  return codes.length === 0 ? [] : [55, codes.length, ...codes];
}

const option = (code: number, bytes: readonly number[]): number[] => [0, code, 0, bytes.length, ...bytes];
const ip4 = (text: string): number[] => [...parseIp(text)!.bytes.subarray(12)];
const mapped = (bytes: readonly number[]): Uint8Array =>
  Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, ...bytes);
const macBytes = (mac: number): number[] => [5, 4, 3, 2, 1, 0].map((i) => Math.floor(mac / 256 ** i) % 256);
const word = (random: Random): number[] => [0, 1, 2, 3].map(() => random.below(256));
