// Real traffic between two namespaces: TCP by iperf3, UDP datagrams whose every byte is compared. It must never judge
// by speed: what arrives and whether it is intact is all that counts.
import { join } from "node:path";
import type { Netns } from "./netns.js";

export interface TcpResult {
  /** Bytes that were sent and that the receiver had when the sender ended, all streams. */
  sent: number;
  received: number;
  streams: number;
}

let nextPort = 5201;

/** iperf3 over TCP: `bytes` in all over `streams` connections; reverse: the server sends. */
export async function tcp(
  client: Netns,
  server: Netns,
  address: string,
  options: { streams?: number; bytes?: number; reverse?: boolean; timeoutMs?: number } = {},
): Promise<TcpResult> {
  const port = `${nextPort++}`;
  const listener = server.spawn("iperf3", ["-s", "-1", "-p", port, "--forceflush"]);
  await listener.says(/listening/);
  const { streams = 4, bytes = 8_000_000 } = options;
  // A small window: what the receiver lacks when the sender ends is what is under way.
  const words = `-c ${address} -p ${port} -P ${streams} -n ${bytes} -w 64K -J${options.reverse ? " -R" : ""}`;
  const { stdout } = await client.run("iperf3", words.split(" "), { timeoutMs: options.timeoutMs ?? 60_000 });
  await listener.ended(5_000);
  const end = (
    JSON.parse(stdout) as {
      end: { sum_sent: { bytes: number }; sum_received: { bytes: number }; streams: unknown[] };
    }
  ).end;
  return { sent: end.sum_sent.bytes, received: end.sum_received.bytes, streams: end.streams.length };
}

export interface UdpResult {
  /** Datagrams that came back as they were sent. */
  echoed: number;
  /** Datagrams that had to be sent again. */
  again: number;
  /** Answers that differed from what was sent. */
  different: number;
}

/** `count` datagrams of `size` payload bytes of noise; the other side sends each back. */
export async function udpEcho(
  client: Netns,
  server: Netns,
  address: string,
  size: number,
  count = 50,
): Promise<UdpResult> {
  return withEcho(server, address, async (port) => {
    const words = [script, "send", address, port, `${size}`, `${count}`];
    const { stdout } = await client.run("/usr/bin/python3", words, { timeoutMs: 60_000 });
    return JSON.parse(stdout) as UdpResult;
  });
}

const script = join(import.meta.dirname, "udp_echo.py");

async function withEcho<T>(server: Netns, address: string, use: (port: string) => Promise<T>): Promise<T> {
  const port = `${nextPort++}`;
  const echo = server.spawn("/usr/bin/python3", [script, "serve", address, port]);
  try {
    await echo.says(/ready/);
    return await use(port);
  } finally {
    await echo.stop();
  }
}

/** One datagram from each of `count` source ports, answered by an echo server: how many were answered. */
export async function udpFan(client: Netns, server: Netns, address: string, count: number): Promise<number> {
  return withEcho(server, address, async (port) => {
    const { stdout } = await client.run("/usr/bin/python3", [script, "fan", address, port, `${count}`]);
    return (JSON.parse(stdout) as { answered: number }).answered;
  });
}
