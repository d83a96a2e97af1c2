// The report's page in headless Chromium: it fits narrow and wide windows, no label covers another, and everything can be
// read on its ground, light and dark.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../../bindings/index.js";
import { parseRun } from "../report/line.js";
import { reportPage } from "../report/page.js";
import { testFolder } from "./tools.js";

const program = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
if (program === undefined)
  console.log("SKIP bench report: no Chromium to look at its page with (apt-get install chromium)");

const folder = testFolder();
const file = join(folder, "page.html");
const saved = readFileSync(join(packageRoot, "bench/test/fixtures/report.jsonl"), "utf8");
writeFileSync(file, reportPage([parseRun("saved", saved)]));

/** What page-look.js says of the page. */
interface Look {
  width: number;
  overlaps: string[];
  cut: string[];
  smallest: number;
  textContrast: number;
  shapeContrast: number;
}
const look = readFileSync(join(packageRoot, "bench/test/page-look.js"), "utf8");

describe.skipIf(program === undefined)("in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: program!, args: ["--no-sandbox"] });
  });
  afterAll(() => browser?.close());

  const windows = [400, 800, 1600].flatMap((width) =>
    (["light", "dark"] as const).map((scheme) => [width, scheme] as const),
  );
  it.each(windows)(
    "%i pixels, %s: all fits, nothing covers a label, all can be read",
    async (width, scheme) => {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
      const asked: string[] = [];
      const said: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      page.on("console", (message) => said.push(message.text()));
      page.on("pageerror", (error) => said.push(error.message));
      await page.goto(`file://${file}`);
      expect(asked).toEqual([`file://${file}`]);
      expect(said).toEqual([]);
      const seen = await page.evaluate<Look>(look);
      expect(seen).toMatchObject({ overlaps: [], cut: [] });
      expect(seen.width).toBeLessThanOrEqual(width);
      expect(seen.smallest).toBeGreaterThan(10);
      expect(seen.textContrast).toBeGreaterThanOrEqual(4.5);
      expect(seen.shapeContrast).toBeGreaterThanOrEqual(3);
      await page.close();
    },
  );
});
