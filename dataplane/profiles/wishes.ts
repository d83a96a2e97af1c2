// A port's wishes as the worker takes them: masks and tables of struct el_port_conf. Pure; it never asks whether a card
// can fulfil one, the plan does.
import type { OffloadsProfile, PortProfile } from "./port.js";
import type { Profile } from "./profile.js";

/** EL_OFFLOAD_* numbers of the wishes that have a word; a test holds them equal to the header. */
export const OFFLOAD_NUMBERS = {
  rxChecksum: 0,
  txChecksum: 1,
  outerIpChecksum: 2,
  outerUdpChecksum: 3,
  tso: 4,
  vxlanTso: 5,
  greTso: 6,
  gro: 7,
  fastFree: 10,
  rssInner: 12,
  vxlanPort: 15,
  isolate: 17,
  mark: 18,
  lldp: 20,
  respread: 21,
} as const satisfies Record<Exclude<keyof OffloadsProfile, "notes">, number>;

export type OffloadWord = keyof typeof OFFLOAD_NUMBERS;
export const OFFLOAD_WORDS = Object.keys(OFFLOAD_NUMBERS) as OffloadWord[];

const RX_FULL = { default: 0, drop: 1, wait: 2 } as const;

/** Wishes of struct el_port_conf. Masks are sums of 1 << EL_OFFLOAD_*. */
export interface PortWishes {
  wanted: number;
  software: number;
  proven: number;
  disproved: number;
  /** Whom the two hold for; an empty driver: for whatever is there. */
  proofDriver: string;
  proofFirmware: string;
  vxlanPorts: readonly number[];
  rssKey: Uint8Array;
  reta: readonly number[];
  steer: { first: number; count: number };
  rxFreeThresh: number;
  txRsThresh: number;
  txFreeThresh: number;
  rxFull: number;
}

export function wishesOf(port: PortProfile, profile: Profile): PortWishes {
  const { offloads, thresholds } = port;
  const bits = (holds: (word: OffloadWord) => boolean) =>
    OFFLOAD_WORDS.filter(holds).reduce((sum, word) => sum | (1 << OFFLOAD_NUMBERS[word]), 0);
  return {
    wanted: bits((word) => wanted(word, port, profile)),
    software: bits((word) => offloads[word] === "software"),
    proven: 0,
    disproved: 0,
    proofDriver: "",
    proofFirmware: "",
    vxlanPorts: port.vxlanPorts,
    rssKey: Buffer.from(port.rssKey ?? "", "hex"),
    reta: port.reta ?? [],
    steer:
      port.steer === undefined
        ? { first: 0, count: 0 }
        : { first: port.steer.first, count: port.steer.count },
    rxFreeThresh: thresholds.rxFree,
    txRsThresh: thresholds.txRs,
    txFreeThresh: thresholds.txFree,
    rxFull: port.rxDrop === undefined ? RX_FULL.default : port.rxDrop ? RX_FULL.drop : RX_FULL.wait,
  };
}

/** What auto asks for only where it has a meaning: tunnels' wishes where tunnels end, merging where a guest listens. */
function wanted(word: OffloadWord, port: PortProfile, profile: Profile): boolean {
  const wish = port.offloads[word];
  if (word === "vxlanPort" && port.vxlanPorts.length === 0) return false;
  if (wish !== "auto") return wish !== "off";
  if (word === "outerUdpChecksum") return tunnelsAskForIt(port, profile);
  if (word === "gro") return GUEST.test(port.device);
  if (word === "rssInner" && port.queues === 1) return false;
  return !OF_TUNNELS.has(word) || profile.underlay.some((entry) => entry.port === port.name);
}

const OF_TUNNELS: ReadonlySet<OffloadWord> = new Set(["outerIpChecksum", "vxlanTso", "greTso", "rssInner"]);
const GUEST = /^(net|eth)_vhost/;

/** RFC 6935: over IPv4 an outer UDP checksum is a choice, over IPv6 leaving it out is one. */
function tunnelsAskForIt({ name }: PortProfile, { tunnels, underlay }: Profile): boolean {
  const addresses = underlay.filter(({ port }) => port === name).flatMap((entry) => entry.addresses);
  return addresses.some((address) => (address.includes(":") ? !tunnels.zeroChecksum6 : tunnels.udpChecksum));
}
