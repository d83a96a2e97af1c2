// Tunnel keys: a port key names one port everywhere, a VTEP key one segment of its host; the two never meet.
import { at, type Check, eachRepeat } from "./context.js";

export const checkKeys: Check = ({ topology }, report) => {
  const ports = [...at("/ports", topology.ports)];
  eachRepeat(
    ports,
    ({ key }) => key,
    (path, first, { key }) =>
      report.add(
        "DUPLICATE_TUNNEL_KEY",
        `${path}/key`,
        `The tunnel key ${key} names ${first} already.`,
        "Choose another.",
      ),
  );
  eachRepeat(
    ports,
    ({ vtep }) => vtep && `${vtep.host}/${vtep.type}/${vtep.key}`,
    (path, first, { vtep }) => {
      const message = `The key ${vtep!.key} is a segment of host "${vtep!.host}" already, at ${first}/vtep.`;
      report.add("DUPLICATE_VTEP_KEY", `${path}/vtep/key`, message, "Choose another, or another host.");
    },
  );
  const segments = new Map(
    ports.flatMap(([path, { vtep }]) => (vtep ? [[vtep.key, `${path}/vtep/key`] as const] : [])),
  );
  for (const [path, { key }] of ports) {
    const segment = key === undefined ? undefined : segments.get(key);
    if (segment === undefined) continue;
    const message = `The tunnel key ${key} is that of the VTEP gateway at ${segment}: a key names a port or a segment.`;
    report.add(
      "KEY_IS_VTEP_KEY",
      `${path}/key`,
      message,
      "Choose another, or leave it out to have one derived.",
    );
  }
};
