// GRE with key to Open vSwitch's userspace datapath, over IPv4 and IPv6, with ordinary and with jumbo frames.
//
//   ns vm                edgelane                       ns peer
//   eth0 10.0.0.1 ──TAP── vm │ bridge br │ VTEP port ──TAP── u0 ─ br-phy 192.0.2.2 or 2001:db8::2
//        fd00::1             │           │ key 305419896     br-int 10.0.0.2 fd00::2 ─ tun0 (OVS GRE)
//                             192.0.2.1 or 2001:db8::1
import { overlayStory } from "./lib/overlay.js";
import { greOverhead, OvsVtep } from "./lib/ovs-vtep.js";

for (const family of [4, 6] as const) {
  for (const mtu of [1500, 9000]) {
    overlayStory({
      name: `GRE to Open vSwitch over IPv${family}, MTU ${mtu}`,
      needs: ["ovs"],
      type: "gre",
      key: 0x12345678,
      family,
      mtu,
      overhead: greOverhead(family === 6 ? "::" : ""),
      peer: (space, place) => OvsVtep.start(space, { ...place, type: "gre" }),
    });
  }
}
