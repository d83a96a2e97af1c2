// What a port's profile wishes of its card, as far as findings depend on it. The only reader of wishes here.
import type { PortProfile } from "../../profiles/port.js";
import type { Profile } from "../../profiles/profile.js";
import { OFFLOAD_NUMBERS, type OffloadWord, wishesOf } from "../../profiles/wishes.js";

const TX_WISHES = ["txChecksum", "outerIpChecksum", "tso", "vxlanTso", "greTso"] as const;
const TUNNEL_WISHES = ["txChecksum", "outerIpChecksum", "vxlanTso", "rssInner", "vxlanPort"] as const;

export interface CardWishes {
  /** Offloads on transmit that the card is to do if it can, by their names in the profile. */
  tx: OffloadWord[];
  /** Sent mbufs go back unseen: what would need another look at them is left to the worker. */
  fastFree: boolean;
  /** UDP ports of VXLAN whose inside the card is to know; none if nothing is wished that needs it. */
  vxlanPorts: readonly number[];
  /** Descriptors; 0: the driver's. */
  rxFree: number;
  txRs: number;
}

export function cardWishes(port: PortProfile, profile: Profile): CardWishes {
  const { wanted, software, vxlanPorts, rxFreeThresh, txRsThresh } = wishesOf(port, profile);
  const wished = (word: OffloadWord) => (((wanted & ~software) >> OFFLOAD_NUMBERS[word]) & 1) === 1;
  return {
    tx: TX_WISHES.filter(wished),
    fastFree: wished("fastFree"),
    vxlanPorts: TUNNEL_WISHES.some(wished) ? vxlanPorts : [],
    rxFree: rxFreeThresh,
    txRs: txRsThresh,
  };
}
