// The differential test as a program: so many random packets over random topologies, and the first mismatch shrunk and
// saved. EDGELANE_DIFF_PACKETS sets how many, EDGELANE_DIFF_SEED where to start.
import { explore } from "./explore.js";

const packets = Number(process.env.EDGELANE_DIFF_PACKETS ?? 10_000_000);
const seed = Number(process.env.EDGELANE_DIFF_SEED ?? Math.floor(Date.now() / 1000));

const found = await explore({ packets, seed, tell: (line) => console.log(line) });
console.log(found.summary);
if (found.failure !== undefined) {
  console.error(found.failure);
  process.exitCode = 1;
}
