/** @module JSON to a tree that keeps what an object would lose: order, repeated names, digits. */
import { broken, tooDeep } from "../errors.ts";
import type { Member, RecordNode } from "./records.ts";

const TOKEN = /\s*([{}[\],:]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s{}[\],:"]+)/y;

export interface TreeRequest {
  readonly text: string;
  readonly name: string;
  readonly maxDepth: number;
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const decode = (token: string): string => {
  const value: unknown = JSON.parse(token);
  return typeof value === "string" ? value.toWellFormed() : "";
};

/** Reads what `JSON.parse` has accepted, so that nothing but the order of tokens matters. */
function readTree({ text, name, maxDepth }: TreeRequest): RecordNode {
  let at = 0;
  const next = (): string => {
    TOKEN.lastIndex = at;
    const [whole = "", token = ""] = TOKEN.exec(text) ?? [];
    at += whole.length;
    return token;
  };
  const readMany = (end: string, read: (token: string) => void): void => {
    for (let token = next(); token !== end; token = next()) {
      if (token === "") throw new Error("the tokens end before the tree does");
      if (token !== ",") read(token);
    }
  };
  const readValue = (token: string, depth: number): RecordNode => {
    if (depth > maxDepth) throw tooDeep({ name, reason: `more than ${maxDepth} levels` });
    if (token === "[") {
      const items: RecordNode[] = [];
      readMany("]", (first) => items.push(readValue(first, depth + 1)));
      return { kind: "list", items };
    }
    if (token === "{") {
      const members: Member[] = [];
      readMany("}", (key) => {
        next();
        members.push([decode(key), readValue(next(), depth + 1)]);
      });
      return { kind: "object", members };
    }
    if (token === "null") return { kind: "leaf", text: "" };
    return { kind: "leaf", text: token.startsWith('"') ? decode(token) : token };
  };
  return readValue(next(), 0);
}

/**
 * One value, or one a line, which gives a list. `null` is an empty leaf; numbers are as written.
 *
 * @throws parsers.broken, naming the line where the first line alone is JSON; parsers.too-deep.
 */
export function parseJsonTree(request: TreeRequest): { tree: RecordNode; isLines: boolean } {
  const { text, name } = request;
  if (isJson(text)) return { tree: readTree(request), isLines: false };
  const items: RecordNode[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    if (!isJson(line)) {
      const where = items.length === 0 ? "it" : `line ${index + 1}`;
      throw broken({ name, reason: `${where} is not JSON` });
    }
    items.push(readTree({ ...request, text: line }));
  }
  return { tree: { kind: "list", items }, isLines: true };
}
