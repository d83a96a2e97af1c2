// Numbers that depend on each other, names that must fit the worker's, EAL arguments that are not the profile's to set.

import { at } from "../../topology/checks/context.js";
import type { Report } from "../../topology/report.js";
import { NAME_LEN } from "../limits.js";
import { mbufsNeeded } from "../mbufs.js";
import type { Profile } from "../profile.js";

export function checkSizes(profile: Profile, report: Report): void {
  if (profile.name.length >= NAME_LEN) {
    const message = `The name "${profile.name}" is longer than ${NAME_LEN - 1} characters.`;
    report.add("BAD_LENGTH", "/name", message, 'Add a shorter "name".');
  }
  const { bounds, ffi, tunnels, timeouts } = profile;
  const powers = {
    "/bounds/upcallSlots": bounds.upcallSlots,
    "/ffi/commandBytes": ffi.commandBytes,
    "/ffi/eventBytes": ffi.eventBytes,
    "/tunnels/sourcePortRange": tunnels.sourcePortRange,
  };
  for (const [path, value] of Object.entries(powers)) {
    const below = 2 ** Math.floor(Math.log2(value));
    if (value === below) continue;
    report.add("NOT_A_POWER_OF_TWO", path, `${value} is no power of two.`, `Write ${below} or ${below * 2}.`);
  }
  if (tunnels.sourcePortMin + tunnels.sourcePortRange > 65536) {
    const message = `${tunnels.sourcePortRange} source ports from ${tunnels.sourcePortMin} on go beyond 65535.`;
    const remedy = `Start at ${65536 - tunnels.sourcePortRange} or below.`;
    report.add("OUT_OF_RANGE", "/tunnels/sourcePortMin", message, remedy);
  }
  const { staleMs, expireMs } = timeouts.neighbour;
  if (staleMs >= expireMs) {
    const message = `Neighbours would be forgotten (${expireMs} ms) before they are asked again (${staleMs} ms).`;
    report.add("STALE_AFTER_EXPIRY", "/timeouts/neighbour/staleMs", message, `Write less than ${expireMs}.`);
  }
  checkMemory(profile, report);
  checkEal(profile, report);
}

function checkMemory(profile: Profile, report: Report): void {
  const { memory, mbufs } = profile;
  if (memory.perSocket && !memory.hugepages) {
    const message = "Memory can be placed per socket with hugepages only.";
    report.add(
      "SOCKETS_WITHOUT_HUGEPAGES",
      "/memory/perSocket",
      message,
      "Remove it, or set hugepages to true.",
    );
  }
  const needed = mbufsNeeded(profile, profile.lcores?.length ?? 1);
  if (mbufs.count !== undefined && mbufs.count < needed) {
    const message = `${mbufs.count} mbufs are too few: descriptors, bursts and parked packets can hold ${needed}.`;
    report.add("TOO_FEW_MBUFS", "/mbufs/count", message, `Write ${needed} or more, or leave it out.`);
  }
  const megabytes = memory.perSocket
    ? memory.perSocket.reduce((sum, each) => sum + each, 0)
    : memory.megabytes;
  const bytes = (mbufs.count ?? needed) * (mbufs.size + mbufs.headroom + 192);
  if (bytes > megabytes * 2 ** 20) {
    const least = Math.ceil(bytes / 2 ** 20) + 32;
    const message = `The mbufs alone take ${Math.ceil(bytes / 2 ** 20)} MiB, memory is ${megabytes} MiB.`;
    report.add("TOO_LITTLE_MEMORY", "/memory", message, `Give ${least} MiB or more, or fewer descriptors.`);
  }
}

/** Set from the profile's own fields, or fatal to the worker. */
const OWN_EAL =
  /^(--(lcores|main-lcore|proc-type|file-prefix|no-huge|in-memory|socket-mem|no-pci|vdev|allow|block|version|help)(=|$)|-[lcmabhvn])/;

function checkEal({ eal }: Profile, report: Report): void {
  for (const [path, argument] of at("/eal", eal))
    if (OWN_EAL.test(argument)) {
      const message = `${argument} is set from other fields of the profile.`;
      report.add("EAL_ARGUMENT", path, message, "Remove it; use ports, lcores, memory or name.");
    }
}
