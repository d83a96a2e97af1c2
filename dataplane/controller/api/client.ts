// Asks a running node, typed. It must never start one, and its errors are the node's own.
import { request } from "node:http";
import type { Readable } from "node:stream";
import { ElError, type Topology } from "../../topology/index.js";
import type { CaptureOptions } from "../capture/session.js";
import type { ApplySummary } from "../core.js";
import type { Answer, DropWhy } from "../explain/explainer.js";
import type { Why } from "../explain/why.js";
import type { NodeStatus } from "../node.js";
import type { Applied, Plan } from "../planning/planner.js";
import type { Bounds } from "../recording/session.js";
import { nodeFiles, runDirectory } from "../run-dir.js";
import type { Ledger } from "../stats/ledger.js";
import type { LcoreSample, PortSample, QueueName, QueueSample } from "../stats/sample.js";
import type { Sort, Top } from "../stats/top.js";
import type { FlowView, NeighbourView, StationView, TunnelView, VerdictView } from "../views.js";

export interface DropRow {
  port: number;
  portName: string;
  queue: QueueName;
  lcore: number;
  reason: string;
  packets: number;
}

export class NodeClient {
  /** By the node's name, or by the path of its socket (it has a slash). */
  constructor(
    private readonly node: string,
    runDir: string = runDirectory(),
  ) {
    this.socket = node.includes("/") ? node : nodeFiles(node, runDir).api;
  }

  readonly socket: string;

  status = (): Promise<NodeStatus> => this.get("status");
  ports = (): Promise<PortSample[]> => this.get("ports");
  queues = (): Promise<QueueSample[]> => this.get("queues");
  lcores = (): Promise<LcoreSample[]> => this.get("lcores");
  ledger = (): Promise<Ledger> => this.get("ledger");
  drops = (): Promise<DropRow[]> => this.get("drops");
  flows = (): Promise<FlowView[]> => this.get("flows");
  flow = (id: number): Promise<FlowView> => this.get(`flows/${id}`);
  why = (flow: number): Promise<Why> => this.get(`why/flow/${flow}`);
  whyPacket = (fields: Readonly<Record<string, string>>): Promise<Answer> => this.post("why", fields);
  whyDrop = (reason: string, port?: string): Promise<DropWhy[]> =>
    this.get(`why/drop/${reason}${port === undefined ? "" : `?port=${encodeURIComponent(port)}`}`);
  tunnels = (): Promise<TunnelView[]> => this.get("tunnels");
  stations = (): Promise<StationView[]> => this.get("stations");
  neighbours = (): Promise<NeighbourView[]> => this.get("neighbours");
  topology = (): Promise<{ revision: string; topology: Topology }> => this.get("topology");
  apply = (topology: Topology): Promise<ApplySummary> => this.post("apply", topology);
  applyPlanned = (topology: Topology): Promise<Applied> => this.post("apply?planned", topology);
  plan = (topology: Topology): Promise<Plan> => this.post("plan", topology);
  validate = (topology: unknown): Promise<{ valid: true }> => this.post("validate", topology);
  simulate = (port: string, packet: Uint8Array): Promise<VerdictView> =>
    this.post("simulate", { port, packet: Buffer.from(packet).toString("hex") });
  /** Calls `take` with pieces of pcapng until the capture ends; `signal` ends it. */
  capture(options: CaptureOptions, take: (bytes: Buffer) => void, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const call = request(
        {
          socketPath: this.socket,
          method: "POST",
          path: "/capture",
          agent: false,
          ...(signal && { signal }),
        },
        (response) => {
          const ok = response.statusCode === 200;
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => (ok ? take(chunk) : chunks.push(chunk)));
          response.on("error", (cause) => (signal?.aborted ? resolve() : reject(cause)));
          response.on("end", () => {
            try {
              if (!ok) this.read(response.statusCode ?? 0, Buffer.concat(chunks).toString("utf8"));
              resolve();
            } catch (cause) {
              reject(cause);
            }
          });
        },
      );
      call.on("error", (cause: NodeJS.ErrnoException) =>
        signal?.aborted ? resolve() : reject(this.unreachable(cause)),
      );
      call.end(JSON.stringify(options));
    });
  }

  shutdown = (): Promise<{ stopping: true }> => this.post("shutdown", {});

  top = ({ ms, flows, sort }: { ms: number; flows: number; sort: Sort }): Promise<Top> =>
    this.get(`top?ms=${ms}&flows=${flows}&sort=${sort}`);

  /** The bytes of a recording as they come; destroying the stream ends it. */
  record({ count, seconds }: Bounds): Promise<Readable> {
    return new Promise((resolve, reject) => {
      const path = `/record?count=${count}&seconds=${seconds}`;
      const call = request({ socketPath: this.socket, path, agent: false }, resolve);
      call.on("error", (cause: NodeJS.ErrnoException) => reject(this.unreachable(cause)));
      call.end();
    });
  }

  get<T>(path: string): Promise<T> {
    return this.send<T>("GET", path);
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return this.send<T>("POST", path, JSON.stringify(body));
  }

  private send<T>(method: string, path: string, body?: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const call = request(
        { socketPath: this.socket, method, path: `/${path}`, agent: false },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => {
            try {
              resolve(this.read<T>(response.statusCode ?? 0, Buffer.concat(chunks).toString("utf8")));
            } catch (cause) {
              reject(cause);
            }
          });
        },
      );
      call.on("error", (cause: NodeJS.ErrnoException) => reject(this.unreachable(cause)));
      call.end(body);
    });
  }

  private read<T>(status: number, text: string): T {
    const answer = JSON.parse(text) as T & { error?: ElError };
    if (status === 200) return answer;
    const { code, message, place, remedy, findings } = answer.error!;
    throw new ElError(code, message, { place, remedy, ...(findings === undefined ? {} : { findings }) });
  }

  private unreachable(cause: NodeJS.ErrnoException): ElError {
    if (cause.code === "ENOENT" || cause.code === "ECONNREFUSED")
      return new ElError("NODE_NOT_RUNNING", `No node "${this.node}" answers at ${this.socket}.`, {
        place: this.socket,
        remedy: "Start it: edgelane run PROFILE; or name another with --node.",
        cause,
      });
    return new ElError("NODE_UNREACHABLE", `The node "${this.node}" cannot be asked: ${cause.message}.`, {
      place: this.socket,
      remedy: "Run as the node's user, or as root.",
      cause,
    });
  }
}
