// pcapng blocks (draft-ietf-opsawg-pcapng), little-endian, time in nanoseconds. Nothing but bytes: who wants which
// packet is decided elsewhere.

/** Types of blocks. */
export const BLOCK = { SECTION: 0x0a0d0d0a, INTERFACE: 1, STATISTICS: 5, PACKET: 6 } as const;
/** Tells a section's byte order. */
export const ORDER = 0x1a2b3c4d;
const ETHERNET = 1;

const OPTION = { END: 0, COMMENT: 1, USER_APPLICATION: 4 } as const;
export const INTERFACE_OPTION = { NAME: 2, DESCRIPTION: 3, TIME_RESOLUTION: 9 } as const;
export const PACKET_OPTION = { FLAGS: 2 } as const;
const STATISTICS_OPTION = { DROPPED: 5 } as const;

/** Bits 0 and 1 of a packet's flags. */
export const DIRECTION = { IN: 1, OUT: 2 } as const;

type Option = readonly [code: number, value: Uint8Array];

/** The first block of a file. */
export function sectionHeader(application: string): Buffer {
  const fixed = Buffer.alloc(16);
  fixed.writeUInt32LE(ORDER, 0);
  fixed.writeUInt16LE(1, 4);
  // Its length is not known beforehand.
  fixed.writeBigInt64LE(-1n, 8);
  return block(BLOCK.SECTION, fixed, [[OPTION.USER_APPLICATION, Buffer.from(application)]]);
}

/** Interfaces are numbered in the order of their blocks, from 0. `snap`: bytes of a packet at most. */
export function interfaceDescription(name: string, description: string, snap: number): Buffer {
  const fixed = Buffer.alloc(8);
  fixed.writeUInt16LE(ETHERNET, 0);
  fixed.writeUInt32LE(snap, 4);
  return block(BLOCK.INTERFACE, fixed, [
    [INTERFACE_OPTION.NAME, Buffer.from(name)],
    [INTERFACE_OPTION.DESCRIPTION, Buffer.from(description)],
    [INTERFACE_OPTION.TIME_RESOLUTION, Uint8Array.of(9)],
  ]);
}

export interface PcapngPacket {
  /** Number of its interface. */
  on: number;
  /** Unix time, nanoseconds. */
  timeNs: bigint;
  data: Uint8Array;
  /** Bytes on the wire. */
  length: number;
  /** DIRECTION */
  direction: number;
  comment?: string;
}

export function enhancedPacket({ on, timeNs, data, length, direction, comment }: PcapngPacket): Buffer {
  const fixed = Buffer.alloc(20 + padded(data.length));
  fixed.writeUInt32LE(on, 0);
  fixed.writeUInt32LE(Number(timeNs >> 32n), 4);
  fixed.writeUInt32LE(Number(timeNs & 0xffffffffn), 8);
  fixed.writeUInt32LE(data.length, 12);
  fixed.writeUInt32LE(length, 16);
  fixed.set(data, 20);
  const flags = Buffer.alloc(4);
  flags.writeUInt32LE(direction);
  const options: Option[] = [[PACKET_OPTION.FLAGS, flags]];
  if (comment !== undefined) options.push([OPTION.COMMENT, Buffer.from(comment)]);
  return block(BLOCK.PACKET, fixed, options);
}

/** What the capture missed of an interface's packets. */
export function interfaceStatistics(on: number, timeNs: bigint, dropped: number): Buffer {
  const fixed = Buffer.alloc(12);
  fixed.writeUInt32LE(on, 0);
  fixed.writeUInt32LE(Number(timeNs >> 32n), 4);
  fixed.writeUInt32LE(Number(timeNs & 0xffffffffn), 8);
  const count = Buffer.alloc(8);
  count.writeBigUInt64LE(BigInt(dropped));
  return block(BLOCK.STATISTICS, fixed, [[STATISTICS_OPTION.DROPPED, count]]);
}

const padded = (length: number): number => (length + 3) & ~3;

/** `fixed`: a multiple of 4 bytes. */
function block(type: number, fixed: Uint8Array, options: readonly Option[]): Buffer {
  const tail = options.reduce((sum, [, value]) => sum + 4 + padded(value.length), 4);
  const size = 12 + fixed.length + tail;
  const bytes = Buffer.alloc(size);
  bytes.writeUInt32LE(type, 0);
  bytes.writeUInt32LE(size, 4);
  bytes.set(fixed, 8);
  let at = 8 + fixed.length;
  for (const [code, value] of options) {
    bytes.writeUInt16LE(code, at);
    bytes.writeUInt16LE(value.length, at + 2);
    bytes.set(value, at + 4);
    at += 4 + padded(value.length);
  }
  bytes.writeUInt16LE(OPTION.END, at);
  bytes.writeUInt32LE(size, size - 4);
  return bytes;
}
