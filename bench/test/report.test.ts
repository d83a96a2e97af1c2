// The report's page, judged by a parser that reads HTML as browsers must, not by the templates that made it.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../bindings/index.js";
import { parseRun } from "../report/line.js";
import { reportPage } from "../report/page.js";
import { all, cellsOf, only, parsePage, textOf } from "./page-tools.js";
import { testFolder } from "./tools.js";

const saved = readFileSync(join(packageRoot, "bench/test/fixtures/report.jsonl"), "utf8");
const host = { host: { cpu: "a CPU", march: "x86-64-v2", load: 0.1, date: "2026-11-21T08:00:00Z" } };
const base = { ports: "pcap", frame: 64, ok: true };
const run = (...lines: object[]) =>
  parseRun("a run", [host, ...lines].map((line) => JSON.stringify(line)).join("\n"));
const page = (...lines: object[]) => parsePage(reportPage([run(...lines)]));

const pair = [
  { ...base, peer: "ovs-dpdk", config: "emc", case: "l2", flows: 1000, mpps: 10 },
  { ...base, peer: "ovs-dpdk", config: "smc", case: "l2", flows: 1000, mpps: 16 },
  { ...base, peer: "testpmd", case: "l2", flows: 1000, mpps: 64 },
  { ...base, peer: "edgelane", case: "l2", flows: 1000, mpps: 40 },
];

