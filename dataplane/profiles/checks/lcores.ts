// Lcores: every queue of every port is polled by exactly one lcore.
import { at, eachRepeat } from "../../topology/checks/context.js";
import type { Report } from "../../topology/report.js";
import { MAX_LCORE_QUEUES } from "../limits.js";
import type { LcoreProfile, Profile } from "../profile.js";

export function checkLcores(profile: Profile, report: Report): void {
  eachRepeat(
    at("/cores", profile.cores),
    (core) => core,
    (path, first, core) =>
      report.add("DUPLICATE_LCORE", path, `CPU ${core} is ${first} already.`, "Name each CPU once."),
  );
  const { lcores } = profile;
  if (!lcores) return;
  if (profile.cores)
    report.add("LCORES_AND_CORES", "/cores", "lcores says already who polls what.", "Keep lcores or cores.");
  eachRepeat(
    at("/lcores", lcores),
    ({ lcore }) => lcore,
    (path, first, { lcore }) =>
      report.add(
        "DUPLICATE_LCORE",
        `${path}/lcore`,
        `CPU ${lcore} is ${first} already.`,
        "Name each CPU once.",
      ),
  );
  checkQueues(profile, lcores, report);
}

function checkQueues({ ports }: Profile, lcores: readonly LcoreProfile[], report: Report): void {
  const byName = new Map(ports.map((port) => [port.name, port]));
  const polled: (readonly [string, { port: string; queue: number }])[] = [];
  for (const [path, { lcore, queues }] of at("/lcores", lcores)) {
    if (queues.length > MAX_LCORE_QUEUES) {
      const message = `Lcore ${lcore} polls ${queues.length} queues.`;
      report.add("TOO_MANY", `${path}/queues`, message, `Give an lcore at most ${MAX_LCORE_QUEUES}.`);
    }
    polled.push(...at(`${path}/queues`, queues));
  }
  for (const [path, { port, queue }] of polled) {
    const known = byName.get(port);
    if (!known)
      report.add("UNKNOWN_PORT", `${path}/port`, `There is no port "${port}".`, "Name one of /ports.");
    else if (queue >= known.queues) {
      const message = `Port "${port}" has no queue ${queue}, only 0 to ${known.queues - 1}.`;
      report.add(
        "UNKNOWN_QUEUE",
        `${path}/queue`,
        message,
        "Name one of them, or give the port more queues.",
      );
    }
  }
  eachRepeat(
    polled,
    ({ port, queue }) => `${port}/${queue}`,
    (path, first, { port, queue }) => {
      const message = `Queue ${queue} of port "${port}" is polled by ${first} already.`;
      report.add("QUEUE_TWICE", path, message, "Let one lcore poll it.");
    },
  );
  const covered = new Set(polled.map(([, { port, queue }]) => `${port}/${queue}`));
  for (const [path, { name, queues }] of at("/ports", ports))
    for (let queue = 0; queue < queues; queue++)
      if (!covered.has(`${name}/${queue}`)) {
        const message = `Nobody polls queue ${queue} of port "${name}".`;
        report.add(
          "QUEUE_UNPOLLED",
          path,
          message,
          `Add { "port": "${name}", "queue": ${queue} } to an lcore.`,
        );
      }
}
