// The frames the node itself sends on the underlay: who has that address, and this address is mine.
import { ActionWriter } from "../../../bindings/index.js";
import { ARP_REQUEST, arp, arpAnnouncement } from "../../simulation/build/arp.js";
import { solicitation, unsolicitedAdvertisement } from "../../simulation/build/nd.js";
import { parseIp, sameIp } from "../../topology/addresses.js";
import type { UnderlayCommands } from "../commands.js";
import type { Net } from "./nets.js";

export class Probe {
  constructor(private readonly commands: UnderlayCommands) {}

  /** An ARP request or a neighbour solicitation from the net's own address of that family. */
  ask(net: Net, address: string): void {
    const target = parseIp(address);
    const own = net.addresses.find((candidate) => candidate.family === target?.family);
    if (target === undefined || own === undefined) return;
    const { mac, vlan } = net;
    const frame =
      target.family === 4
        ? arp({
            operation: ARP_REQUEST,
            senderIp: own.bytes,
            senderMac: mac,
            targetIp: target.bytes,
            targetMac: 0,
            vlan,
          })
        : solicitation({ target: target.bytes, srcIp: own.bytes, srcMac: mac, vlan });
    this.send(net, frame.data);
  }

  /** Gratuitous ARP and unsolicited advertisements for each of the net's addresses. */
  announce(net: Net): void {
    net.addresses.forEach((address, index) => {
      if (net.addresses.findIndex((other) => sameIp(other.bytes, address.bytes)) !== index) return;
      const make = address.family === 4 ? arpAnnouncement : unsolicitedAdvertisement;
      this.send(net, make(address.bytes, net.mac, net.vlan).data);
    });
  }

  private send(net: Net, frame: Uint8Array): void {
    this.commands.inject(net.port, new ActionWriter().output(net.port).take(), frame);
  }
}
