// The first hour of somebody who mistypes: names that are none, files that cannot be written, nodes that are gone. Each
// is one sentence with a code, the place and what to type, and the node that was asked goes on.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Rig } from "../dataplane/controller/test/rig.js";
import { program } from "./lib/edge.js";
import { story } from "./lib/needs.js";
import { eventually, type Finished, Running, run } from "./lib/run.js";

const frame =
  'Ether(src="02:00:00:00:00:01",dst="02:00:00:00:00:02")/IP(src="10.0.0.1",dst="10.0.0.2")/UDP(dport=7)';

story("a mistake", ["built", "scapy"], () => {
  const files = mkdtempSync(join(tmpdir(), "edgelane-mistakes-"));
  const rig = new Rig();
  const servers: Server[] = [];
  const at = (folder: string, ...words: string[]): Promise<Finished> =>
    run(program, words, { accept: "any", env: { EDGELANE_RUN_DIR: folder } });
  const edgelane = (...words: string[]): Promise<Finished> => at(rig.folder, ...words);

  /** Somebody who listens under a node's name; `say`: what it answers. */
  async function listener(folder: string, name: string, say: string): Promise<void> {
    const server = createServer((socket) => socket.on("error", () => {}).end(say));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(join(folder, `${name}.api.sock`), resolve));
  }

  beforeAll(async () => {
    const profile = rig.profile({
      vm1: rig.capture("vm1", `[${Array(6).fill(frame).join(",")}]`),
      vm2: rig.capture("vm2", "[]"),
    });
    await rig.start(profile, {
      bridges: [{ id: "br" }],
      ports: ["vm1", "vm2"].map((name) => ({
        id: `guest-${name}`,
        device: "br",
        host: rig.host,
        interface: name,
      })),
    });
    await rig.feed("vm1", 1);
  });
  afterAll(async () => {
    for (const server of servers) server.close();
    await rig.end();
    rmSync(files, { recursive: true, force: true });
  });

  const file = (name: string): string => join(files, name);

  /** Words, exit code, and what is said; `remedy` is the line of that name. */
  function told({ code, stdout, stderr }: Finished): { code: number; says: string; remedy: string } {
    expect(stderr).not.toMatch(/^\s+at |INTERNAL/m);
    expect(stdout).toBe("");
    const [says = "", remedy = ""] = stderr.split("\n");
    return { code, says, remedy: remedy.replace("  remedy: ", "") };
  }

  it("in a word is answered with the word that was meant", async () => {
    const cases: readonly [string[], number, RegExp, RegExp][] = [
      [[], 2, /^USAGE_ARGUMENT: no verb is named$/, /^edgelane --help$/],
      [["help", "nothing"], 2, /there is no verb "nothing"/, /^edgelane --help$/],
      [["shwo"], 2, /unknown command "shwo"/, /write show/],
      [["show"], 2, /missing required argument "what"/, /^edgelane show --help$/],
      [["show", "flows", "--prot", "vm1"], 2, /unknown option "--prot"/, /write --port/],
      [["show", "flows", "--port", "vm3"], 1, /^PORT_UNKNOWN: No port "vm3"/, /^Write "vm[12]"\.$/],
      [["show", "masks", "--port", "vm1"], 2, /--port vm1 says nothing of masks/, /flows/],
      [["show", "drops", "--drop", "POLCY"], 1, /^DROP_UNKNOWN: .*POLCY/, /--drop POLICY/],
      [["why", "--drop", "no route/x"], 1, /^DROP_UNKNOWN: There is no drop reason no route\/x/, /NO_ROUTE/],
      [["why", "prot=tcp"], 2, /^USAGE_FIELD: prot=tcp names no field/, /^Write port=tcp\.$/],
      [["why", "dst=10.0.0.0/24"], 2, /^USAGE_FIELD: dst=10\.0\.0\.0\/24 cannot be read/, /dst as in 10/],
      [["why", "vlan=5000"], 2, /^USAGE_FIELD: vlan=5000/, /0 to 4094/],
      [["capture", "--port", "guest-vm3", "--out", file("none")], 1, /^PORT_UNKNOWN: /, /^Write "guest-vm/],
      [["capture", "--snap", "10", "--out", file("none")], 1, /^CAPTURE_OPTION: /, /64 to 65535/],
      [
        ["capture", "--filter", "dport=9-1", "--out", file("none")],
        1,
        /^CAPTURE_FILTER: /,
        /^Write dport=80/,
      ],
      [
        ["capture", "--filter", "sorce=::1", "--out", file("none")],
        1,
        /^CAPTURE_FILTER: /,
        /^Write source; /,
      ],
      [["show", "status", "--node", "nobody"], 3, /^NODE_NOT_RUNNING: .*there is t/, /^Name it: --node t/],
    ];
    await Promise.all(
      cases.map(async ([words, code, says, remedy]) => {
        const said = told(await edgelane(...words));
        expect(said, words.join(" ")).toMatchObject({
          ...{ code, says: expect.stringMatching(says), remedy: expect.stringMatching(remedy) },
        });
      }),
    );
  });

  it("is none where a port is called as in the topology", async () => {
    const [queues, flows] = await Promise.all(
      ["queues", "flows"].map((what) => edgelane("show", what, "--port", "guest-vm1", "--json")),
    );
    expect(JSON.parse(queues!.stdout)).toMatchObject([{ portName: "vm1", queue: 0 }]);
    expect(JSON.parse(flows!.stdout)).toMatchObject([{ inPort: "vm1" }]);
    const none = await edgelane("show", "flows", "--port", "guest-vm2");
    expect(none).toMatchObject({ code: 0, stdout: "none\n" });
  });

  it("in where to write costs no file that is there", async () => {
    const kept = file("kept.pcapng");
    writeFileSync(kept, "precious");
    const [refused, folder, nowhere] = await Promise.all([
      edgelane("capture", "--filter", "colour=red", "--out", kept),
      edgelane("capture", "--seconds", "1", "--out", files),
      edgelane("record", "--seconds", "1", "--out", "/nowhere/at.all"),
    ]);
    expect(told(refused)).toMatchObject({ code: 1, says: expect.stringMatching(/^CAPTURE_FILTER: /) });
    expect(readFileSync(kept, "utf8")).toBe("precious");
    for (const said of [told(folder), told(nowhere)])
      expect(said).toMatchObject({
        ...{
          code: 3,
          says: expect.stringMatching(/^OUT_UNWRITABLE: /),
          remedy: expect.stringMatching(/--out/),
        },
      });
    const full = await run("sh", ["-c", `"${program}" show ports >/dev/full`], {
      accept: "any",
      env: { EDGELANE_RUN_DIR: rig.folder },
    });
    expect(told(full)).toMatchObject({ code: 3, says: expect.stringMatching(/^OUT_UNWRITABLE: standard/) });
    expect((await edgelane("show", "status")).code).toBe(0);
  });

  it("ended by Ctrl-C leaves a capture that is whole", async () => {
    const out = file("ended.pcapng");
    const env = { EDGELANE_RUN_DIR: rig.folder };
    const capture = new Running(program, ["capture", "--port", "guest-vm1", "--rx", "--out", out, "--json"], {
      env,
    });
    await eventually("the head of the capture", () => existsSync(out) && readFileSync(out).length > 0);
    await rig.feed("vm1", 3);
    const size = readFileSync(out).length;
    await eventually("the packets", () => readFileSync(out).length > size || readFileSync(out).length > 500);
    expect(await capture.stop("SIGINT", 10_000)).toBe(0);
    expect(JSON.parse(capture.stdout)).toMatchObject({
      ...{ file: out, packets: 3, bytes: readFileSync(out).length },
    });
    const read = `print(len([p for p in __import__("scapy.all").all.rdpcap("${out}")]))`;
    expect(execFileSync("/usr/bin/python3", ["-c", read], { encoding: "utf8" }).trim()).toBe("3");
  });

  it("in what a topology asks of this node is placed in its file, and changes nothing", async () => {
    const before = JSON.parse((await edgelane("show", "status", "--json")).stdout) as { generation: number };
    const topology = {
      ...{ version: 1, hosts: [{ id: rig.host }], bridges: [{ id: "br" }] },
      ports: [{ id: "p", device: "br", host: rig.host, interface: "vm3" }],
    };
    writeFileSync(file("unfit.json"), JSON.stringify(topology, null, 1));
    for (const verb of ["plan", "apply"]) {
      const { stderr, code } = await edgelane(verb, file("unfit.json"));
      expect(stderr).toMatch(
        /^FIT_UNKNOWN_INTERFACE: \S+unfit\.json at \/ports\/0\/interface, line 18: .*\n {2}remedy: Write "vm[12]"/,
      );
      expect(code).toBe(1);
    }
    expect(JSON.parse((await edgelane("show", "status", "--json")).stdout)).toMatchObject(before);
  });

  it("in which node is meant: none, a dead one's socket, several, one that is none", async () => {
    const [none, dead, several] = ["none", "dead", "several"].map((name) => file(name));
    for (const folder of [dead!, several!]) mkdirSync(folder);
    const bind = `import socket,sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])`;
    for (const end of ["api", "worker"])
      execFileSync("/usr/bin/python3", ["-c", bind, join(dead!, `old.${end}.sock`)]);
    await listener(several!, "eins", "");
    await listener(several!, "zwei", "HTTP/1.1 200 OK\r\n\r\nwelcome");
    const said = await Promise.all([
      at(none!, "top", "--once"),
      at(dead!, "why", "1"),
      at(several!, "show", "flows"),
      at(
        several!,
        "plan",
        join(import.meta.dirname, "../dataplane/topology/examples/demo.json"),
        "--node",
        "eins",
      ),
      at(several!, "show", "status", "--node", "zwei"),
    ]);
    expect(said.map(told).map(({ code, says }) => `${code} ${says.split(":")[0]}`)).toEqual([
      ...["3 NODE_NOT_RUNNING", "3 NODE_NOT_RUNNING", "2 USAGE_ARGUMENT", "3 NODE_ENDED", "3 NODE_STRANGE"],
    ]);
    expect(told(said[1]!).remedy).toMatch(/^Start one: edgelane run PROFILE --topology TOPOLOGY$/);
    expect(told(said[2]!).remedy).toBe("name one of them: --node eins or --node zwei");
  });
});
