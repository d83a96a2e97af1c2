// The sockets that guests come to (vhost-user), before the worker makes them: DPDK says of each fault no more than that a
// port was refused. It must never remove a socket that somebody listens on, nor a file that is none.
import { accessSync, constants, lstatSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { dirname } from "node:path";
import type { Profile } from "../profiles/index.js";
import { ElError } from "../topology/error.js";

const DEVICE = /^(?:net|eth)_vhost[^,]*,(?:.*,)?iface=([^,]+)/;
/** Such a port goes to the guest's socket. */
const CLIENT = /,client=1(?:,|$)/;

/** Removes what a killed worker left. Throws ElError VHOST_FOLDER or VHOST_TAKEN. */
export async function prepareVhostSockets({ ports }: Profile): Promise<void> {
  for (const [index, { name, device }] of ports.entries()) {
    const path = DEVICE.exec(device)?.[1];
    if (path !== undefined && !CLIENT.test(device)) await prepare(path, name, `/ports/${index}/device`);
  }
}

async function prepare(path: string, port: string, place: string): Promise<void> {
  const refuse = (code: string, what: string, remedy: string, cause?: unknown): ElError =>
    new ElError(code, `Port "${port}": ${what}.`, { place, remedy, cause });
  const folder = dirname(path);
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    throw refuse(
      "VHOST_FOLDER",
      `the folder ${folder} of its socket ${missing ? "does not exist" : "cannot be written by this user"}`,
      `${missing ? `Make it: mkdir -p ${folder}` : "Run as its owner, or as root"}; or name another folder in iface=.`,
      cause,
    );
  }
  const kind = lstatSync(path, { throwIfNoEntry: false });
  if (kind === undefined) return;
  if (!kind.isSocket())
    throw refuse("VHOST_TAKEN", `${path} is there, and no socket`, "Name another path in iface=.");
  if (await listens(path))
    throw refuse(
      "VHOST_TAKEN",
      `somebody listens on ${path} already`,
      `See who does: ss -xlp src ${path}; or name another path in iface=.`,
    );
  rmSync(path, { force: true });
}

function listens(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const end = (is: boolean): void => {
      socket.destroy();
      resolve(is);
    };
    socket.once("connect", () => end(true));
    socket.once("error", ({ code }: NodeJS.ErrnoException) =>
      end(code !== "ECONNREFUSED" && code !== "ENOENT"),
    );
  });
}
