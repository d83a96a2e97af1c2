// Takes the frames that a process writes as a capture into a FIFO, while it writes them. Must go on reading to the end,
// or the process would stand still in the middle of a burst.
import { execFileSync } from "node:child_process";
import { closeSync, constants, openSync, rmSync } from "node:fs";
import { Socket } from "node:net";

/** libpcap's file header, of nanoseconds and of microseconds, in this machine's order. */
const MAGICS = [0xa1b23c4d, 0xa1b2c3d4];
const FILE_HEADER = 24;
const RECORD_HEADER = 16;

/** Frames of a capture that comes in pieces; a writer that starts again begins with a file header again. */
export class CaptureStream {
  #rest: Buffer = Buffer.alloc(0);

  /** The frames that have come whole with this piece. */
  take(piece: Buffer): Buffer[] {
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const frames: Buffer[] = [];
    let at = 0;
    for (;;) {
      if (at + FILE_HEADER > bytes.length) break;
      if (MAGICS.includes(bytes.readUInt32LE(at))) {
        at += FILE_HEADER;
        continue;
      }
      const end = at + RECORD_HEADER + bytes.readUInt32LE(at + 8);
      if (end > bytes.length) break;
      frames.push(bytes.subarray(at + RECORD_HEADER, end));
      at = end;
    }
    this.#rest = bytes.subarray(at);
    return frames;
  }
}

export class Fifo {
  readonly #socket: Socket;
  #hear: (frames: Buffer[]) => void = () => {};

  /** Open before the writer opens it, which would else wait. */
  constructor(readonly path: string) {
    execFileSync("mkfifo", [path]);
    // Open for writing too, so that it does not end when a writer does.
    const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    const stream = new CaptureStream();
    try {
      this.#socket = new Socket({ fd, readable: true, writable: false });
    } catch (cause) {
      closeSync(fd);
      throw cause;
    }
    this.#socket.on("data", (piece: Buffer) => this.#hear(stream.take(piece)));
  }

  /** Frames go here from now on; they are gone for good where nobody listens. */
  listen(hear: (frames: Buffer[]) => void): void {
    this.#hear = hear;
  }

  close(): void {
    this.#socket.destroy();
    rmSync(this.path, { force: true });
  }
}
