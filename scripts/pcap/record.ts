// What captures are read into, and what all formats refuse alike.

/** One captured frame. */
export interface PcapRecord {
  /** Nanoseconds since the epoch. */
  time: bigint;
  /** Captured bytes. */
  data: Uint8Array;
  /** Length on the wire, bytes. */
  length: number;
  /** Whether it came in or left, and the interface's name, where the file tells (pcapng only). */
  direction?: "in" | "out";
  on?: string;
}

/** Throws an ElError of this code about the file. */
export type Fail = (code: string, what: string, remedy: string) => never;

/** Link type. */
export const ETHERNET = 1;
/** Bytes of a record; with more the file is damaged. */
export const MOST = 262_144;

/** The file ends inside the record behind `whole` ones. */
export function cut(fail: Fail, path: string, whole: number): never {
  return fail(
    "CAPTURE_TRUNCATED",
    `ends inside record ${whole + 1}`,
    whole === 0
      ? "capture it again: no record is whole"
      : `keep the whole records: editcap -r ${path} ${path}.whole 1-${whole}`,
  );
}
