// A number in every packet that has room for one, so that what comes out can be told whose it is.

/** Bytes an id takes. */
export const ID_BYTES = 8;
const MAGIC = Buffer.from([0xe1, 0x9a, 0x7e, 0xd1]);

export function idBytes(id: number): Uint8Array {
  const bytes = Buffer.alloc(ID_BYTES);
  MAGIC.copy(bytes);
  bytes.writeUInt32BE(id, 4);
  return bytes;
}

/** -1: the bytes carry none. */
export function idIn(bytes: Uint8Array): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = buffer.lastIndexOf(MAGIC);
  return at < 0 || at + ID_BYTES > buffer.length ? -1 : buffer.readUInt32BE(at + 4);
}

/** The same packet under another number, wherever it carries one; checksums over it are not kept. */
export function renumbered(bytes: Uint8Array, id: number): Uint8Array {
  const copy = new Uint8Array(bytes);
  const buffer = Buffer.from(copy.buffer);
  for (
    let at = buffer.indexOf(MAGIC);
    at >= 0 && at + ID_BYTES <= buffer.length;
    at = buffer.indexOf(MAGIC, at + 1)
  )
    buffer.writeUInt32BE(id, at + 4);
  return copy;
}
