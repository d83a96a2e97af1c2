// `edgelane why`: why a live flow exists or ended, what becomes of a packet, why packets are dropped. Changes nothing.
import type { Command } from "commander";
import { QUERY_FIELDS } from "../../../dataplane/controller/explain/query.js";
import { UsageError } from "../exit.js";
import { clientOf, withNode } from "../node-option.js";
import { json } from "../output.js";
import { answerLines, dropLines, whyLines } from "../why-lines.js";

interface Options {
  json?: boolean;
  node?: string;
  drop?: string;
  port?: string;
}

const USAGE = "edgelane why FLOW | FIELD=VALUE… | --drop REASON [--port P]";

export function addWhy(program: Command): Command {
  return withNode(
    program
      .command("why")
      .description("say why a flow exists or ended, where a packet goes, or why packets are dropped")
      .argument(
        "[what...]",
        `number of a flow (edgelane show flows), or a packet, field=value: ${QUERY_FIELDS}`,
      )
      .option(
        "--drop <reason>",
        "the last packets dropped by this reason (edgelane show drops), and what to do",
      )
      .option("--port <port>", "with --drop: those that came in by this port"),
  ).action(async (words: string[], options: Options) => {
    const client = await clientOf(options);
    const print = (data: unknown, text: () => string): void =>
      void process.stdout.write(options.json ? json(data) : text());
    if (options.drop !== undefined) {
      if (words.length > 0) throw new UsageError(`both --drop and "${words[0]}" are given`, USAGE);
      const found = await client.whyDrop(options.drop, options.port);
      print(found, () => dropLines(options.drop!, found));
      return;
    }
    if (words.length === 1 && /^\d+$/.test(words[0]!)) {
      const why = await client.why(Number(words[0]));
      print(why, () => whyLines(why));
      return;
    }
    const answer = await client.whyPacket(fieldsOf(words, options.port));
    print(answer, () => answerLines(answer));
  });
}

function fieldsOf(words: readonly string[], port: string | undefined): Record<string, string> {
  if (words.length === 0) throw new UsageError("nothing is asked about", USAGE);
  const fields = words.map((word): [string, string] => {
    const cut = word.indexOf("=");
    if (cut < 1) throw new UsageError(`"${word}" is neither a flow's number nor field=value`, USAGE);
    return [word.slice(0, cut), word.slice(cut + 1)];
  });
  return { ...Object.fromEntries(fields), ...(port === undefined ? {} : { port }) };
}
