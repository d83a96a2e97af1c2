// A profile and a machine → the worker's start, number for number as struct el_start has it. Pure: no file is read.
import { ElError } from "../topology/error.js";
import { Report } from "../topology/report.js";
import { ealArguments } from "./eal.js";
import { MAX_EAL_ARGS, MAX_LCORE_QUEUES, PORT_FLAG, SOCKET_LEN } from "./limits.js";
import { mbufsNeeded, mbufsWanted } from "./mbufs.js";
import type { Profile } from "./profile.js";
import { rssBits } from "./rss.js";
import { type Spread, spreadQueues } from "./spread.js";
import { upcallWeights } from "./weights.js";
import { type PortWishes, wishesOf } from "./wishes.js";

/** What resolving needs to know of the machine. */
export interface MachineFacts {
  /** CPUs this process may run on. */
  cpus: readonly number[];
  /** Folder for the worker's socket. */
  runDir: string;
}

/** struct el_port_conf; its index is the worker port id. */
export interface StartPort {
  name: string;
  device: string;
  /** PORT_FLAG bits. */
  flags: number;
  rxQueues: number;
  rxDesc: number;
  txDesc: number;
  /** L3 bytes. */
  mtu: number;
  /** RTE_ETH_RSS_* bits. */
  rssTypes: bigint;
  /** Share of the slow path; default 1. */
  upcallWeight?: number;
  /** Absent: none, and what suits the card. */
  wishes?: Partial<PortWishes>;
}

/** struct el_lcore_conf. */
export interface StartLcore {
  lcore: number;
  queues: { port: number; queue: number }[];
}

/** struct el_start and what follows it. */
export interface StartConfig {
  name: string;
  socket: string;
  burst: number;
  mbufHeadroom: number;
  mbufCount: number;
  mbufData: number;
  maxFlows: number;
  maxActions: number;
  maxTunnels: number;
  maxNexthops: number;
  maxGroups: number;
  maxMeters: number;
  maxParked: number;
  upcallSlots: number;
  commandBytes: number;
  eventBytes: number;
  upcallRate: number;
  upcallBurst: number;
  parkTimeoutMs: number;
  idleTimeoutMs: number;
  backoffUs: number;
  ealArgs: string[];
  ports: StartPort[];
  lcores: StartLcore[];
}

/** Path of the worker's control socket. */
export function workerSocket(name: string, runDir: string): string {
  return `${runDir}/${name}.worker.sock`;
}

/** Throws ElError when the profile does not fit this machine. */
export function resolveProfile(profile: Profile, machine: MachineFacts): StartConfig {
  const cpus = [...machine.cpus].sort((a, b) => a - b);
  const lcores = spreadQueues(profile, cpus);
  const weights = upcallWeights(profile);
  const underlay = new Set(profile.underlay.map(({ port }) => port));
  const { bounds, ffi, timeouts, mbufs } = profile;
  const config: StartConfig = {
    name: profile.name,
    socket: workerSocket(profile.name, machine.runDir),
    burst: profile.burst,
    mbufHeadroom: mbufs.headroom,
    mbufCount: mbufs.count ?? mbufsWanted(profile, lcores.length),
    mbufData: mbufs.size,
    maxFlows: bounds.flows,
    maxActions: bounds.actions,
    maxTunnels: bounds.tunnels,
    maxNexthops: bounds.nexthops,
    maxGroups: bounds.groups,
    maxMeters: bounds.meters,
    maxParked: bounds.parked,
    upcallSlots: bounds.upcallSlots,
    commandBytes: ffi.commandBytes,
    eventBytes: ffi.eventBytes,
    upcallRate: bounds.upcallRate,
    upcallBurst: bounds.upcallBurst,
    parkTimeoutMs: timeouts.parkMs,
    idleTimeoutMs: timeouts.flowIdleMs,
    backoffUs: profile.idle.backoffUs,
    ealArgs: ealArguments(
      profile,
      lcores.map(({ lcore }) => lcore),
      cpus,
    ),
    ports: profile.ports.map((port, index) => ({
      name: port.name,
      device: port.device,
      flags:
        PORT_FLAG.UP |
        (port.promiscuous ? PORT_FLAG.PROMISC : 0) |
        (port.gated ? PORT_FLAG.GATED : 0) |
        (underlay.has(port.name) ? PORT_FLAG.UNDERLAY : 0),
      rxQueues: port.queues,
      rxDesc: port.rxDescriptors,
      txDesc: port.txDescriptors,
      mtu: port.mtu,
      // One queue needs no spreading, and some virtual devices refuse the request.
      rssTypes: port.queues > 1 ? rssBits(port.rss) : 0n,
      upcallWeight: weights[index]!,
      wishes: wishesOf(port, profile),
    })),
    lcores,
  };
  checkFits(profile, config, lcores, cpus);
  return config;
}

function checkFits(
  profile: Profile,
  config: StartConfig,
  lcores: readonly Spread[],
  cpus: readonly number[],
): void {
  const report = new Report("PROFILE", `profile ${profile.name}`);
  const add = report.add.bind(report);
  const wanted = profile.lcores?.map(({ lcore }) => lcore) ?? profile.cores ?? [];
  const absent = wanted.filter((cpu) => !cpus.includes(cpu));
  const list = profile.lcores ? "/lcores" : "/cores";
  if (absent.length > 0)
    add(
      "CPU_MISSING",
      list,
      `CPU ${absent.join(", ")} is not this process's to use.`,
      `Use CPUs of ${cpus.join(", ")}.`,
    );
  for (const { lcore, queues } of lcores)
    if (queues.length > MAX_LCORE_QUEUES)
      add(
        "TOO_MANY",
        list,
        `Lcore ${lcore} would poll ${queues.length} queues.`,
        "Give the profile more cores.",
      );
  const needed = mbufsNeeded(profile, lcores.length);
  if (config.mbufCount < needed)
    add(
      "TOO_FEW_MBUFS",
      "/mbufs/count",
      `${config.mbufCount} mbufs are too few here.`,
      `Write ${needed} or leave it out.`,
    );
  if (config.ealArgs.length > MAX_EAL_ARGS)
    add(
      "TOO_MANY",
      "/eal",
      `There are ${config.ealArgs.length} EAL arguments.`,
      `Keep it to ${MAX_EAL_ARGS} in all.`,
    );
  report.throwIfAny();
  if (Buffer.byteLength(config.socket) < SOCKET_LEN) return;
  throw new ElError(
    "RUN_DIR_TOO_LONG",
    `The socket path ${config.socket} is longer than ${SOCKET_LEN - 1} bytes.`,
    {
      place: config.socket,
      remedy: "Set EDGELANE_RUN_DIR to a folder with a shorter path.",
    },
  );
}
