// Are the devices there, are they what the wishes need, and do tunnels carry what their ports take?
import { CARDS } from "../../../profiles/cards.js";
import { pciAddress } from "../../../profiles/device.js";
import { type Finding, finding } from "../codes.js";
import { cardWishes } from "../wishes.js";
import type { Situation } from "./situation.js";

/** Bytes VXLAN adds in front of an inner IP packet over IPv4 and IPv6 (RFC 7348): Ethernet + VXLAN + UDP + IP. */
const OVERHEAD = { 4: 50, 6: 70 } as const;

export function judgeDevices(situation: Situation): Finding[] {
  return [...missing(situation), ...other(situation), ...virtual(situation), ...headroom(situation)];
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

function other({ cards }: Situation): Finding[] {
  return cards.flatMap(({ at, ports, model, label }) => {
    const id = [at.vendor, at.device].map((each) => each.toString(16).padStart(4, "0")).join(":");
    const port = ports.find(({ card }) => card && !CARDS[card].ids.includes(id));
    if (!port?.card) return [];
    const meant = CARDS[port.card];
    return [
      finding(
        "CHECK_CARD",
        `${label} is no ${meant.title}, which the profile is written for, but ${id} (${model.name})`,
        `name the card's address in the profile: lspci -D -d ${meant.ids[0]}`,
      ),
    ];
  });
}

function virtual({ cards, profile }: Situation): Finding[] {
  if (!profile) return [];
  return cards.flatMap(({ model, ports, label }) => {
    if (!model.virtual || !ports.some((port) => cardWishes(port, profile).vxlanPorts.length > 0)) return [];
    return [
      finding(
        "CHECK_VF",
        `${label} is a virtual function (${model.name}), which does no tunnel offload`,
        "set /device in the profile to the physical function: lspci -D | grep -i ethernet",
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
