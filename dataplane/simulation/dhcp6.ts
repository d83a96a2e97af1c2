// DHCPv6 at an exterior bridge port (RFC 8415 18.3): stations that are declared get their address, all get the settings
// they ask for. What is no client's message, or is meant for another server, goes on its way. Leases never run out.
import { FRAG, KEY } from "../../bindings/layout.js";
import {
  DHCP6,
  DHCP6_CLIENT,
  DHCP6_SERVER,
  type Dhcp6Message,
  dhcp6Answer,
  OPTION6,
  type Option6,
  option6,
  readDhcp6,
  readIa,
  STATUS,
  status6,
  word,
} from "./build/dhcp6.js";
import { udp } from "./build/udp.js";
import { type Context, FATE, type Fate } from "./context.js";
import type { VDhcp6, VLease6, VSubnet6 } from "./edge.js";
import { sendAt } from "./generate.js";
import { sharesPrefix } from "./neighbour.js";
import { ANSWER, NOTE, STEP } from "./path.js";
import { ETHER, PROTO } from "./protocols.js";
import type { VPort } from "./snapshot.js";
import { vlanAsSent } from "./vlan.js";

/** ff02::1:2. */
const AGENTS = Uint8Array.of(0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2);

/** A frame to all DHCP agents. 0: not for the server. */
export function dhcp6(ctx: Context, port: VPort, served: VDhcp6): Fate | 0 {
  if (!ctx.shortIs(KEY.eth_type, ETHER.IP6) || !ctx.byteIs(KEY.ip_proto, PROTO.UDP)) return 0;
  if (!ctx.byteIs(KEY.ip_frag, FRAG.NONE, 3) || !ctx.shortIs(KEY.tp_dst, DHCP6_SERVER)) return 0;
  if (!ctx.bytesAre(KEY.ip_dst, 16, AGENTS, 0)) return 0;
  // From here on the message itself is looked at, not its key alone.
  ctx.once = true;
  const message = readDhcp6(ctx.packet.data, ctx.packet.l4Offset);
  if (message === null) return 0;
  const client = find(message, OPTION6.CLIENT);
  const lease = served.byMac.get(ctx.mac(KEY.eth_src)) ?? served.byDuid.get(hex(client));
  const subnet = lease?.subnet ?? served.subnets[0]!;
  const server = find(message, OPTION6.SERVER);
  if (server !== undefined && hex(server) !== hex(subnet.duid)) return 0;
  if (message.type === DHCP6.INFORMATION) return reply(ctx, port, subnet, message, []);
  if (client === undefined || (server !== undefined) !== NAMES_SERVER.has(message.type))
    return note(ctx, port, NOTE.MALFORMED);
  // Another server may know it.
  if (lease === undefined) return 0;
  switch (message.type) {
    case DHCP6.SOLICIT: {
      const rapid = lease.subnet.rapidCommit && find(message, OPTION6.RAPID_COMMIT) !== undefined;
      const told = [...associations(message, lease), ...(rapid ? [option6(OPTION6.RAPID_COMMIT)] : [])];
      return reply(ctx, port, subnet, message, told, rapid ? DHCP6.REPLY : DHCP6.ADVERTISE, lease);
    }
    case DHCP6.REQUEST:
    case DHCP6.RENEW:
    case DHCP6.REBIND:
      return reply(ctx, port, subnet, message, associations(message, lease), DHCP6.REPLY, lease);
    case DHCP6.CONFIRM:
      return confirm(ctx, port, subnet, message);
    case DHCP6.RELEASE:
    case DHCP6.DECLINE:
      ctx.step(STEP.SERVICE, port.index, message.type === DHCP6.RELEASE ? NOTE.RELEASE : NOTE.DECLINE);
      return reply(ctx, port, subnet, message, [status6(STATUS.SUCCESS, "noted")]);
    default:
      return note(ctx, port, NOTE.MALFORMED);
  }
}

/** RFC 8415 16: these must name the server, the others must not. */
const NAMES_SERVER = new Set<number>([DHCP6.REQUEST, DHCP6.RENEW, DHCP6.RELEASE, DHCP6.DECLINE]);

