// Unsolicited router advertisements over time, on a clock that the test moves.
import { expect, it } from "vitest";
import { compile } from "../../simulation/compile.js";
import { FACTS, topology, vm } from "../../simulation/test/lib/networks.js";
import { Advertiser } from "../advertiser.js";
import { VirtualClock } from "../clock.js";

const net = (interval: number | undefined, adminUp = true) =>
  compile(
    topology({
      bridges: [{ id: "br", ...(interval === undefined ? {} : { ra: { interval } }) }],
      ports: [vm(1, "br"), vm(2, "br", { adminUp }), { id: "far", device: "br", host: "b", interface: "p1" }],
    }),
    FACTS,
  );

it("come soon at first, then at their interval, at the ports of this host that are up", () => {
  const clock = new VirtualClock();
  const sent: string[] = [];
  let snapshot = net(100);
  const advertiser = new Advertiser(
    clock,
    () => snapshot,
    (generated) => sent.push(...generated.map(({ port }) => `${clock.now() / 1000}:${port}`)),
  );
  advertiser.renew();
  clock.advanceTo(200_000);
  expect(sent).toEqual(["16:1", "16:2", "32:1", "32:2", "48:1", "48:2", "148:1", "148:2"]);
  sent.length = 0;
  // The same content goes on where it was; another starts anew; none ends.
  snapshot = net(100);
  advertiser.renew();
  clock.advanceTo(250_000);
  expect(sent).toEqual(["248:1", "248:2"]);
  snapshot = net(8, false);
  advertiser.renew();
  clock.advanceTo(275_000);
  expect(sent.slice(2)).toEqual(["258:1", "266:1", "274:1"]);
  snapshot = net(undefined);
  advertiser.renew();
  clock.advanceTo(999_000);
  expect(sent).toHaveLength(5);
  expect(clock.nextDeadline).toBeUndefined();
});
