// The control socket as the event loop sees it: bytes are doorbells, the end is the worker's end.
// Must never write to the socket: doorbells towards the worker are rung in C.
import { Socket } from "node:net";

export class Doorbell {
  readonly #socket: Socket;
  #ended = false;

  /** Takes `fd` over. `rung` after any number of doorbells, `ended` once, unless closed before. */
  constructor(fd: number, rung: () => void, ended: () => void) {
    this.#socket = new Socket({ fd, readable: true, writable: false });
    const end = () => {
      if (this.#ended) return;
      this.#ended = true;
      this.#socket.destroy();
      ended();
    };
    this.#socket.on("data", rung);
    // A worker that dies with our doorbells unread resets the connection: that is an end like any other.
    this.#socket.on("error", end);
    this.#socket.on("end", end);
    this.#socket.on("close", end);
  }

  /** Keeps the process alive while waiting, as it does from the start. */
  ref(): void {
    this.#socket.ref();
  }

  unref(): void {
    this.#socket.unref();
  }

  close(): void {
    this.#ended = true;
    this.#socket.destroy();
  }
}
