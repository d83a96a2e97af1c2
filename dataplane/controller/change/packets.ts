// Packets that services and discovery ask about, as conditions.
import { KEY } from "../../../bindings/layout.js";
import type { Region } from "../../simulation/region.js";
import { inWord } from "../../simulation/words.js";
import type { Condition } from "../../topology/model.js";

export const [IP4, ARP, IP6] = [0x0800, 0x0806, 0x86dd];
export const [TCP, UDP, ICMP6] = [6, 17, 58];

export const only = (port: number): { first: number; last: number } => ({ first: port, last: port });

/** Router and neighbour discovery messages of these types. */
export const discovery = (first: number, last = first): Condition => ({
  ...{ etherType: IP6, protocol: ICMP6, sourcePorts: { first, last } },
});

/** Questions on a link for who has the address. */
export function question(address: string): Condition {
  return address.includes(":")
    ? { etherType: IP6, protocol: ICMP6, neighbourTarget: address }
    : { etherType: ARP, destination: address };
}

/** TCP segments that begin a connection; no condition has their flag. */
const SYN = inWord(KEY.tcp_flags, 0x02);
export const SYNS: Region = [KEY.tcp_flags >> 2, SYN, SYN];
