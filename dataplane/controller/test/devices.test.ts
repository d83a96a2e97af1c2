// PCI devices of a profile: there, missing, or another card than the profile is written for.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { cardDevice } from "../../../bindings/index.js";
import { story } from "../../../test/lib/needs.js";
import { CARDS, parseProfile } from "../../profiles/index.js";
import { ElError } from "../../topology/error.js";
import { pciDevices, refuseMissingDevices } from "../devices.js";

const profile = (...ports: object[]) =>
  parseProfile({
    version: 1,
    host: "h",
    ports: ports.map((port, i) => ({ name: `p${i}`, ...port })),
    memory: { megabytes: 2048 },
  });

function refusal(devices: Record<string, string>, ...ports: object[]): ElError | undefined {
  try {
    refuseMissingDevices(profile(...ports), new Map(Object.entries(devices)));
    return undefined;
  } catch (error) {
    if (error instanceof ElError) return error;
    throw error;
  }
}

const mlx4 = { device: "0000:41:00.0,port=0", card: "connectx3-pro" };
const i40e = { device: "01:00.0", card: "x710" };

it("says nothing of virtual devices, and of cards that are there", () => {
  expect(refusal({}, { device: "net_tap0" })).toBeUndefined();
  expect(refusal({ "0000:41:00.0": "15b3:1007", "0000:01:00.0": "8086:1572" }, mlx4, i40e)).toBeUndefined();
  expect(refusal({ "0000:01:00.0": "8086:1589" }, i40e)).toBeUndefined();
});

it("names the missing card, how to look for it, and the modules it needs", () => {
  expect(refusal({}, mlx4)).toMatchObject({
    code: "DEVICE_MISSING",
    place: "/ports/0/device",
    message: 'Port "p0" wants a ConnectX-3 Pro at 0000:41:00.0, and there is no PCI device at that address.',
    remedy: expect.stringMatching(/lspci -D -d 15b3:.*modprobe -a mlx4_core mlx4_en mlx4_ib ib_uverbs\.$/),
  });
  expect(refusal({}, i40e)?.remedy).toMatch(
    /lspci -D -d 8086:.*lsmod must list vfio_pci: modprobe -a vfio-pci\.$/,
  );
});

it("says where such a card is after all", () => {
  expect(refusal({ "0000:05:00.0": "15b3:1007" }, mlx4)?.remedy).toMatch(
    /^One is at 0000:05:00\.0: name that in \/ports\/0\/device/,
  );
});

it("tells another card from the one the profile is written for", () => {
  expect(refusal({ "0000:41:00.0": "8086:1572" }, mlx4)).toMatchObject({
    code: "DEVICE_NOT_CARD",
    message:
      'Port "p0" is written for a ConnectX-3 Pro (15b3:1007), and 0000:41:00.0 is an X710 (8086:1572).',
  });
});

it("has a finding for each port at fault", () => {
  expect(refusal({}, mlx4, { device: "net_tap0" }, i40e)?.findings.map(({ path }) => path)).toEqual([
    "/ports/0/device",
    "/ports/2/device",
  ]);
});

it("reads the kernel's list of devices", () => {
  const root = mkdtempSync(join(tmpdir(), "edgelane-pci-"));
  try {
    const folder = join(root, "sys/bus/pci/devices/0000:41:00.0");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "vendor"), "0x15b3\n");
    writeFileSync(join(folder, "device"), "0x1007\n");
    expect([...pciDevices(root)]).toEqual([["0000:41:00.0", "15b3:1007"]]);
    expect([...pciDevices(join(root, "nothing"))]).toEqual([]);
  } finally {
    rmSync(root, { recursive: true });
  }
});

story("cards a profile may name", ["built"], () => {
  it.each(Object.entries(CARDS))(
    "%s is the plan's card of that name, by word and by first PCI id",
    (word, { driver, ids }) => {
      const device = cardDevice(word)!;
      expect(device.driver).toBe(driver);
      expect(cardDevice(ids[0]!)).toEqual(device);
    },
  );
});
