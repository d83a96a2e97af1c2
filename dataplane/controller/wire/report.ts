// What the worker saw on a cable, and what that means for people. Pure.
import { PROOF, PROOF_TEXT, WHY_TEXT } from "../../../bindings/layout.js";

/** As the worker prints it. */
export interface WireReport {
  ending: "DONE" | "LINK_DOWN" | "STRANGERS" | "NOTHING_BACK" | "CHANGED" | "STOPPED" | "TIME";
  /** Frames. */
  sent: number;
  received: number;
  /** Frames that were none of ours. */
  strangers: number;
  /** MAC of who else speaks, with STRANGERS. */
  stranger: string;
  ports: WirePort[];
}

export interface WirePort {
  port: string;
  driver: string;
  firmware: string;
  card: string;
  offloads: {
    /** OFFLOAD name. */
    offload: string;
    outcome: "HARDWARE" | "SOFTWARE" | "REFUSED";
    /** WHY. */
    why: number;
    proof: keyof typeof PROOF;
  }[];
  faults: WireFault[];
}

export interface WireFault {
  /** OFFLOAD names: who is to blame; none: the cable. */
  offloads: string[];
  /** The packet that was sent. */
  trial: string;
  field: string;
  expected: string;
  found: string;
}

export interface WireFinding {
  level: "error" | "warn";
  code: string;
  message: string;
  remedy: string;
}

/** Offloads that known frames can judge. */
const JUDGED = [
  "RX_CHECKSUM",
  "TX_CHECKSUM",
  "OUTER_IP_CHECKSUM",
  "TSO",
  "VXLAN_TSO",
  "GRE_TSO",
  "MULTI_SEGS",
];

/** Does a card do any checksum or segmentation here? */
export function leftToCards({ ports }: WireReport): boolean {
  return ports.some(({ offloads }) =>
    offloads.some(
      ({ offload, outcome }) =>
        outcome === "HARDWARE" && JUDGED.includes(offload) && offload !== "MULTI_SEGS",
    ),
  );
}

/** One row an offload. */
export function wireRows({ ports }: WireReport): Record<string, string>[] {
  return ports.flatMap(({ port, offloads }) =>
    offloads.map(({ offload, outcome, why, proof }) => ({
      port,
      offload: wordOf(offload),
      "done by": proof === "DISPROVED" ? "software from now on" : outcome.toLowerCase(),
      because: proof === "DISPROVED" || outcome === "HARDWARE" ? "" : (WHY_TEXT[why] ?? ""),
      proof: outcome === "HARDWARE" && JUDGED.includes(offload) ? PROOF_TEXT[PROOF[proof]]! : "-",
    })),
  );
}

/** One row a byte that differed. */
export function faultRows({ ports }: WireReport): Record<string, string>[] {
  return ports.flatMap(({ port, faults }) =>
    faults.map(({ offloads, trial, field, expected, found }) => ({
      port,
      offload: offloads.map(wordOf).join(" ") || "none",
      packet: trial,
      field,
      expected,
      found,
    })),
  );
}

export function wireFindings(report: WireReport): WireFinding[] {
  const names = report.ports.map(({ port }) => port);
  const cable = names.length === 1 ? `looped port "${names[0]}"` : `cable "${names.join('" - "')}"`;
  const again = "then run edgelane check PROFILE --wire again.";
  const ending = ENDINGS[report.ending]?.(report, cable);
  return [
    ...(ending === undefined ? [] : [{ level: "error" as const, ...ending }]),
    ...report.ports.flatMap(({ port, driver, firmware, offloads }) =>
      offloads
        .filter(({ proof }) => proof === "DISPROVED")
        .map(({ offload }) => ({
          level: "error" as const,
          code: "WIRE_DISPROVED",
          message: `Port "${port}" (${driver}, firmware "${firmware}") does ${wordOf(offload)} wrong: it is switched off there, and the worker does it.`,
          remedy: `Nothing needs doing to run right; to have it back, update the card's firmware, ${again}`,
        })),
    ),
  ];
}

/** Is what it says of offloads to be kept? */
export function conclusive({ ending }: WireReport): boolean {
  return ending === "DONE" || ending === "TIME";
}

type Told = Omit<WireFinding, "level">;

const ENDINGS: Partial<Record<WireReport["ending"], (report: WireReport, cable: string) => Told>> = {
  LINK_DOWN: (_, cable) => ({
    code: "WIRE_LINK_DOWN",
    message: `The link of the ${cable} is down.`,
    remedy: "Plug both ends in, or name the ports that are cabled to each other.",
  }),
  STRANGERS: ({ stranger }, cable) => ({
    code: "WIRE_LIVE",
    message: `On the ${cable} somebody else speaks: ${stranger}. It is live, and nothing was sent.`,
    remedy: "Cable the ports directly to each other, or loop the one, with nobody else on the cable.",
  }),
  NOTHING_BACK: ({ sent, received }, cable) => ({
    code: "WIRE_NOTHING_BACK",
    message: `${sent} frames were sent over the ${cable}, and nothing of them came back (${received} others did): are the ports cabled to each other?`,
    remedy: "Cable them to each other, or name the ports that are.",
  }),
  CHANGED: ({ ports }, cable) => ({
    code: "WIRE_CHANGED",
    message: `Over the ${cable} a frame that no card was to touch did not come back as it was (${ports.flatMap(({ faults }) => faults).find(({ offloads }) => offloads.length === 0)?.field ?? "frames"}): no offload can be judged.`,
    remedy: "Change the cable and its transceivers; if it stays so, the card itself.",
  }),
  STOPPED: (_, cable) => ({
    code: "WIRE_STOPPED",
    message: `The check of the ${cable} was ended before it was done.`,
    remedy: "Run it again.",
  }),
  TIME: (_, cable) => ({
    code: "WIRE_TIME",
    message: `Time was over before every offload was judged on the ${cable}: too many frames were lost.`,
    remedy: "Look for errors of the link (edgelane show ports), and run it again.",
  }),
};

/** "OUTER_IP_CHECKSUM" → "outerIpChecksum", as profiles have it. */
function wordOf(offload: string): string {
  return offload.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}
