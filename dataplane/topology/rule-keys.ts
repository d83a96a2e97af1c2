// What a rule of a chain is called by, so that it is known again in another revision: its own id, else what it decides.
// Equal rules of one chain are told apart by their count. Pure.
import type { Rule } from "./model.js";

/** A name for each of the rules, in their order; no two are equal. */
export function ruleKeys(rules: readonly Rule[]): string[] {
  return distinct(rules, ruleName);
}

/** Who writes it down is no part of its name. */
export function ruleName(rule: Rule): string {
  return rule.id ?? canonical({ ...rule, log: undefined });
}

/** `name` of each, and of equal ones the later with "#2", "#3", … */
export function distinct<T>(list: readonly T[], name: (part: T) => string): string[] {
  const taken = new Set<string>();
  return list.map((part) => {
    const plain = name(part);
    let key = plain;
    for (let copy = 2; taken.has(key); copy++) key = `${plain}#${copy}`;
    taken.add(key);
    return key;
  });
}

/** JSON with sorted keys. */
export function canonical(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "";
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const object = value as Record<string, unknown>;
  const keys = Object.keys(object)
    .filter((key) => object[key] !== undefined)
    .sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(object[key])}`).join()}}`;
}