/** The first IA_NA gets the address; what it has besides is to be given up (lifetimes 0, RFC 8415 18.3.4). */
function associations(message: Dhcp6Message, lease: VLease6): Uint8Array[] {
  const { preferred, valid } = lease.subnet;
  let given = false;
  return message.options.flatMap((option) => {
    const ia = isAssociation(option) ? readIa(option) : null;
    if (ia === null) return [];
    if (option.code === OPTION6.IA_PD)
      return [option6(option.code, ia.id, word(0), word(0), status6(STATUS.NO_PREFIX, "no prefixes here"))];
    const times = option.code === OPTION6.IA_TA ? [] : [word(0), word(0)];
    if (given || option.code === OPTION6.IA_TA)
      return [option6(option.code, ia.id, ...times, status6(STATUS.NO_ADDRESS, "one address a station"))];
    given = true;
    const others = ia.addresses.filter((address) => hex(address) !== hex(lease.address));
    // RFC 8415 21.4: a half and four fifths of the preferred lifetime.
    const at =
      preferred === 0xffffffff ? [preferred, preferred] : [preferred / 2, preferred * 0.8].map(Math.floor);
    return [
      option6(
        option.code,
        ia.id,
        ...at.map(word),
        option6(OPTION6.ADDRESS, lease.address, word(preferred), word(valid)),
        ...others.map((address) => option6(OPTION6.ADDRESS, address, word(0), word(0))),
      ),
    ];
  });
}

const isAssociation = ({ code }: Option6): boolean =>
  code === OPTION6.IA_NA || code === OPTION6.IA_TA || code === OPTION6.IA_PD;

/** Are all the addresses right for this link (RFC 8415 18.3.3)? One that names none is not answered. */
function confirm(ctx: Context, port: VPort, subnet: VSubnet6, message: Dhcp6Message): Fate {
  const all = message.options.flatMap((option) =>
    option.code === OPTION6.IA_NA || option.code === OPTION6.IA_TA ? (readIa(option)?.addresses ?? []) : [],
  );
  if (all.length === 0) return note(ctx, port, NOTE.MALFORMED);
  const right = all.every((address) => sharesPrefix(subnet.prefix, address));
  const status = right ? status6(STATUS.SUCCESS, "on link") : status6(STATUS.NOT_ON_LINK, "not on this link");
  return reply(ctx, port, subnet, message, [status]);
}

/** Identifiers, what is told of addresses, and the settings it asks for. */
function reply(
  ctx: Context,
  port: VPort,
  subnet: VSubnet6,
  message: Dhcp6Message,
  told: readonly Uint8Array[],
  type: number = DHCP6.REPLY,
  lease: VLease6 | null = null,
): Fate {
  const client = find(message, OPTION6.CLIENT);
  const options = [
    ...(client === undefined ? [] : [option6(OPTION6.CLIENT, client)]),
    option6(OPTION6.SERVER, subnet.duid),
    ...told,
    ...settings(message, subnet, lease),
  ];
  ctx.exact(KEY.ip_src, 16);
  const frame = udp(
    {
      ethernet: { dst: ctx.mac(KEY.eth_src), src: subnet.mac, vlan: vlanAsSent(ctx) },
      src: subnet.server,
      dst: ctx.work.slice(KEY.ip_src, KEY.ip_src + 16),
    },
    6,
    { from: DHCP6_SERVER, to: DHCP6_CLIENT },
    dhcp6Answer(type, message.transaction, options),
  );
  sendAt(ctx, port, frame, type === DHCP6.ADVERTISE ? ANSWER.DHCP6_ADVERT : ANSWER.DHCP6_REPLY);
  return FATE.CONSUMED;
}

function settings(message: Dhcp6Message, subnet: VSubnet6, lease: VLease6 | null): Uint8Array[] {
  const asked = find(message, OPTION6.REQUEST) ?? new Uint8Array(0);
  const codes = Array.from({ length: asked.length >> 1 }, (_, i) => (asked[2 * i]! << 8) | asked[2 * i + 1]!);
  return [...new Set(codes)].flatMap((code) => {
    const bytes = code === OPTION6.FQDN ? (lease?.name ?? undefined) : subnet.options.get(code);
    return bytes === undefined ? [] : [option6(code, bytes)];
  });
}

/** Taken in without an answer; the path says why. */
function note(ctx: Context, port: VPort, what: number): Fate {
  ctx.step(STEP.SERVICE, port.index, what);
  return FATE.CONSUMED;
}

const find = ({ options }: Dhcp6Message, code: number): Uint8Array | undefined =>
  options.find((option) => option.code === code)?.bytes;

const hex = (bytes: Uint8Array | undefined): string =>
  bytes === undefined ? "" : Buffer.from(bytes).toString("hex");
