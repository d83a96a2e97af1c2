// Which port of each L2 gateway is active, as this host knows it: by what its own links and tunnels say, and by what the
// other port's host says. It must never go back to a port that was down a moment ago.
import type { L2Gateway } from "../../topology/model.js";
import type { Clock, Timer } from "../clock.js";

const HOLD_SECONDS = 10;
/** How often the host of the active port says so outside: two that took over without each other's knowledge agree. */
const HELLO_MS = 1000;
/** Hellos that say again where the stations are: a switch may have missed it, or not let its port hear yet. */
const AGAIN = 5;

export interface GatewayEvents {
  /** Is the port's link or host there, as far as this host can tell? */
  alive(port: string): boolean;
  /** Is it this host's own? */
  local(port: string): boolean;
  /** Another port is active: what was read of the gateway no longer holds. */
  changed(gateway: string, port: string): void;
  /** Say outside, by the active port, that it is that, and where the stations behind the gateway are. */
  announce(gateway: string): void;
  /** This host's port is active still: say so outside. */
  hello(gateway: string): void;
}

interface Entry {
  gateway: L2Gateway;
  active: string;
  hold: Timer | undefined;
  /** Hellos to come that are announcements. */
  again: number;
}

export class Gateways {
  private readonly entries = new Map<string, Entry>();
  private timer: Timer | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly events: GatewayEvents,
  ) {}

  find(id: string): string | undefined {
    return this.entries.get(id)?.active;
  }

  list(): { gateway: string; ports: string[]; active: string }[] {
    return [...this.entries.values()].map(({ gateway: { id, ports }, active }) => ({
      ...{ gateway: id, ports, active },
    }));
  }

  /** The gateways of a topology. One that was there keeps its active port if it has it still. */
  declare(gateways: readonly L2Gateway[]): void {
    const before = new Map(this.entries);
    this.entries.clear();
    for (const gateway of gateways) {
      const old = before.get(gateway.id);
      const kept = old !== undefined && gateway.ports.includes(old.active) ? old.active : gateway.ports[0]!;
      old?.hold?.cancel();
      const again = kept === old?.active ? old.again : AGAIN;
      this.entries.set(gateway.id, { gateway, active: kept, hold: undefined, again });
      before.delete(gateway.id);
    }
    for (const { hold } of before.values()) hold?.cancel();
    this.check();
    if (this.timer === undefined) this.beat();
  }

  /** A link or a tunnel has come or gone. */
  check(): void {
    for (const entry of this.entries.values()) this.checkOne(entry);
  }

  /** The other port's host, or an operator (`ours`), says which one it is. False: there is no such gateway or port, or
   * the preferred port is this host's own and fit, and its host is to be believed. */
  told(id: string, port: string, ours = false): boolean {
    const entry = this.entries.get(id);
    if (entry === undefined || !entry.gateway.ports.includes(port)) return false;
    const { active } = entry;
    // No news; a hold goes on.
    if (port === active) return true;
    const preferred = entry.gateway.ports[0] === active;
    if (!ours && preferred && this.events.local(active) && this.events.alive(active)) return false;
    entry.hold?.cancel();
    entry.hold = undefined;
    this.turn(entry, port, ours);
    return true;
  }

  stop(): void {
    for (const { hold } of this.entries.values()) hold?.cancel();
    this.timer?.cancel();
  }

  private beat(): void {
    this.timer = undefined;
    if (this.entries.size === 0) return;
    for (const entry of this.entries.values()) {
      const { gateway, active } = entry;
      if (!this.events.local(active) || !this.events.alive(active)) continue;
      if (entry.again === 0) this.events.hello(gateway.id);
      else {
        entry.again--;
        this.events.announce(gateway.id);
      }
    }
    this.timer = this.clock.at(this.clock.now() + HELLO_MS, () => this.beat());
  }

  private checkOne(entry: Entry): void {
    const { gateway, active } = entry;
    const [preferred, second] = gateway.ports as [string, string];
    const other = active === preferred ? second : preferred;
    const { alive, local } = this.events;
    if (!alive(active) && alive(other)) {
      entry.hold?.cancel();
      entry.hold = undefined;
      this.turn(entry, other, true);
      return;
    }
    // The host of the other port waits to be told: only the preferred port's own knows that it is fit again.
    const returns = active !== preferred && alive(preferred) && !local(second);
    if (!returns) {
      entry.hold?.cancel();
      entry.hold = undefined;
    } else if (entry.hold === undefined) {
      const after = 1000 * (gateway.holdSeconds ?? HOLD_SECONDS);
      entry.hold = this.clock.at(this.clock.now() + after, () => {
        entry.hold = undefined;
        if (alive(preferred)) this.turn(entry, preferred, true);
      });
    }
  }

  private turn(entry: Entry, port: string, ours: boolean): void {
    const { active, gateway } = entry;
    if (active === port) return;
    entry.active = port;
    entry.again = AGAIN;
    this.events.changed(gateway.id, port);
    // Who gives up its port announces too: what it sent by that port until now may have been heard last.
    if (ours || this.events.local(active)) this.events.announce(gateway.id);
  }
}