describe("the page of a saved run", () => {
  const { document, faults } = parsePage(reportPage([parseRun("saved", saved)]));

  it("is HTML without a fault, and asks for nothing from anywhere", () => {
    expect(faults).toEqual([]);
    for (const name of ["script", "link", "img", "iframe", "object", "embed", "base", "use"])
      expect(all(document, name), name).toEqual([]);
    for (const { attrs } of all(document))
      for (const { name, value } of attrs) {
        expect(name).not.toMatch(/^(on|src|href|xlink)/);
        expect(value).not.toMatch(/https?:/);
      }
    expect(textOf(only(document, "style"))).not.toMatch(/url\(|@import/);
  });

  it("says whose numbers they are", () => {
    const head = textOf(only(document, "header"));
    expect(head).toContain("AMD EPYC");
    expect(head).toContain("2026-11-21, 08:00 UTC");
    expect(head).toContain("9490558");
  });

  it("has every part, each plot as SVG with a name, and tables beside them", () => {
    const titles = all(document, "h2").map(textOf);
    expect(titles).toEqual([
      "edgelane beside OVS-DPDK",
      "Distance to the targets",
      "How it was measured",
      "Side by side",
      "Against flows",
      "Against masks",
      "Forwarding latency",
      "Flows written while forwarding",
      "Simulation and flow set-up",
      "First packet and invalidation",
      "Lookup alone",
      "Offloads, the worker's side",
      "Many flows, Zipf, cold flows, two workers, memory",
      "Every line",
    ]);
    expect(textOf(document)).not.toContain("Left out");
    const plots = all(document, "svg", ({ role }) => role === "img");
    expect(plots.length).toBeGreaterThan(20);
    for (const plot of plots) {
      expect(plot.attributes["aria-label"]).toMatch(/\w/);
      expect(all(plot, "text").length).toBeGreaterThan(0);
    }
    for (const section of all(document, "section"))
      if (
        all(section, "svg", ({ role }) => role === "img").length > 0 &&
        section.attributes.id !== "side-by-side"
      )
        expect(all(section, "table").length, section.attributes.id).toBeGreaterThan(0);
  });

  it("shouts of the line that is not right, and reaches no target with it", () => {
    expect(textOf(only(document, "div", (attributes) => attributes.class === "alarm"))).toMatch(
      /^1 of \d+ lines are NOT RIGHT\..*gre-decap.*<b>GRE<\/b> checksum$/,
    );
    const told = cellsOf(document, "distance-to-the-targets");
    const row = told.find(([what]) => what!.startsWith("gre-decap, 100k flows"))!;
    expect(row.at(-1)).toBe("NOT RIGHT");
    expect(all(document, "path", (attributes) => attributes.class === "wrong").length).toBeGreaterThan(0);
  });

  it("draws flows on a log axis: two decades of six are a third of the way", () => {
    const section = only(document, "section", ({ id }) => id === "against-flows");
    const plot = only(section, "svg", (attributes) =>
      /^microflow: Mpps/.test(attributes["aria-label"] ?? ""),
    );
    const places = (tone: string) =>
      all(
        only(plot, "g", (attributes) => attributes.class === `series ${tone}`),
        "path",
      )
        .filter(({ attributes }) => attributes.class === "mark")
        .map(({ attributes }) =>
          /translate\((\S+) (\S+)\)/.exec(attributes.transform!)!.slice(1).map(Number),
        );
    const [one, thousand, hundred, million] = places("ring");
    expect((hundred![0]! - thousand![0]!) / (million![0]! - one![0]!)).toBeCloseTo(2 / 6, 2);
    const heights = [places("floor"), places("edgelane"), places("ovs")].map((points) => points[0]![1]!);
    expect(heights).toEqual([...heights].sort((a, b) => a - b));
  });
});

describe("the headline", () => {
  it("puts edgelane beside the best of OVS-DPDK's set-ups, and says whether that is enough", () => {
    const { document } = page(...pair);
    expect(cellsOf(document, "edgelane-beside-ovs-dpdk")).toEqual([
      [
        ...["l2", "64", "1k", "", "baseline", "40.0", "16.0", "2.50×", "≥ 2×", "✓ reached, and 2.5×", "smc"],
        "64.0",
        "62.5 %",
        "pcap",
      ],
    ]);
  });

  it("compares within a run only", () => {
    const [ovs, own] = [run(...pair.slice(0, 3)), run(pair[3]!)];
    const { document } = parsePage(reportPage([ovs, own]));
    expect(textOf(only(document, "section", ({ id }) => id === "edgelane-beside-ovs-dpdk"))).toContain(
      "Left out",
    );
  });

  it("keeps a native build apart from the baseline's", () => {
    const { document } = page(...pair, { ...pair[3], march: "native", mpps: 48 });
    const rows = cellsOf(document, "edgelane-beside-ovs-dpdk").map((cells) => cells.slice(4, 8));
    expect(rows).toEqual([
      ["baseline", "40.0", "16.0", "2.50×"],
      ["native", "48.0", "16.0", "3.00×"],
    ]);
    const target = cellsOf(document, "distance-to-the-targets")[0]!;
    expect(target.slice(0, 3)).toEqual(["l2, 1k flows, pcap ports: rate beside OVS-DPDK", "≥ 2×", "2.50×"]);
  });

  it("gives no ratio for a result that was not right", () => {
    const { document } = page(...pair.slice(0, 3), { ...pair[3], ok: false, wrong: "1 frame too few" });
    expect(cellsOf(document, "edgelane-beside-ovs-dpdk")[0]![7]).toBe("");
    expect(textOf(document)).toContain("NOT RIGHT: 1 frame too few");
  });
});

describe("what a run lacks", () => {
  it("is said in its place", () => {
    const { document, faults } = page(pair[3]!);
    expect(faults).toEqual([]);
    const absent = all(document, "section", (attributes) => attributes.class === "absent").map(textOf);
    expect(absent).toHaveLength(10);
    for (const text of absent) expect(text).toMatch(/Left out: \S.*\.$/);
  });

  it("is no reason to fail when it is all but one line that could not be measured", () => {
    const { document } = page({
      case: "masks",
      work: "microflow",
      ok: false,
      wrong: "not measured: no room",
    });
    expect(textOf(document)).toContain("NOT MEASURED: no room");
  });
});

it("takes hostile strings for text, wherever they stand", () => {
  const evil = `"'><script>alert(1)</script><svg onload=x>&amp;</style>`;
  const text = [
    { host: { ...host.host, cpu: evil, [evil]: evil } },
    ...pair.map((line) => ({ ...line, config: evil, wrong: evil, march: evil, memory: evil })),
    { ...base, peer: evil, case: evil, flows: 1, mpps: 1, [evil]: evil },
    { ...base, case: "latency", mode: evil, load: 0.5, p50_ns: 5, p99_ns: 9, ports: evil },
    { ...base, case: "masks", work: evil, flows: 5, masks: 1, ns_per_packet: 3, ok: false, wrong: evil },
    { ...base, case: "masks", work: evil, flows: 5, masks: 2, ns_per_packet: 3 },
    { ...base, case: "installs", operation: evil, writer: evil, per_second: 5, loss: 0.1 },
    { ...base, case: "first-packet", mode: evil, p50_ns: 5, p99_ns: 9 },
  ];
  const { document, faults } = parsePage(
    reportPage([parseRun(evil, text.map((line) => JSON.stringify(line)).join("\n"))]),
  );
  expect(faults).toEqual([]);
  expect(all(document, "script")).toEqual([]);
  expect(all(document).flatMap(({ attrs }) => attrs.filter(({ name }) => name.startsWith("on")))).toEqual([]);
  const seen = all(document)
    .filter((node) => textOf(node).includes(evil))
    .map(({ nodeName }) => nodeName);
  for (const name of ["header", "dt", "dd", "td", "li", "title", "h4"]) expect(seen).toContain(name);
});

describe("a text that is no run of ours", () => {
  const first = JSON.stringify(host);
  it.each([
    ["REPORT_NOT_JSON", `${first}\nhello`, "x, line 2, is no JSON"],
    ["REPORT_NOT_JSON", '{"host": ', "x, line 1, is no JSON"],
    ["REPORT_LINE", `${first}\n[1]`, "x, line 2: the line must be object"],
    ["REPORT_LINE", `${first}\n\n{"name":"somebody's"}`, "x, line 3: has no `case` (or `part`) and `ok`"],
    ["REPORT_LINE", `${first}\n{"case":"l2","ok":"yes"}`, "x, line 2: ok must be boolean"],
    ["REPORT_LINE", `${first}\n{"case":"l2","ok":true,"mpps":"3"}`, "x, line 2: mpps must be number"],
    ["REPORT_LINE", `{"host":{"cpu":{}}}`, "x, line 1: host is no fingerprint"],
    ["REPORT_NO_HOST", '{"case":"l2","ok":true}', "x does not say which machine it was measured on"],
    ["REPORT_EMPTY", first, "x has no line of a measurement"],
    ["REPORT_NO_HOST", "", "x does not say which machine it was measured on"],
  ])("is refused with %s and the place", (code, text, message) => {
    let refusal: unknown;
    try {
      parseRun("x", text);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toMatchObject({
      code,
      message,
      remedy: expect.stringContaining("edgelane bench --json"),
    });
  });
});

const built = existsSync(join(packageRoot, "build/js/bench/main.js"));
if (!built) console.log("SKIP bench report: the command is not built (npm run build)");

describe.skipIf(!built)("edgelane bench --report", () => {
  const folder = testFolder();
  const bench = (...words: string[]) =>
    spawnSync("scripts/edgelane", ["bench", ...words], { cwd: packageRoot, encoding: "utf8" });
  const lines = join(folder, "lines.jsonl");
  writeFileSync(lines, saved);

  it("writes the page of saved lines, measuring nothing", () => {
    const file = join(folder, "page.html");
    expect(bench("--report", file, "--from", lines)).toMatchObject({ status: 0, stdout: "" });
    expect(readFileSync(file, "utf8")).toBe(reportPage([parseRun(lines, saved)]));
  });

  it("ends with 2 and a remedy on a file that is not ours, and writes nothing", () => {
    const file = join(folder, "none.html");
    const { status, stderr } = bench("--report", file, "--from", lines, join(packageRoot, "package.json"));
    expect(status).toBe(2);
    expect(stderr).toMatch(/^REPORT_NOT_JSON: .*package\.json, line 1, is no JSON\n {2}remedy: \S/);
    expect(existsSync(file)).toBe(false);
    expect(bench("--report", file, "--from", join(folder, "absent"))).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^REPORT_UNREADABLE: .*absent cannot be read \(ENOENT\)\n {2}remedy: /),
    });
  });

  it("refuses --from alone, and --only that matches nothing, with a sentence", () => {
    expect(bench("--from", lines)).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/--from goes with/),
    });
    for (const words of [["--quick"], ["--typescript"], ["--instructions"]])
      expect(bench(...words, "--only", "no such line")).toMatchObject({
        status: 2,
        stderr: expect.stringMatching(/^USAGE_ARGUMENT: --only no such line matches no line.*\n {2}remedy: /),
      });
  });
});
