// A gateway that is the flood proxy of two foreign VTEPs: a hardware VTEP, which sends its broadcasts to the proxy alone
// (Open vSwitch's emulator, controlled through its hardware_vtep database), and the Linux kernel's, which does too.
//
//   ns vm              edgelane                         ns hw: br-phy is the underlay's switch
//   eth0 10.0.0.1 ─TAP─ vm │ bridge br │ VTEP port ─TAP── u0 ─┬─ br-phy 192.0.2.2 ─ ls0 (VNI 5001) ─ ps0 ─ p0 10.0.0.2
//                          │           │ 192.0.2.1            └─ u1 ── ns kernel: eth0 192.0.2.3 ─ vx0 10.0.0.3
import { afterAll, beforeAll, expect, it } from "vitest";
import { Edge, host, ledger } from "./lib/edge.js";
import { kernelVtep, vxlanOverhead } from "./lib/kernel-vtep.js";
import { story } from "./lib/needs.js";
import { Lab, type Netns } from "./lib/netns.js";
import { HardwareVtep } from "./lib/ovs-hardware.js";
import { eventually } from "./lib/run.js";
import { tcp } from "./lib/traffic.js";

const VNI = 5001;
const mtu = 1500 - vxlanOverhead("192.0.2.1");

story(
  "hardware VTEPs behind a flood proxy",
  ["built", "netns", "tap", "ovs", "ovsVtep", "vxlan", "ping", "iperf3"],
  () => {
    let lab: Lab;
    let edge: Edge;
    let vm: Netns;
    let hw: Netns;
    let kernel: Netns;
    let vtep: HardwareVtep;

    beforeAll(async () => {
      lab = await Lab.open();
      vm = await lab.netns("vm");
      hw = await lab.netns("hw");
      kernel = await lab.netns("kern");
      edge = await Edge.start(lab, {
        ports: [
          { name: "vm", space: vm, addresses: ["10.0.0.1/24"], mtu },
          { name: "wire", space: hw, as: "u0" },
        ],
        underlay: [{ port: "wire", addresses: ["192.0.2.1/24"] }],
        topology: {
          bridges: [{ id: "br" }],
          ports: [
            { id: "vm", device: "br", host, interface: "vm" },
            {
              id: "segment",
              device: "br",
              vtep: {
                ...{ type: "vxlan", key: VNI, host, floodProxy: true },
                remotes: [{ address: "192.0.2.2" }, { address: "192.0.2.3" }],
              },
            },
          ],
        },
      });
      await hw.ip(`link add u1 type veth peer name eth0 netns ${kernel.name}`);
      await hw.ip("link set u1 up");
      await kernel.run("ethtool", ["-K", "eth0", "tx", "off"]);
      await kernel.address("eth0", "192.0.2.3/24");
      vtep = await HardwareVtep.emulate(hw, {
        ...{ underlay: "u0", switched: ["u1"], local: "192.0.2.2/24" },
        ...{ vni: VNI, proxy: "192.0.2.1", addresses: ["10.0.0.2/24"], mtu },
      });
      await kernelVtep(kernel, {
        ...{
          underlay: "eth0",
          local: "192.0.2.3",
          remote: "192.0.2.1",
          vni: VNI,
          addresses: ["10.0.0.3/24"],
        },
        mtu,
      });
    });
    afterAll(() => lab.close());

    it("carries ping and TCP both ways between the VM and the station behind the hardware VTEP", async () => {
      expect(await vm.ping("10.0.0.2", 5)).toBeGreaterThanOrEqual(4);
      expect(await hw.ping("10.0.0.1", 5)).toBeGreaterThanOrEqual(4);
      for (const reverse of [false, true]) {
        const done = await tcp(vm, hw, "10.0.0.2", { streams: 2, bytes: 500_000, reverse });
        expect(done.streams).toBe(2);
        expect(done.received).toBeGreaterThan(250_000);
      }
    });

    it("goes on with stations told through the database: unicast is sent by the VTEP itself", async () => {
      await vtep.remoteMac(await vm.mac("eth0"), "192.0.2.1");
      const station = await hw.mac(vtep.port);
      await eventually("the VTEP to name its own station", async () => {
        await hw.ping("10.0.0.1", 1);
        return (await vtep.localMacs()).includes(station);
      });
      expect(await hw.ping("10.0.0.1", 5)).toBeGreaterThanOrEqual(4);
    });

    it("lets the two VTEPs' stations find each other through the proxy, once each and back to none", async () => {
      expect(await hw.ping("10.0.0.3", 5)).toBeGreaterThanOrEqual(4);
      expect(await kernel.ping("10.0.0.2", 5)).toBeGreaterThanOrEqual(4);
      expect(await vm.ping("10.0.0.3", 5)).toBeGreaterThanOrEqual(4);
      const duplicates = await hw.pingText("10.0.0.3", 5);
      expect(duplicates).not.toMatch(/DUP!/);
      const paths = JSON.stringify(await edge.api.flows());
      expect(paths).toContain("segment");
    });

    it("passes nothing between them when it is not their proxy", async () => {
      const { topology } = await edge.api.topology();
      for (const { vtep: gateway } of topology.ports) if (gateway !== undefined) gateway.floodProxy = false;
      await edge.api.apply(topology);
      await hw.ip(`neigh flush dev ${vtep.port}`);
      await kernel.ip("neigh flush dev vx0");
      expect(await hw.ping("10.0.0.3", 2)).toBe(0);
      expect(await vm.ping("10.0.0.2", 3)).toBeGreaterThanOrEqual(2);
      const sum = ledger(await edge.queues());
      expect(sum.unbalanced).toEqual([]);
      expect(sum.in).toBe(sum.out);
    });

    it("ends with nothing left", async () => {
      expect(await edge.stop()).toBe(0);
    });
  },
);
