// DHCPv4 at an exterior bridge port (RFC 2131 4.3): stations that have a lease are answered on the spot, whoever has none
// is left to others, and so is what is no DHCP. Leases never run out: release and decline change nothing.
import { FRAG, KEY } from "../../bindings/layout.js";
import { parseIp } from "../topology/addresses.js";
import { OPTION } from "../topology/dhcp-options.js";
import { ARP_REPLY, ARP_REQUEST, arp, BROADCAST } from "./build/arp.js";
import { getShort } from "./build/checksum.js";
import {
  DHCP,
  DHCP_CLIENT,
  DHCP_SERVER,
  type DhcpMessage,
  dhcpAnswer,
  isNone,
  readDhcp,
  wantsBroadcast,
} from "./build/dhcp.js";
import { udp } from "./build/udp.js";
import { overhead } from "./compile/overlay-mtu.js";
import { type Context, FATE, type Fate } from "./context.js";
import type { VDhcp, VLease, VSubnet } from "./edge.js";
import { sendAt } from "./generate.js";
import { ANSWER, NOTE, STEP } from "./path.js";
import { ETHER, PROTO } from "./protocols.js";
import type { VPort } from "./snapshot.js";
import { withMac } from "./tags.js";
import { vlanAsSent } from "./vlan.js";

const NONE = new Uint8Array(4);
const NO_BYTES = new Uint8Array(0);
const NOTHING: ReadonlyMap<number, Uint8Array> = new Map();
/** RFC 8200 5. */
const LEAST_MTU6 = 1280;
const EVERYBODY = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 255, 255, 255, 255);

/** A frame to everybody. 0: not for the server. */
export function dhcpBroadcast(ctx: Context, port: VPort, served: VDhcp): Fate | 0 {
  for (const subnet of served.subnets) {
    const answered = serverArp(ctx, port, subnet);
    if (answered !== 0) return answered;
  }
  if (!isRequest(ctx) || !ctx.wireIs(KEY.ip_dst + 12, -1, -1)) return 0;
  return serve(ctx, port, served, null);
}

/** A frame to the server's MAC. */
export function dhcpUnicast(ctx: Context, port: VPort, served: VDhcp, subnet: VSubnet): Fate | 0 {
  const answered = serverArp(ctx, port, subnet);
  if (answered !== 0) return answered;
  if (!ctx.shortIs(KEY.eth_type, ETHER.IP4) || !ctx.wireIs(KEY.ip_dst + 12, subnet.server.word, -1)) return 0;
  return isRequest(ctx) ? serve(ctx, port, served, subnet) : 0;
}

function isRequest(ctx: Context): boolean {
  return (
    ctx.shortIs(KEY.eth_type, ETHER.IP4) &&
    ctx.byteIs(KEY.ip_proto, PROTO.UDP) &&
    ctx.byteIs(KEY.ip_frag, FRAG.NONE, 3) &&
    ctx.shortIs(KEY.tp_dst, DHCP_SERVER)
  );
}

/** A renewal goes straight to the server, whose MAC a station must be able to ask for. */
function serverArp(ctx: Context, port: VPort, { answersArp, server, at }: VSubnet): Fate | 0 {
  if (!answersArp || !ctx.shortIs(KEY.eth_type, ETHER.ARP)) return 0;
  if (!ctx.wireIs(KEY.ip_dst + 12, server.word, -1) || !ctx.byteIs(KEY.ip_proto, ARP_REQUEST)) return 0;
  ctx.exact(KEY.ip_src + 12, 4);
  const frame = arp({
    operation: ARP_REPLY,
    senderIp: server.bytes,
    senderMac: at.mac,
    targetIp: ctx.work.slice(KEY.ip_src, KEY.ip_src + 16),
    targetMac: ctx.mac(KEY.eth_src),
    vlan: vlanAsSent(ctx),
  });
  sendAt(ctx, port, frame, ANSWER.ARP_REPLY);
  return FATE.CONSUMED;
}

