// The file store on a real folder: whole documents only, changes told once, faults told as faults.
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { FileStore, type Topology } from "../index.js";

const topology = (name: string): Topology => ({ version: 1, name, hosts: [{ id: "h" }], ports: [] });

let folder: string;
let stop = () => {};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "edgelane-store-"));
});

afterEach(() => {
  stop();
  rmSync(folder, { recursive: true });
});

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 400 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(holds()).toBe(true);
}

it("reads back what it wrote, under the same revision, and leaves no other file", async () => {
  const store = new FileStore(join(folder, "new", "topology.json"));
  const written = await store.write(topology("one"));
  expect(store.read()).toEqual(written);
  await store.write(topology("two"));
  expect(store.read().topology.name).toBe("two");
  expect(store.read().revision).not.toBe(written.revision);
  expect(readdirSync(join(folder, "new"))).toEqual(["topology.json"]);
});

it("refuses a missing and a wrong file with their own errors", () => {
  const path = join(folder, "topology.json");
  expect(() => new FileStore(path).read()).toThrow(expect.objectContaining({ code: "TOPOLOGY_UNREADABLE" }));
  writeFileSync(path, '{"version": 1}');
  expect(() => new FileStore(path).read()).toThrow(expect.objectContaining({ code: "TOPOLOGY_INVALID" }));
});

it("says where it could not write", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  chmodSync(file, 0o600);
  await expect(new FileStore(join(file, "topology.json")).write(topology("x"))).rejects.toMatchObject({
    code: "STORE_WRITE",
  });
});

it("tells each new content once, and a fault, and what comes after it", async () => {
  const path = join(folder, "topology.json");
  const store = new FileStore(path);
  await store.write(topology("one"));
  const told: string[] = [];
  stop = store.watch(
    (stored) => told.push(stored.topology.name ?? ""),
    (error) => told.push(error.code),
  );
  await store.write(topology("two"));
  await until(() => told.length === 1);
  await store.write(topology("two"));
  writeFileSync(path, "{");
  await until(() => told.length === 2);
  await store.write(topology("two"));
  await until(() => told.length === 3);
  expect(told).toEqual(["two", "TOPOLOGY_SYNTAX", "two"]);
});
