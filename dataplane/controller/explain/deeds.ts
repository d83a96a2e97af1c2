// What an action list does to a packet, in words: each copy with what was rewritten by then and where it goes. Pure;
// never judges a list.
import { type Action, decodeActions, formatActions, type Names } from "../../../bindings/index.js";
import { decodeField, formatKey, keyField } from "../../../bindings/key.js";
import { KEY_SIZE, PORT_TUNNEL } from "../../../bindings/layout.js";

/** One copy of the packet. */
export interface Deed {
  /** "vm2", "tunnel vxlan to 192.0.2.2 key 5001", "dropped POLICY", "one of group 3". */
  to: string;
  /** What was done to it before, in order: "eth_dst 02:…:01 → 02:…:02", "hop limit - 1". */
  rewrites: string[];
}

interface Walk {
  key: Uint8Array;
  names: Names;
  deeds: Deed[];
}

export function deedsOf(list: Uint8Array, key: Uint8Array, names: Names): Deed[] {
  const walk: Walk = { key: key.slice(), names, deeds: [] };
  run(walk, decodeActions(list), []);
  return walk.deeds;
}

/** Where it all goes, on one line: what two lists are compared by when people look at them. */
export function whereTo(deeds: readonly Deed[]): string {
  return deeds.length === 0 ? "nowhere" : [...new Set(deeds.map(({ to }) => to))].join(" and ");
}

function run(walk: Walk, actions: readonly Action[], before: readonly string[]): void {
  const rewrites = [...before];
  let tunnel: string | undefined;
  for (const action of actions) {
    if (action.kind === "clone") {
      const key = walk.key.slice();
      run(walk, action.actions, rewrites);
      walk.key.set(key);
    } else if (action.kind === "output")
      walk.deeds.push({ to: outputTo(action.port, tunnel, walk.names), rewrites: [...rewrites] });
    else if (action.kind === "drop")
      walk.deeds.push({ to: formatActions([action]).replace("drop ", "dropped "), rewrites: [...rewrites] });
    else if (action.kind === "select")
      walk.deeds.push({ to: `one of group ${action.group}`, rewrites: [...rewrites] });
    else if (action.kind === "encap")
      tunnel = `tunnel ${walk.names.tunnel?.(action.tunnel) ?? action.tunnel} key ${action.key}`;
    else if (action.kind === "set") rewrites.push(written(walk.key, action));
    else if (action.kind === "dec-ttl") rewrites.push("hop limit - 1");
    else rewrites.push(formatActions([action], walk.names));
  }
}

function outputTo(port: number, tunnel: string | undefined, names: Names): string {
  if (port === PORT_TUNNEL) return tunnel ?? "tunnel";
  return names.port?.(port) ?? `port ${port}`;
}

/** Writes it into the key, so that a second write of the field starts from the first. */
function written(key: Uint8Array, { member, value, bits }: Extract<Action, { kind: "set" }>): string {
  const { offset, bytes } = keyField(member);
  const whole = bits.every((byte) => byte === 0xff);
  const before = whole ? ` ${decodeField(key, member)}` : "";
  for (let i = 0; i < bytes; i++) key[offset + i] = (key[offset + i]! & ~bits[i]!) | (value[i]! & bits[i]!);
  if (whole) return `${member}${before} → ${decodeField(key, member)}`;
  const mask = new Uint8Array(KEY_SIZE);
  mask.set(bits, offset);
  return `${formatKey(key, mask)} written`;
}