/** `subnet`: whose server was asked; null: all. */
function serve(ctx: Context, port: VPort, served: VDhcp, subnet: VSubnet | null): Fate | 0 {
  ctx.readSrc();
  const mac = ctx.macRead;
  ctx.tag(withMac(served.leaseTag, ctx.macHigh, ctx.macLow, 0));
  const declared = served.leases.get(mac);
  if (declared === undefined || (subnet !== null && declared.subnet !== subnet)) return 0;
  // From here on the message itself is looked at, not its key alone.
  ctx.once = true;
  const message = readDhcp(ctx.packet.data, ctx.packet.l4Offset);
  if (message === null || message.mac !== mac) return 0;
  if (!isNone(message.giaddr)) return note(ctx, port, NOTE.RELAYED);
  const lease = { ...declared, options: withMtu(ctx, served, declared.options) };
  switch (message.type) {
    case DHCP.DISCOVER:
      return answer(ctx, port, lease, message, DHCP.OFFER);
    case DHCP.REQUEST:
      return request(ctx, port, lease, message);
    case DHCP.INFORM:
      return isNone(message.ciaddr) ? note(ctx, port, NOTE.MALFORMED) : inform(ctx, port, lease, message);
    case DHCP.RELEASE:
      return note(ctx, port, NOTE.RELEASE);
    case DHCP.DECLINE:
      return note(ctx, port, NOTE.DECLINE);
    default:
      return note(ctx, port, NOTE.MALFORMED);
  }
}

/** RFC 2131 4.3.2: selecting names the server; rebooting, renewing and rebinding name the address only. */
function request(ctx: Context, port: VPort, lease: VLease, message: DhcpMessage): Fate | 0 {
  const server = message.options.get(OPTION.SERVER);
  if (server !== undefined && !same(server, lease.subnet.server.bytes)) return 0;
  const asked = message.options.get(OPTION.REQUESTED) ?? message.ciaddr;
  if (isNone(asked)) return note(ctx, port, NOTE.MALFORMED);
  return answer(ctx, port, lease, message, same(asked, lease.address) ? DHCP.ACK : DHCP.NAK);
}

function answer(ctx: Context, port: VPort, lease: VLease, message: DhcpMessage, type: number): Fate {
  const nak = type === DHCP.NAK;
  const yiaddr = nak ? NONE : lease.address.subarray(12);
  const ciaddr = type === DHCP.ACK ? message.ciaddr : NONE;
  const times = nak ? [] : timesOf(lease.subnet.leaseTime);
  const told = nak ? [] : chosen(lease, message);
  const to = nak || (isNone(ciaddr) && wantsBroadcast(message)) ? EVERYBODY : lease.address;
  return send(ctx, port, lease, message, { type, ciaddr, yiaddr, to, options: [...times, ...told] });
}

/** Settings only, to the address the station says it has (RFC 2131 4.3.5). */
function inform(ctx: Context, port: VPort, lease: VLease, message: DhcpMessage): Fate {
  const { ciaddr } = message;
  const to = lease.address.slice();
  to.set(ciaddr, 12);
  const options = chosen(lease, message);
  return send(ctx, port, lease, message, { type: DHCP.ACK, ciaddr, yiaddr: NONE, to, options });
}

type Told = [code: number, bytes: Uint8Array];

interface Sent {
  type: number;
  ciaddr: Uint8Array;
  yiaddr: Uint8Array;
  /** 16 bytes; the broadcast address goes to the broadcast MAC. */
  to: Uint8Array;
  options: Told[];
}

