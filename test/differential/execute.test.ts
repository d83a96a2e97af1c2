// The executor against the worker's own action code, list by list: two authors, one header. What they agree on, scapy
// has judged on the worker's side (test/unit-c).
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { ActionWriter, hashFlow } from "../../bindings/index.js";
import { FIELDS, KEY, PORT_TUNNEL, TUNNEL_FLAGS, TUNNEL_TYPE, UPCALL_REASON } from "../../bindings/layout.js";
import { encodeStruct } from "../../bindings/record.js";
import { packageRoot } from "../../bindings/root.js";
import { network } from "../../dataplane/simulation/test/lib/arbitrary.js";
import { Random, randomKey } from "../../dataplane/simulation/test/lib/random-keys.js";
import { parseIp } from "../../dataplane/topology/addresses.js";
import { story } from "../lib/needs.js";
import { short } from "./bytes.js";
import { execute, type Fate, type Machine, type Pipe, type Program, tunnelOf } from "./execute.js";
import { frame } from "./frames.js";
import { macBytes, parsed, type World } from "./world.js";

const RUNS = 20_000;
const PORT = 3;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const address = (text: string): Uint8Array => parseIp(text)!.bytes;

const hop = (port: number, vlan: number, last: number): Pipe["hops"][number] => ({
  ...{ port, vlan, dst: macBytes(0x020000aa0000 + last), src: macBytes(0x020000000001) },
});

const pipe = (type: Pipe["type"], six: boolean, more: Partial<Pipe>): Pipe => ({
  type,
  local: address(six ? "2001:db8:ff::1" : "192.0.2.1"),
  remote: address(six ? "2001:db8:ff::2" : "192.0.2.2"),
  udpPort: type === "vxlan" ? 4789 : 0,
  ...{ sourceMin: 49152, sourceRange: 16384, ttl: 64, copyTos: true },
  ...{ udpChecksum: false, zeroChecksum6: false, asks: true, mtu: 1400 },
  hops: [hop(0, 0, 1)],
  ...more,
});

const PIPES: readonly Pipe[] = [
  pipe("vxlan", false, { udpChecksum: true, hops: [hop(0, 0, 1), hop(1, 7, 2), hop(2, 0, 3)] }),
  pipe("vxlan", true, { mtu: 0, sourceRange: 1024 }),
  pipe("vxlan", true, { zeroChecksum6: true, hops: [hop(0, 9, 1)] }),
  pipe("gre", false, { asks: false, mtu: 100, copyTos: false }),
  pipe("gre", true, { hops: [] }),
  pipe("nvgre", false, { mtu: 60, hops: [hop(0, 0, 1), hop(1, 0, 2)] }),
  pipe("nvgre", true, { ttl: 1 }),
];

const ENDPOINTS: World["endpoints"] = ["192.0.2.1", "2001:db8:ff::1"].flatMap((local) => [
  { type: TUNNEL_TYPE.VXLAN, udpDst: 4789, local: address(local) },
  { type: TUNNEL_TYPE.GRE, udpDst: 0, local: address(local) },
]);

const SETTABLE = FIELDS.filter(({ settable }) => settable);

/** Member lists of two groups; the second's name the first. */
const LISTS = [
  new ActionWriter().output(4).take(),
  new ActionWriter().decTtl().set("eth_dst", "02:00:00:00:00:77").output(5).take(),
  new ActionWriter().encap(0, 77).output(PORT_TUNNEL).take(),
  new ActionWriter().decTtl().select(0).take(),
];
const GROUPS: Program["groups"] = [
  {
    members: [0, 1, 2].map((list) => ({
      actions: LISTS[list]!,
      weight: [1, 7, 30][list]!,
      token: BigInt(list * 99),
    })),
  },
  {
    members: [3, 0].map((list) => ({ actions: LISTS[list]!, weight: 100, token: 2n ** 63n + BigInt(list) })),
  },
];

