// Metadata hooks of this host: which address stands for which guest at the proxy.
import { formatIp, networkOf, parseIp, parseMac, parsePrefix } from "../../topology/addresses.js";
import { derivedMac, hashId } from "../../topology/keys.js";
import type { Metadata, MetadataGuest } from "../../topology/services.js";
import type { VGuest, VGuestSide, VHook } from "../edge.js";
import { LINK, type VPort } from "../snapshot.js";
import { addressOf, type Names } from "./names.js";

const DEFAULT_PORT = 80;

export interface Hooks {
  /** By port index. */
  guests: Map<number, VGuest>;
  hooks: Map<number, VHook>;
}

export function compileMetadata(hooks: readonly Metadata[], names: Names, ports: readonly VPort[]): Hooks {
  const out: Hooks = { guests: new Map(), hooks: new Map() };
  for (const declared of hooks) {
    const hookPort = names.port(declared.port);
    if (ports[hookPort]?.link !== LINK.LOCAL) continue;
    const tcpPort = declared.tcpPort ?? DEFAULT_PORT;
    const own = derivedMac(`metadata ${declared.id}`);
    const bySource = new Map<string, VGuest>();
    const four = sides(declared, "proxy", "sources", "address", "source");
    const six = sides(declared, "proxy6", "sources6", "address6", "source6");
    for (const guest of declared.guests) {
      const port = names.port(guest.port);
      const mac = parseMac(guest.mac);
      if (mac === undefined || ports[port]?.link !== LINK.LOCAL) continue;
      const one: VGuest = {
        ...{ port, hookPort, mac, own, tcpPort },
        four: four.get(guest) ?? null,
        six: six.get(guest) ?? null,
      };
      out.guests.set(port, one);
      for (const side of [one.four, one.six]) if (side !== null) bySource.set(formatIp(side.source), one);
    }
    out.hooks.set(hookPort, {
      tcpPort,
      proxy4: parsed(declared.proxy),
      proxy6: parsed(declared.proxy6),
      guests: bySource,
    });
  }
  return out;
}

/** One family of all guests. A source that none names is found by the port's id, past those taken, in order of ids. */
function sides(
  hook: Metadata,
  proxyKey: "proxy" | "proxy6",
  sourcesKey: "sources" | "sources6",
  addressKey: "address" | "address6",
  sourceKey: "source" | "source6",
): Map<MetadataGuest, VGuestSide> {
  const out = new Map<MetadataGuest, VGuestSide>();
  const proxy = parsed(hook[proxyKey]);
  const prefix = hook[sourcesKey] === undefined ? undefined : parsePrefix(hook[sourcesKey]);
  if (proxy === null) return out;
  const taken = new Set([proxy.text]);
  const wanting: [MetadataGuest, Uint8Array][] = [];
  for (const guest of [...hook.guests].sort((a, b) => (a.port < b.port ? -1 : 1))) {
    const address = guest[addressKey] === undefined ? undefined : parseIp(guest[addressKey])?.bytes;
    const source = guest[sourceKey] === undefined ? undefined : parseIp(guest[sourceKey])?.bytes;
    if (address === undefined) continue;
    if (source === undefined) wanting.push([guest, address]);
    else {
      taken.add(formatIp(source));
      out.set(guest, { guest: address, source, proxy });
    }
  }
  if (prefix === undefined) return out;
  // The first address is the network's, the last a broadcast; 24 bits are enough for any hook.
  const room = 2 ** Math.min(24, 128 - prefix.bits) - 2;
  for (const [guest, address] of wanting) {
    for (let attempt = 0; attempt < room; attempt++) {
      const source = networkOf(prefix).bytes;
      const number = 1 + ((hashId(guest.port) + attempt) % room);
      for (let i = 0; i < 3; i++) source[15 - i]! |= (number >> (8 * i)) & 0xff;
      const text = formatIp(source);
      if (taken.has(text)) continue;
      taken.add(text);
      out.set(guest, { guest: address, source, proxy });
      break;
    }
  }
  return out;
}

function parsed(text: string | undefined): ReturnType<typeof addressOf> | null {
  const ip = text === undefined ? undefined : parseIp(text);
  return ip === undefined ? null : addressOf(ip, 128);
}
