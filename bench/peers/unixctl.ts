// Asks a daemon of Open vSwitch over its control socket (JSON-RPC 1.0), as ovs-appctl does, but without starting a
// program each time: reading a counter must cost less than what is counted.
import { connect } from "node:net";
import { BenchError } from "./../error.js";

const ANSWER_MS = 60_000;

/** What the daemon answers to a command. Throws BenchError BENCH_OVS. */
export function ask(socket: string, command: string, ...words: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (what: string) => {
      link.destroy();
      reject(new BenchError("BENCH_OVS", `ovs-vswitchd ${what}, asked for ${command}`, "edgelane check"));
    };
    const link = connect(socket, () => link.write(JSON.stringify({ id: 0, method: command, params: words })));
    let said = "";
    link.setEncoding("utf8");
    link.setTimeout(ANSWER_MS, () => fail(`was silent for ${ANSWER_MS / 1000} s`));
    link.on("error", ({ message }) => fail(`is not there (${message})`));
    link.on("close", () => fail("hung up"));
    link.on("data", (text: string) => {
      said += text;
      const answer = parseAnswer(said);
      if (answer === undefined) return;
      link.removeAllListeners("close").destroy();
      if (answer.error === null) resolve(answer.result ?? "");
      else fail(`refused: ${answer.error.trim()}`);
    });
  });
}

interface Answer {
  result: string | null;
  error: string | null;
}

/** Undefined while its end is still to come. */
function parseAnswer(said: string): Answer | undefined {
  if (!said.endsWith("}")) return undefined;
  try {
    return JSON.parse(said) as Answer;
  } catch {
    return undefined;
  }
}
