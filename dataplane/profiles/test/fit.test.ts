// A profile against the topology that it is to serve.
import { expect, it } from "vitest";
import { ElError } from "../../topology/error.js";
import { loadTopology } from "../../topology/index.js";
import { packagePath } from "../../topology/schema.js";
import { checkFit, loadProfile, parseProfile, profileNames } from "../index.js";

const topology = loadTopology(packagePath("dataplane/topology/examples/demo.json"));
const gre = loadTopology(packagePath("dataplane/topology/examples/gre.json"));
const tap = (name: string) => ({ name, device: `net_tap_${name}` });

function found(changes: object, of = topology): string[] {
  const profile = {
    version: 1,
    host: "edge1",
    ports: [tap("vm1"), tap("vm2"), tap("up0")],
    underlay: [{ port: "up0", addresses: ["192.0.2.1/24", "2001:db8::1/64"] }],
    ...changes,
  };
  try {
    checkFit(of, parseProfile(profile));
    return [];
  } catch (error) {
    if (!(error instanceof ElError)) throw error;
    return error.findings.map(({ code, path }) => `${code} ${path}`);
  }
}

it("the profiles that come with edgelane carry the demo's topology", () => {
  for (const name of profileNames()) expect(() => checkFit(topology, loadProfile(name))).not.toThrow();
});

it.each<[string, object, ...string[]]>([
  ["nothing wrong", {}],
  ["a host that is not declared", { host: "edge9" }, "FIT_UNKNOWN_HOST /hosts"],
  [
    "an interface that is not there",
    { ports: [tap("vm1"), tap("up0")] },
    "FIT_UNKNOWN_INTERFACE /ports/1/interface",
  ],
  [
    "an interface that carries tunnels",
    { underlay: [{ port: "vm2", addresses: ["192.0.2.1/24"] }] },
    "FIT_INTERFACE_IS_UNDERLAY /ports/1/interface",
  ],
  [
    "no address of the remotes' family",
    { underlay: [{ port: "up0", addresses: ["2001:db8::1/64"] }] },
    "FIT_NO_LOCAL_ADDRESS /ports/2/vtep",
  ],
])("%s", (_, changes, ...expected) => {
  expect(found(changes)).toEqual(expected);
});

it("tunnel addresses of the topology are the profile's", () => {
  expect(found({}, gre)).toEqual([]);
  expect(found({ underlay: [{ port: "up0", addresses: ["192.0.2.7/24", "2001:db8::7/64"] }] }, gre)).toEqual([
    "FIT_FOREIGN_ADDRESS /tunnelZones/0/hosts/0/address",
    "FIT_FOREIGN_ADDRESS /ports/2/vtep/local",
  ]);
});
