// Are the devices there, and do tunnels carry what their ports take?
import { pciAddress } from "../cards.js";
import { type Finding, finding } from "../codes.js";
import type { Situation } from "./situation.js";

/** Bytes VXLAN adds in front of an inner IP packet over IPv4 and IPv6 (RFC 7348): Ethernet + VXLAN + UDP + IP. */
const OVERHEAD = { 4: 50, 6: 70 } as const;

export function judgeDevices(situation: Situation): Finding[] {
  return [...missing(situation), ...headroom(situation)];
}

function missing({ machine, profile }: Situation): Finding[] {
  return (profile?.ports ?? []).flatMap(({ name, device }) => {
    const address = pciAddress(device);
    if (!address || machine.pci.has(address)) return [];
    return [
      finding(
        "CHECK_DEVICE",
        `port ${name}: there is no PCI device ${address}`,
        "list the network devices and correct the profile: lspci -D | grep -i ethernet",
      ),
    ];
  });
}

function headroom({ profile }: Situation): Finding[] {
  return (profile?.underlay ?? []).flatMap((underlay) => {
    // With addresses of both families the profile does not tell which one tunnels use: the roomier is no lie.
    const family = underlay.addresses.every((address) => address.includes(":")) ? 6 : 4;
    const room = underlay.mtu - OVERHEAD[family];
    const larger = profile!.ports.find(
      ({ name, mtu }) => !profile!.underlay.some(({ port }) => port === name) && mtu > room,
    );
    if (!larger) return [];
    return [
      finding(
        "CHECK_MTU",
        `port ${larger.name} takes packets of ${larger.mtu} bytes, the tunnel through ${underlay.port} carries ${room}`,
        `raise the underlay's MTU to ${larger.mtu + OVERHEAD[family]} or lower the port's to ${room}`,
      ),
    ];
  });
}
