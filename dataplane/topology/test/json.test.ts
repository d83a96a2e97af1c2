// The strict reader against JSON.parse: what one takes the other takes, and faults are placed where they are.
import fc from "fast-check";
import { expect, it } from "vitest";
import { linesOf, parseJson } from "../json.js";

function accepts(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const spoilt = fc
  .tuple(
    fc.json({ maxDepth: 3 }),
    fc.nat(),
    fc.constantFrom("", ",", "}", '"', "\\", "0", " ", "\n", "\u0007", "e", ":"),
  )
  .map(([text, at, add]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + add + text.slice(place + (at % 2));
  });

it("accepts exactly what JSON.parse accepts, with the same value", () => {
  fc.assert(
    fc.property(spoilt, (text) => {
      const { value, faults } = parseJson(text);
      const syntax = faults.filter(({ kind }) => kind === "syntax");
      expect(syntax.length).toBe(accepts(text) ? 0 : 1);
      if (syntax.length === 0) expect(value).toEqual(JSON.parse(text));
    }),
    { numRuns: 20_000 },
  );
});

it.each([
  ['{\n  "a": 1,\n  "b" 2\n}', 3, 7],
  ['{"a": [1, 2,]}', 1, 13],
  ["", 1, 1],
  ["{} x", 1, 4],
  ['{"a": "\n"}', 1, 7],
  ["{'a': 1}", 1, 2],
])("names line and column of a syntax error: %j", (text, line, column) => {
  expect(parseJson(text).faults).toMatchObject([{ kind: "syntax", line, column }]);
});

it("finds duplicate keys at any depth, also in disguise, and says where", () => {
  const { faults } = parseJson('{"a": {"x": 1,\n "\\u0078": 2}, "b": [{"k/1": 0, "k/1": 1}], "a": 3}');
  expect(faults.map(({ kind, path, line }) => [kind, path, line])).toEqual([
    ["duplicate", "/a/x", 2],
    ["duplicate", "/b/0/k~11", 2],
    ["duplicate", "/a", 2],
  ]);
});

it("finds the lines of values again", () => {
  const text = '{"a": [1,\n {"b/c": 2}],\n "d":\n  3}';
  const lines = linesOf(text, new Set(["/a/0", "/a/1/b~1c", "/d", "/nowhere"]));
  expect([...lines]).toEqual([
    ["/a/0", 1],
    ["/a/1/b~1c", 2],
    ["/d", 4],
  ]);
});

it("does not fall into a pit of brackets", () => {
  expect(parseJson("[".repeat(100_000)).faults[0]?.message).toContain("nested");
});
