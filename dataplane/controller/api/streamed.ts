// An answer that comes bit by bit: bytes for as long as there are any and somebody reads. It must never outlive its
// reader.
import type { ServerResponse } from "node:http";

export class Streamed {
  constructor(
    readonly type: string,
    readonly bytes: AsyncGenerator<Uint8Array>,
  ) {}

  async send(response: ServerResponse): Promise<void> {
    const { bytes } = this;
    const closed = new Promise<IteratorResult<Uint8Array>>((resolve) =>
      response.on("close", () => resolve({ done: true, value: undefined })),
    );
    response.writeHead(200, { "content-type": this.type });
    response.flushHeaders();
    for (;;) {
      const next = await Promise.race([bytes.next(), closed]);
      if (next.done === true) break;
      if (!response.write(next.value))
        await Promise.race([new Promise((resolve) => response.once("drain", resolve)), closed]);
    }
    response.end();
    // One that still waits for its next bytes ends when they come, or its time is over.
    void bytes.return(undefined);
  }
}
