// Does a document have the shape its JSON Schema says? Each ajv error becomes one finding a person can act on.
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { FORMATS } from "./formats.js";
import { pointerToken } from "./json.js";
import { nearest, orList, type Report } from "./report.js";
import { loadSchemas, type SchemaNode } from "./schema.js";

/** A judge of one kind of document, compiled once. Fills defaults into the value it judges. */
export class Shape {
  private compiled: ValidateFunction | undefined;

  constructor(private readonly files: readonly string[]) {}

  /** Adds what is wrong; true when the semantic checks may trust the types of what they read. */
  judge(value: unknown, report: Report): boolean {
    this.compiled ??= compile(this.files);
    if (this.compiled(value)) return true;
    const errors = this.compiled.errors ?? [];
    for (const error of errors) report.add(...findingOf(error));
    return errors.every(({ keyword }) => !BREAKS_TYPES.has(keyword));
  }
}

const BREAKS_TYPES = new Set(["type", "required", "const", "enum"]);

function compile(files: readonly string[]): ValidateFunction {
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: true, useDefaults: true });
  for (const keyword of ["x-proto", "x-proto-presence", "x-filled", "x-removed"]) ajv.addKeyword(keyword);
  for (const [name, { holds }] of Object.entries(FORMATS)) ajv.addFormat(name, holds);
  const [root, ...others] = loadSchemas(files);
  for (const other of others) ajv.addSchema(other);
  return ajv.compile(root!);
}

/** Code, path, message and remedy of one ajv error. */
function findingOf(error: ErrorObject): [code: string, path: string, message: string, remedy: string] {
  const { keyword, params, instancePath: path, data } = error;
  const shown = show(data);
  switch (keyword) {
    case "additionalProperties": {
      const removed = (error.parentSchema as SchemaNode)["x-removed"]?.[params.additionalProperty];
      if (removed !== undefined) {
        const place = `${path}/${pointerToken(params.additionalProperty)}`;
        return ["REMOVED_KEY", place, `The key ${show(params.additionalProperty)} is no more.`, removed];
      }
      const known = Object.keys((error.parentSchema as { properties: object }).properties);
      const meant = nearest(params.additionalProperty, known);
      return [
        "UNKNOWN_KEY",
        `${path}/${pointerToken(params.additionalProperty)}`,
        `The key ${show(params.additionalProperty)} is unknown here.`,
        meant ? `Write ${show(meant)}, or remove it.` : `Remove it; known are ${known.join(", ")}.`,
      ];
    }
    case "required": {
      const key = params.missingProperty as string;
      return ["MISSING_KEY", path, `The key ${show(key)} is missing.`, `Add ${show(key)}.`];
    }
    case "type":
      return [
        "WRONG_TYPE",
        path,
        `${shown} is ${kindOf(data)}, not ${article(params.type)}.`,
        `Write ${article(params.type)}.`,
      ];
    case "enum":
      return [
        "NOT_ALLOWED",
        path,
        `${shown} is none of the words allowed here.`,
        `Write ${orList(params.allowedValues)}.`,
      ];
    case "const":
      return [
        "NOT_ALLOWED",
        path,
        `${shown} is not ${params.allowedValue}.`,
        `Write ${params.allowedValue}.`,
      ];
    case "minimum":
    case "maximum": {
      const { minimum, maximum } = error.parentSchema as { minimum: number; maximum: number };
      return [
        "OUT_OF_RANGE",
        path,
        `${shown} is out of range.`,
        `Write a number from ${minimum} to ${maximum}.`,
      ];
    }
    case "format": {
      const format = FORMATS[params.format]!;
      return [format.code, path, `${shown} is not ${format.noun}.`, `Write ${format.example}.`];
    }
    case "minLength":
    case "maxLength":
      return [
        "BAD_LENGTH",
        path,
        `${shown} is ${(data as string).length} characters long.`,
        `Write ${keyword === "minLength" ? "at least" : "at most"} ${params.limit} characters.`,
      ];
    case "minItems":
    case "maxItems":
      return [
        keyword === "minItems" ? "TOO_FEW" : "TOO_MANY",
        path,
        `The list has ${(data as unknown[]).length} items.`,
        `Write ${keyword === "minItems" ? "at least" : "at most"} ${params.limit}.`,
      ];
    default:
      return [
        "BAD_VALUE",
        path,
        `The value ${error.message}.`,
        "Change it as the schema says, or remove it.",
      ];
  }
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return article(Array.isArray(value) ? "array" : typeof value);
}

function article(type: string): string {
  const word = (
    { array: "list", integer: "whole number", boolean: "true-or-false value" } as Record<string, string>
  )[type];
  const noun = word ?? type;
  return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}
