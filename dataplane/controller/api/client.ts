// Asks a running node, typed. It must never start one, and its errors are the node's own.
import { type IncomingMessage, request } from "node:http";
import type { Readable } from "node:stream";
import { ElError } from "../../topology/error.js";
import type { Topology } from "../../topology/index.js";
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

/** A node that takes longer for what it has at hand is stopped, or stuck. */
const SILENT_MS = 10_000;

interface Asked {
  signal?: AbortSignal;
  /** The answer takes so long by itself. */
  withinMs?: number;
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
  /** By the profile's name, or by the topology's of what is bound to it. */
  port = (name: string): Promise<PortSample> => this.get(`ports/${encodeURIComponent(name)}`);
  queues = (): Promise<QueueSample[]> => this.get("queues");
  lcores = (): Promise<LcoreSample[]> => this.get("lcores");
  ledger = (): Promise<Ledger> => this.get("ledger");
  drops = (): Promise<DropRow[]> => this.get("drops");
  flows = (): Promise<FlowView[]> => this.get("flows");
  flow = (id: number): Promise<FlowView> => this.get(`flows/${id}`);
  why = (flow: number): Promise<Why> => this.get(`why/flow/${flow}`);
  whyPacket = (fields: Readonly<Record<string, string>>): Promise<Answer> => this.post("why", fields);
  whyDrop = (reason: string, port?: string): Promise<DropWhy[]> =>
    this.get(
      `why/drop/${encodeURIComponent(reason)}${port === undefined ? "" : `?port=${encodeURIComponent(port)}`}`,
    );
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
  /** The bytes of a capture, pcapng, as they come; destroying the stream ends it. */
  capture = (options: CaptureOptions): Promise<Readable> =>
    this.stream("POST", "capture", JSON.stringify(options));

  shutdown = (): Promise<{ stopping: true }> => this.post("shutdown", {});

  /** `signal` ends the look. */
  top = (
    { ms, flows, sort }: { ms: number; flows: number; sort: Sort },
    signal?: AbortSignal,
  ): Promise<Top> =>
    this.send("GET", `top?ms=${ms}&flows=${flows}&sort=${sort}`, undefined, {
      ...(signal && { signal }),
      withinMs: ms,
    });

  /** The bytes of a recording as they come; destroying the stream ends it. */
  record = ({ count, seconds }: Bounds): Promise<Readable> =>
    this.stream("GET", `record?count=${count}&seconds=${seconds}`);

  get<T>(path: string): Promise<T> {
    return this.send<T>("GET", path);
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return this.send<T>("POST", path, JSON.stringify(body));
  }

  /** Resolves when the node has agreed; what it refuses is thrown, and no byte of it is given on. */
  private async stream(method: string, path: string, body?: string): Promise<Readable> {
    const response = await this.call(method, path, body);
    if (response.statusCode !== 200) this.read(response.statusCode ?? 0, await this.text(response));
    return response;
  }

  private async send<T>(method: string, path: string, body?: string, more: Asked = {}): Promise<T> {
    const response = await this.call(method, path, body, more);
    return this.read<T>(response.statusCode ?? 0, await this.text(response));
  }

  private call(
    method: string,
    path: string,
    body?: string,
    { signal, withinMs }: Asked = {},
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      // What is asked for with GET is there; what comes with POST may take its time.
      const most = method === "GET" ? (withinMs ?? 0) + SILENT_MS : undefined;
      const words = { socketPath: this.socket, method, path: `/${path}`, agent: false };
      const call = request({ ...words, ...(signal && { signal }) });
      const silent = (): void =>
        void call.destroy(Object.assign(new Error("no answer"), { code: "ETIMEDOUT" }));
      const timer = most === undefined ? undefined : setTimeout(silent, most);
      call.on("response", (response) => {
        clearTimeout(timer);
        resolve(response);
      });
      call.on("error", (cause: NodeJS.ErrnoException) => {
        clearTimeout(timer);
        reject(this.unreachable(cause));
      });
      call.end(body);
    });
  }

  private async text(response: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of response) chunks.push(chunk as Buffer);
    } catch (cause) {
      throw this.unreachable(cause as NodeJS.ErrnoException);
    }
    return Buffer.concat(chunks).toString("utf8");
  }

  private read<T>(status: number, text: string): T {
    let answer: T & { error?: ElError };
    try {
      answer = JSON.parse(text) as T & { error?: ElError };
    } catch (cause) {
      throw new ElError("NODE_STRANGE", `What answers at ${this.socket} is no node of edgelane.`, {
        place: this.socket,
        remedy: "Name the node's own socket, or its name: --node NAME",
        cause,
      });
    }
    if (status === 200) return answer;
    const { code, message, place, remedy, findings } = answer.error!;
    throw new ElError(code, message, { place, remedy, ...(findings === undefined ? {} : { findings }) });
  }

  /** What a connection's failure means. */
  unreachable(cause: NodeJS.ErrnoException): ElError {
    const { node, socket } = this;
    const told = (code: string, message: string, remedy: string): ElError =>
      new ElError(code, message, { place: socket, remedy, cause });
    switch (cause.code) {
      case "ENOENT":
      case "ECONNREFUSED":
        return told(
          "NODE_NOT_RUNNING",
          `No node "${node}" answers at ${socket}.`,
          "Start it: edgelane run PROFILE --topology TOPOLOGY; or name another with --node.",
        );
      case "ECONNRESET":
      case "EPIPE":
        return told(
          "NODE_ENDED",
          `The node "${node}" ended while it was asked.`,
          "Its log tells why. Start it again: edgelane run PROFILE --topology TOPOLOGY",
        );
      case "ETIMEDOUT":
        return told(
          "NODE_SILENT",
          `The controller of node "${node}" has not answered for ${SILENT_MS / 1000} s.`,
          "It is stopped or busy: ps -C node -o pid,stat,time,args; what its worker counts: edgelane top",
        );
      case "EACCES":
      case "EPERM":
        return told(
          "NODE_FORBIDDEN",
          `This user may not ask the node "${node}".`,
          `Run as the user it runs as, or as root: ls -l ${socket}`,
        );
      default:
        return told(
          "NODE_UNREACHABLE",
          `The node "${node}" cannot be asked: ${cause.message}.`,
          `See that its socket is there: ls -l ${socket}`,
        );
    }
  }
}