function send(
  ctx: Context,
  port: VPort,
  { subnet, options: told }: VLease,
  message: DhcpMessage,
  sent: Sent,
): Fate {
  const client = message.options.get(OPTION.CLIENT);
  const options: Told[] = [
    [OPTION.TYPE, Uint8Array.of(sent.type)],
    [OPTION.SERVER, subnet.server.bytes.subarray(12)],
    // RFC 6842: as it came.
    ...(client === undefined ? [] : [[OPTION.CLIENT, client] as Told]),
    ...sent.options,
  ];
  const { ciaddr, yiaddr, to } = sent;
  const frame = udp(
    {
      ethernet: {
        dst: to === EVERYBODY ? BROADCAST : message.mac,
        src: subnet.at.mac,
        vlan: vlanAsSent(ctx),
      },
      src: subnet.server.bytes,
      dst: to,
    },
    4,
    { from: DHCP_SERVER, to: DHCP_CLIENT },
    dhcpAnswer(message, { ciaddr, yiaddr, ...bootOf(sent.type === DHCP.NAK ? NOTHING : told), options }),
  );
  const word =
    sent.type === DHCP.OFFER ? ANSWER.DHCP_OFFER : sent.type === DHCP.ACK ? ANSWER.DHCP_ACK : ANSWER.DHCP_NAK;
  sendAt(ctx, port, frame, word);
  return FATE.CONSUMED;
}

/** Where a station without a disk goes on: its firmware looks into fields of the message before any option. */
function bootOf(options: ReadonlyMap<number, Uint8Array>): { siaddr: Uint8Array; bootFile: Uint8Array } {
  const name = options.get(OPTION.BOOT_SERVER);
  const named = name === undefined ? undefined : parseIp(Buffer.from(name).toString("latin1"));
  const address = named?.family === 4 ? named.bytes.subarray(12) : options.get(OPTION.BOOT_ADDRESSES);
  return {
    siaddr: address?.subarray(0, 4) ?? NONE,
    bootFile: options.get(OPTION.BOOT_FILE) ?? NO_BYTES,
  };
}

/** What it asks for, in its order; the mask and the MTU in any case: a station that does not know them is lost. */
function chosen({ options }: VLease, message: DhcpMessage): Told[] {
  const wanted = message.options.get(OPTION.PARAMETERS);
  const codes =
    wanted === undefined
      ? [...options.keys()].filter((code) => code !== OPTION.ROUTES_MS)
      : [...new Set([...wanted, OPTION.MASK, OPTION.MTU])];
  return codes.flatMap((code): Told[] => {
    const bytes = options.get(code);
    return bytes === undefined ? [] : [[code, bytes]];
  });
}

/** The MTU is the least of what is declared, what the links take and what is known by now of the tunnels' paths. Of a
 * path no less is believed than IPv6 needs of every link: a lease lasts longer than such a word. */
function withMtu(
  { snapshot, state }: Context,
  { linkMtu }: VDhcp,
  options: ReadonlyMap<number, Uint8Array>,
): ReadonlyMap<number, Uint8Array> {
  const told = options.get(OPTION.MTU);
  let mtu = Math.min(linkMtu || Infinity, told?.length === 2 ? getShort(told, 0) : Infinity);
  for (const { type, remote } of snapshot.tunnels) {
    const path = state.pathMtu?.(remote) ?? Infinity;
    mtu = Math.min(mtu, Math.max(LEAST_MTU6, path - overhead(type, remote.includes(":") ? 6 : 4)));
  }
  if (!Number.isFinite(mtu)) return options;
  return new Map(options).set(OPTION.MTU, Uint8Array.of(mtu >> 8, mtu));
}

/** Lease, renewal at a half and rebinding at seven eighths of it (RFC 2131 4.4.5); for ever is for ever. */
function timesOf(lease: number): Told[] {
  const forever = lease === 0xffffffff;
  const word = (seconds: number): Uint8Array => {
    const value = forever ? 0xffffffff : Math.floor(seconds);
    return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
  };
  return [
    [OPTION.LEASE_TIME, word(lease)],
    [OPTION.RENEWAL, word(lease / 2)],
    [OPTION.REBINDING, word((lease * 7) / 8)],
  ];
}

/** Taken in without an answer; the path says why. */
function note(ctx: Context, port: VPort, what: number): Fate {
  ctx.step(STEP.SERVICE, port.index, what);
  return FATE.CONSUMED;
}

/** Four bytes, and the last four of a mapped address or four more. */
function same(four: Uint8Array, other: Uint8Array): boolean {
  const skip = other.length - 4;
  return four.length === 4 && four.every((byte, i) => byte === other[skip + i]);
}
