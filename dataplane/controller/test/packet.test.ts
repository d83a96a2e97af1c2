// A captured tunnelled frame as the simulation takes it: its offsets lead to the inner headers.
import { expect, it } from "vitest";
import { KEY } from "../../../bindings/layout.js";
import { packet } from "../../simulation/test/lib/packets.js";
import { packetOf } from "../packet.js";

it("finds the inner headers of a tunnelled frame", () => {
  const tunnel = { key: 77, src: "192.0.2.2", dst: "192.0.2.1" };
  const { data } = packet({ tunnel, from: "10.0.0.5", to: "10.0.0.6", tp: [1000, 2000] });
  const found = packetOf(data, 0, [{ type: "vxlan", local: "192.0.2.1", udpPort: 4789 }]);
  expect(found.key[KEY.tun_key]).toBe(77);
  expect(found.innerOffset).toBe(50);
  expect([...data.subarray(found.l3Offset + 12, found.l3Offset + 16)]).toEqual([10, 0, 0, 5]);
  expect([...data.subarray(found.l4Offset, found.l4Offset + 2)]).toEqual([1000 >> 8, 1000 & 0xff]);
});