function preamble(): string[] {
  const struct = (
    name: Parameters<typeof encodeStruct>[2],
    size: number,
    fields: Parameters<typeof encodeStruct>[3],
  ) => {
    const bytes = new Uint8Array(size);
    encodeStruct(new DataView(bytes.buffer), 0, name, fields);
    return hex(bytes);
  };
  const lines = ENDPOINTS.map(
    ({ type, udpDst, local }) => `endpoint ${struct("endpoint", 24, { type, udp_dst: udpDst, local })}`,
  );
  let hops = 0;
  for (const [id, one] of PIPES.entries()) {
    const ids = one.hops.map(({ port, vlan, dst, src }) => {
      lines.push(
        `nexthop ${hops} ${struct("cmd_nexthop_set", 40, { nexthop_id: hops, port, vlan, eth_dst: dst, eth_src: src })}`,
      );
      return hops++;
    });
    const flags =
      (one.asks ? TUNNEL_FLAGS.MTU_PUNT : 0) |
      (one.udpChecksum ? TUNNEL_FLAGS.UDP_CSUM : 0) |
      (one.zeroChecksum6 ? TUNNEL_FLAGS.ZERO6 : 0) |
      (one.copyTos ? TUNNEL_FLAGS.COPY_TOS : 0) |
      TUNNEL_FLAGS.DF;
    const type = TUNNEL_TYPE[one.type.toUpperCase() as keyof typeof TUNNEL_TYPE];
    const { local, remote, ttl, mtu } = one;
    lines.push(
      `tunnel ${id} ${struct("cmd_tunnel_set", 104, {
        ...{ tunnel_id: id, type, ttl, tos: 0, flags, local, remote, udp_dst: one.udpPort, mtu },
        ...{ udp_src_min: one.sourceMin, udp_src_range: one.sourceRange },
        ...{ nexthop_count: ids.length, nexthops: [...ids, ...Array<number>(8 - ids.length).fill(0)] },
      })}`,
    );
  }
  LISTS.forEach((list, id) => void lines.push(`action ${id} ${hex(list)}`));
  GROUPS.forEach(({ members }, id) => {
    const bytes = members.map(({ actions, weight, token }) =>
      struct("group_member", 16, { action_id: LISTS.indexOf(actions), weight, token: token }),
    );
    lines.push(`group ${id} ${bytes.join("")}`);
  });
  return lines;
}

/** Fields that such a packet has; now and then any. */
function settable(random: Random, key: Uint8Array): (typeof SETTABLE)[number] {
  const type = short(key, KEY.eth_type);
  const ip = type === 0x0800 || type === 0x86dd;
  const has = new Set<number>([KEY.eth_dst, KEY.eth_src]);
  if (short(key, KEY.vlan_tci) !== 0) has.add(KEY.vlan_tci);
  if (ip || type === 0x0806) has.add(KEY.ip_src).add(KEY.ip_dst);
  if (ip) has.add(KEY.ip_tos);
  if (ip && [6, 17, 132].includes(key[KEY.ip_proto]!)) has.add(KEY.tp_src).add(KEY.tp_dst);
  return random.pick(random.chance(95) ? SETTABLE.filter(({ offset }) => has.has(offset)) : SETTABLE);
}

function randomList(random: Random, depth: number, tunnelled: boolean, key: Uint8Array): Uint8Array {
  const writer = new ActionWriter();
  if (tunnelled) writer.decap("02:00:00:00:00:0d", "02:00:00:00:00:0e");
  if (random.chance(short(key, KEY.vlan_tci) === 0 ? 2 : 50)) writer.popVlan();
  for (let i = random.below(4); i > 0; i--) {
    const field = settable(random, key);
    const value = Uint8Array.from({ length: field.bytes }, () => random.below(256));
    const bits = Uint8Array.from({ length: field.bytes }, () =>
      random.chance(70) ? 0xff : random.below(256),
    );
    // A key's IPv4 address is mapped; bit 12 of a tag says that it is there.
    if (field.bytes === 16 && random.chance(97)) {
      value.fill(0, 0, 10).fill(0xff, 10, 12);
      bits.fill(0, 0, 12);
    }
    if (field.offset === KEY.vlan_tci) {
      value[0]! |= 0x10;
      if (random.chance(50)) bits[0]! &= 0xef;
    }
    writer.setBits(field.offset, value, bits);
  }
  const routed = [0x0800, 0x86dd].includes(short(key, KEY.eth_type));
  for (let i = routed || random.chance(3) ? random.below(3) : 0; i > 0; i--) writer.decTtl();
  if (random.chance(10)) writer.pushVlan(random.pick([0x8100, 0x88a8]), random.below(65536));
  if (random.chance(20)) writer.output(6);
  if (depth > 0 && random.chance(30))
    writer.clone((inner) => inner.append(randomList(random, depth - 1, false, key)));
  const how = random.below(10);
  if (how < 4) writer.output(random.below(8));
  else if (how < 7) writer.encap(random.below(PIPES.length), random.below(2 ** 24)).output(PORT_TUNNEL);
  else if (how < 8) writer.select(random.below(2));
  else if (how < 9) writer.drop(70);
  return writer.take();
}

