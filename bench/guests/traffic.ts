// What goes between two guests: TCP one way, the other way, and single bytes to and fro. iperf3 and qperf do it; it
// must never count what did not arrive.
import { setTimeout as pause } from "node:timers/promises";
import { BenchError } from "../error.js";
import type { Spaces } from "./space.js";

export interface Guests {
  client: string;
  server: string;
  /** Of the server. */
  address: string;
}

export interface Measured {
  /** Received by the server, Gb/s. */
  stream: number;
  /** Received by the client, Gb/s. */
  maerts: number;
  /** Round trips a second, one byte each way, one at a time. */
  rr: number;
}

export const KINDS = ["stream", "maerts", "rr"] as const;

export async function measure(spaces: Spaces, guests: Guests, seconds: number): Promise<Measured> {
  return {
    stream: await tcp(spaces, guests, seconds, false),
    maerts: await tcp(spaces, guests, seconds, true),
    rr: await roundTrips(spaces, guests, seconds),
  };
}

/** Waits until the server answers pings. */
export async function reachable(spaces: Spaces, { client, address }: Guests): Promise<void> {
  for (let tries = 0; tries < 40; tries++) {
    try {
      spaces.run(client, "ping", "-n", "-c", "1", "-W", "1", address);
      return;
    } catch {
      await pause(250);
    }
  }
  throw new BenchError(
    "BENCH_UNREACHABLE",
    `${address} answers no ping from ${client}.`,
    "look at the node's log",
  );
}

async function tcp(spaces: Spaces, guests: Guests, seconds: number, back: boolean): Promise<number> {
  const { client, server, address } = guests;
  spaces.startIn(server, "iperf3", "-s", "-1");
  const words = ["-c", address, "-t", `${seconds}`, "-O", "1", "-J", ...(back ? ["-R"] : [])];
  const text = await retried(() => spaces.run(client, "iperf3", ...words));
  const { end } = JSON.parse(text) as { end: { sum_received: { bits_per_second: number } } };
  return end.sum_received.bits_per_second / 1e9;
}

/** qperf tells the time of one way. */
async function roundTrips(
  spaces: Spaces,
  { client, server, address }: Guests,
  seconds: number,
): Promise<number> {
  const daemon = spaces.startIn(server, "qperf");
  const words = ["-t", `${seconds}`, "-m", "1", address, "tcp_lat"];
  const text = await retried(() => spaces.run(client, "qperf", ...words));
  daemon.kill("SIGKILL");
  const [, number, unit] = /latency\s*=\s*([\d.]+) (ns|us|ms)/.exec(text) ?? [];
  if (number === undefined)
    throw new BenchError("BENCH_QPERF", `qperf said: ${text.trim()}`, "apt-get install qperf");
  return 1 / (2 * Number(number) * { ns: 1e-9, us: 1e-6, ms: 1e-3 }[unit as "ns" | "us" | "ms"]);
}

/** A server takes a moment to listen. */
async function retried(ask: () => string): Promise<string> {
  for (let tries = 0; ; tries++) {
    await pause(300);
    try {
      return ask();
    } catch (error) {
      if (tries === 10) throw error;
    }
  }
}
