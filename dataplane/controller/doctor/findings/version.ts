// Firmware versions. Pure.

/** Dotted numbers, compared part by part. */
export function older(version: string, floor: string): boolean {
  const parts = version.split(".").map(Number);
  for (const [i, least] of floor.split(".").map(Number).entries()) {
    const part = parts[i] ?? 0;
    if (part !== least) return part < least;
  }
  return false;
}