/** The tool's words for a fate. */
function words(fate: Fate): string {
  if (fate.kind === "sent") return `sent ${fate.port} ${hex(fate.bytes)}`;
  if (fate.kind === "dropped") return `dropped ${fate.reason}`;
  return `upcall ${fate.reason} ${fate.arg} ${hex(fate.packet.bytes)}`;
}

story("the executor", ["built"], () => {
  it("runs action lists as the worker's code does", () => {
    const random = new Random(9);
    const pools = fc.sample(network, { seed: 5, numRuns: 20 }).map(({ pool }) => pool);
    const machine: Machine = { pipes: PIPES, mtus: Array<number>(16).fill(65535) };
    const world = { endpoints: ENDPOINTS, endpointNames: "all" } as World;
    const lines = preamble();
    const expected: { want: string[]; packet: string; list: string }[] = [];
    for (let id = 0; expected.length < RUNS; id++) {
      const key = randomKey(random, random.pick(pools));
      const six = key[KEY.tun_src] !== 0 || key[KEY.tun_src + 10] !== 0xff;
      if (tunnelOf(key) !== TUNNEL_TYPE.NONE)
        key.set(address(six ? "2001:db8:ff::1" : "192.0.2.1"), KEY.tun_dst);
      const outer = { udpPort: 4789, dst: macBytes(1), src: macBytes(2), vlan: random.pick([0, 7]) };
      const data = frame(random, key, id, outer);
      const packet = parsed(world, PORT, data, true);
      if (typeof packet === "number") continue;
      const tunnel = tunnelOf(packet.key);
      const actions = randomList(random, 2, tunnel !== TUNNEL_TYPE.NONE && random.chance(97), packet.key);
      const running = { bytes: data, tunnel, hash: hashFlow(packet.key), exit: 0xffff };
      lines.push(`run ${PORT} ${hex(data)} ${hex(actions) || "-"}`);
      const want = execute(machine, { actions, groups: GROUPS }, running).map(words);
      expected.push({ want, packet: hex(data), list: hex(actions) });
    }
    const tool = join(packageRoot, "build/c/test/tools/actions_dump");
    const { stdout, stderr, status } = spawnSync(tool, {
      input: `${lines.join("\n")}\n`,
      encoding: "utf8",
      maxBuffer: 2 ** 30,
    });
    expect(stderr).toBe("");
    expect(status).toBe(0);
    const answers = stdout.split(/^end .*\n/m);
    expect(answers.length).toBe(RUNS + 1);
    let compared = 0;
    const kinds = new Map<string, number>();
    for (const [index, { want, packet, list }] of expected.entries()) {
      // Of an upcall the key and offsets follow.
      const got = answers[index]!.trimEnd()
        .split("\n")
        .map((line) => line.replace(/^(upcall( \S+){3}) .*/, "$1"));
      if (got[0]!.startsWith("refused")) continue;
      compared++;
      for (const line of want) {
        const kind = line
          .split(" ")
          .slice(0, line.startsWith("sent") ? 1 : 2)
          .join(" ");
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      }
      if (got.join("\n") !== want.join("\n"))
        throw new Error(
          `packet ${packet}\nlist ${list}\nworker:\n${got.join("\n")}\nexecutor:\n${want.join("\n")}`,
        );
    }
    console.log(`${compared} of ${RUNS} lists compared: ${JSON.stringify(Object.fromEntries(kinds))}`);
    expect(compared).toBeGreaterThan(RUNS / 2);
    for (const reason of [UPCALL_REASON.TTL, UPCALL_REASON.TUNNEL_MTU])
      expect(kinds.get(`upcall ${reason}`)).toBeGreaterThan(10);
  });
});
