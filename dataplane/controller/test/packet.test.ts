// A captured tunnelled frame as the simulation takes it: its offsets lead to the inner headers.
import { expect, it } from "vitest";
import { KEY } from "../../../bindings/layout.js";
import { fold, putShort, sumBytes } from "../../simulation/build/checksum.js";
import { packet } from "../../simulation/test/lib/packets.js";
import { packetOf } from "../packet.js";

it("finds the inner headers of a tunnelled frame", () => {
  const tunnel = { key: 77, src: "192.0.2.2", dst: "192.0.2.1" };
  const { data } = packet({ tunnel, from: "10.0.0.5", to: "10.0.0.6", tp: [1000, 2000] });
  // The outer headers come without lengths, addresses and checksum.
  putShort(data, 16, data.length - 14);
  data.set([64, 17], 22);
  data.set([192, 0, 2, 2, 192, 0, 2, 1], 26);
  putShort(data, 24, fold(sumBytes(data, 14, 34)));
  putShort(data, 38, data.length - 34);
  const found = packetOf(data, 0, [{ type: "vxlan", local: "192.0.2.1", udpPort: 4789 }]);
  expect(found.key[KEY.tun_key]).toBe(77);
  expect(found.innerOffset).toBe(50);
  expect([...data.subarray(found.l3Offset + 12, found.l3Offset + 16)]).toEqual([10, 0, 0, 5]);
  expect([...data.subarray(found.l4Offset, found.l4Offset + 2)]).toEqual([1000 >> 8, 1000 & 0xff]);
});
