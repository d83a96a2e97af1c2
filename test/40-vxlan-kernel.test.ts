// VXLAN to the Linux kernel's own VXLAN device, over IPv4 and IPv6, with ordinary frames, with frames that lie in chains
// of small mbufs, and with jumbo frames.
//
//   ns vm                edgelane                       ns peer
//   eth0 10.0.0.1 ──TAP── vm │ bridge br │ VTEP port ──TAP── u0 192.0.2.2 or 2001:db8::2
//        fd00::1             │           │ VNI 4242          vx0 10.0.0.2 fd00::2 (kernel VXLAN)
//                             192.0.2.1 or 2001:db8::1
import { kernelVtep, vxlanOverhead } from "./lib/kernel-vtep.js";
import { overlayStory } from "./lib/overlay.js";

const scenes: { family: 4 | 6; mtu: number; mbuf?: number; udpChecksum?: boolean; also?: string }[] = [
  { family: 4, mtu: 1500 },
  { family: 6, mtu: 1500 },
  { family: 4, mtu: 1500, mbuf: 1024, udpChecksum: true, also: "chained mbufs, outer checksums filled in" },
  { family: 4, mtu: 9000 },
  { family: 6, mtu: 9000, udpChecksum: false, also: "outer checksums zero" },
];

for (const { also, ...scene } of scenes) {
  overlayStory({
    ...scene,
    name: `VXLAN to the kernel over IPv${scene.family}, MTU ${scene.mtu}${also === undefined ? "" : `, ${also}`}`,
    needs: ["vxlan"],
    type: "vxlan",
    key: 4242,
    overhead: vxlanOverhead(scene.family === 6 ? "::" : ""),
    async peer(space, { underlay, local, remote, key, addresses, mtu: inner }) {
      await space.address(underlay, local);
      const checksum = scene.udpChecksum === undefined ? {} : { udpChecksum: scene.udpChecksum };
      const own = local.split("/")[0]!;
      await kernelVtep(space, { underlay, local: own, remote, vni: key, addresses, mtu: inner, ...checksum });
    },
  });
}
