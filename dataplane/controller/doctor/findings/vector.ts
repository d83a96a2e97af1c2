// Which setting costs an X710 its vector paths (net_i40e of DPDK 22.11)? One bad queue disqualifies the whole port.
// Settings the plan refuses outright are not repeated here.
import type { PortProfile } from "../../../profiles/port.js";
import type { Profile } from "../../../profiles/profile.js";
import { type Finding, finding } from "../codes.js";
import type { Cpus } from "../machine/cpus.js";
import { cardWishes } from "../wishes.js";
import type { Situation } from "./situation.js";

const RX_FREE_LEAST = 32;
const TX_RS = { least: 32, most: 64 };
/** The worker sums and segments; the card only sends. */
const SMALL_PACKETS = '{"fastFree": "hardware", "txChecksum": "software"}';
/** EAL's own limit on x86. */
const SIMD_DEFAULT = 256;
const SIMD_LEAST = 128;

export function judgeVector({ machine, profile, cards }: Situation): Finding[] {
  const ports = cards
    .filter(({ model }) => model.family === "i40e" && !model.virtual)
    .flatMap((card) => card.ports.map((port) => ({ port, label: `port ${port.name} (${card.at.address})` })));
  if (!profile || ports.length === 0) return [];
  const width = simd(profile, machine.cpus, ports[0]!.label);
  if (width.some(({ code }) => code === "CHECK_VECTOR_SIMD")) return width;
  return [
    ...width,
    ...ports.flatMap(({ port, label }) => [
      ...receive(profile, port, label),
      ...transmit(profile, port, label),
    ]),
  ];
}

function simd(profile: Profile, { flags }: Cpus, label: string): Finding[] {
  const argument = "--force-max-simd-bitwidth=";
  const written = profile.eal.find((each) => each.startsWith(argument));
  const limit = written ? Number(written.slice(argument.length)) : SIMD_DEFAULT;
  const avx2 = flags.has("avx2");
  const avx512 = flags.has("avx512f");
  if (limit > 0 && limit < SIMD_LEAST)
    return [
      finding(
        "CHECK_VECTOR_SIMD",
        `${label}: ${written} ends its vector paths`,
        `take ${written} out of /eal in the profile`,
      ),
    ];
  if (limit > 0 && limit < SIMD_DEFAULT && avx512)
    return [
      finding(
        "CHECK_VECTOR_SIMD",
        `${label}: ${written} keeps its vector paths at SSE on a CPU with AVX512F`,
        `take ${written} out of /eal in the profile`,
      ),
    ];
  if (!avx2 || avx512) return [];
  return [
    finding(
      "CHECK_VECTOR_SSE",
      `${label}: its vector paths are SSE, this CPU has AVX2 without AVX512F`,
      "none by settings: a CPU with AVX512F takes the AVX2 path",
    ),
  ];
}

function receive(profile: Profile, port: PortProfile, label: string): Finding[] {
  const at = `/ports/${profile.ports.indexOf(port)}`;
  const { rxDescriptors } = port;
  const { rxFree } = cardWishes(port, profile);
  const found: Finding[] = [];
  if (!powerOfTwo(rxDescriptors))
    found.push(
      finding(
        "CHECK_VECTOR_RX_DESCRIPTORS",
        `${label}: ${rxDescriptors} rx descriptors are no power of two: no vector rx path`,
        `set ${at}/rxDescriptors in the profile to ${2 ** Math.round(Math.log2(rxDescriptors))}`,
      ),
    );
  if (rxFree > 0 && rxFree < RX_FREE_LEAST)
    found.push(
      finding(
        "CHECK_VECTOR_RX_THRESHOLD",
        `${label}: an rx free threshold of ${rxFree}, below ${RX_FREE_LEAST}: no vector rx path`,
        `set ${at}/thresholds/rxFree in the profile to ${RX_FREE_LEAST}`,
      ),
    );
  return found;
}

function transmit(profile: Profile, port: PortProfile, label: string): Finding[] {
  const at = `/ports/${profile.ports.indexOf(port)}`;
  const { tx, fastFree, txRs } = cardWishes(port, profile);
  if (!fastFree) {
    const costs =
      tx.length > 0 ? `the card is to do ${tx.join(", ")}` : "packets may come in chains of mbufs";
    return [
      finding(
        "CHECK_VECTOR_TX",
        `${label}: ${costs}: no vector tx path, small packets cost more`,
        `for small packets, set ${at}/offloads in the profile to ${SMALL_PACKETS}`,
      ),
    ];
  }
  if (txRs === 0 || (txRs >= TX_RS.least && txRs <= TX_RS.most)) return [];
  return [
    finding(
      "CHECK_VECTOR_TX_THRESHOLD",
      `${label}: a tx report threshold of ${txRs}, not ${TX_RS.least} to ${TX_RS.most}: no vector tx path`,
      `set ${at}/thresholds/txRs in the profile to ${TX_RS.least}`,
    ),
  ];
}

function powerOfTwo(n: number): boolean {
  return (n & (n - 1)) === 0;
}
