// The node's HTTP interface on a unix socket: JSON in, JSON out, errors as typed as inside. It must never let a
// request's failure end the node, nor show a stack.
import { chmodSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { WorkerError } from "../../../bindings/index.js";
import { ElError } from "../../topology/index.js";
import type { Log } from "../log.js";
import type { EdgeNode } from "../node.js";
import { streamCapture } from "./capture.js";
import { type Request, routes } from "./routes.js";
import { Streamed } from "./streamed.js";

/** A topology of a hundred thousand ports fits. */
const BODY_BYTES = 256 * 1024 * 1024;

export class ApiServer {
  private constructor(private readonly server: Server) {}

  static async listen(node: EdgeNode, path: string, log: Log): Promise<ApiServer> {
    rmSync(path, { force: true });
    const server = createServer((request, response) => void answer(node, request, response, log));
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(path, resolve);
    });
    chmodSync(path, 0o660);
    return new ApiServer(server);
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}

async function answer(
  node: EdgeNode,
  request: IncomingMessage,
  response: ServerResponse,
  log: Log,
): Promise<void> {
  try {
    if (request.method === "POST" && request.url === "/capture") {
      streamCapture(node, await bodyOf(request), response);
      return;
    }
    const answered = await handle(node, request);
    if (answered instanceof Streamed) await answered.send(response);
    else send(response, 200, answered);
  } catch (cause) {
    const error = shown(cause);
    if (error.code === "INTERNAL") log.error({ err: cause, url: request.url }, "a request failed");
    send(response, statusOf(error.code), { error });
  }
}

async function handle(node: EdgeNode, message: IncomingMessage): Promise<unknown> {
  const url = new URL(message.url ?? "/", "http://node");
  const [name, ...rest] = url.pathname
    .split("/")
    .filter((part) => part !== "")
    .map(plain);
  const method = message.method ?? "GET";
  const handler = routes[`${method} ${name ?? "status"}`];
  if (handler === undefined) {
    const other = Object.keys(routes).some((route) => route.endsWith(` ${name}`));
    throw new ElError(
      other ? "METHOD_UNKNOWN" : "PATH_UNKNOWN",
      `${method} ${url.pathname} is nothing this node answers.`,
      { place: url.pathname, remedy: `Use one of: ${Object.keys(routes).join(", ")}.` },
    );
  }
  const request: Request = { method, rest, query: url.searchParams, body: await bodyOf(message) };
  return handler(node, request);
}

/** A segment without its percent signs; one that is wrong stays as it is, and names nothing. */
function plain(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

async function bodyOf(message: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message) {
    bytes += (chunk as Buffer).length;
    if (bytes > BODY_BYTES)
      throw new ElError("BODY_TOO_LARGE", `The request is larger than ${BODY_BYTES} bytes.`, {
        place: "body",
        remedy: "Send a smaller document.",
      });
    chunks.push(chunk as Buffer);
  }
  if (bytes === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch (cause) {
    throw new ElError("BODY_NOT_JSON", `The request's body is no JSON: ${(cause as Error).message}.`, {
      place: "body",
      remedy: "Send JSON.",
      cause,
    });
  }
}

interface Shown {
  code: string;
  message: string;
  place?: string;
  remedy: string;
}

function shown(cause: unknown): Shown {
  if (cause instanceof ElError || cause instanceof WorkerError) return cause.toJSON();
  return { code: "INTERNAL", message: (cause as Error).message, remedy: "See the node's log." };
}

function statusOf(code: string): number {
  if (code === "INTERNAL") return 500;
  if (code.endsWith("_UNKNOWN")) return code === "METHOD_UNKNOWN" ? 405 : 404;
  if (code === "BODY_TOO_LARGE") return 413;
  if (code === "NODE_STOPPED" || code === "WORKER_CLOSED" || code === "WORKER_GONE") return 503;
  return 400;
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body, (_, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}
