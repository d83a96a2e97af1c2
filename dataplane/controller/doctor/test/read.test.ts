// Reading the machine the tests run on, and the figures that sentences quote.
import { availableParallelism } from "node:os";
import { describe, expect, it } from "vitest";
import { loadProfile } from "../../../profiles/index.js";
import { diagnose } from "../diagnose.js";
import { ceiling } from "../findings/pcie.js";
import { older } from "../findings/version.js";
import { readMachine } from "../machine/index.js";
import { i40eLog, readKernelLog } from "../machine/kernel-log.js";
import { cpuList } from "../machine/tree.js";

describe("the live machine", () => {
  it("is read as its own kernel tells it", () => {
    const machine = readMachine();
    expect(machine.cpus.allowed).toHaveLength(availableParallelism());
    expect(machine.memory.available).toBeGreaterThan(0);
    expect(machine.process.root).toBe(process.getuid?.() === 0);
  });

  it("tells the demo's profile of no card", () => {
    const codes = diagnose(readMachine(), loadProfile("demo")).map(({ code }) => code);
    expect(codes.filter((code) => !/^CHECK_(ROOT|TUN|MEMORY)$/.test(code))).toEqual([]);
  });

  it("has a log that ends", () => {
    expect(i40eLog(readKernelLog("/"), "ffff:ff:1f.7")).toEqual({ recovery: false });
  });
});

describe("figures", () => {
  it("come close to what full frames get of a link", () => {
    expect(ceiling(8, 8)).toBe(55);
    expect(ceiling(5, 8)).toBe(28);
    expect(ceiling(5, 4)).toBe(14);
  });

  it("are compared as versions, not as text", () => {
    expect(older("2.31.5050", "2.32.5100")).toBe(true);
    expect(older("2.42.5000", "2.32.5100")).toBe(false);
    expect(older("10.0", "9.01")).toBe(false);
    expect(older("6.01", "6.01")).toBe(false);
  });

  it("are read from CPU lists as the kernel writes them", () => {
    expect(cpuList("0-2,5")).toEqual([0, 1, 2, 5]);
    expect(cpuList("")).toEqual([]);
    expect(cpuList("(null)")).toEqual([]);
  });
});
