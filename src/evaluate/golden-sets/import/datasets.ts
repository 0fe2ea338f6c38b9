/** @module Data sets of Langfuse, TensorZero and Kiln: inputs with what should come of them. */
import { z } from "zod";
import type { Turn } from "../../../domain/conversation.ts";
import { parseJsonLines } from "../../../foundation/jsonl.ts";
import { importFailed } from "../../errors.ts";
import type { ImportedCase, ImportedFile } from "./imported-case.ts";
import { parseTable, pick } from "./tables.ts";

const ASKED = ["question", "query", "user_input", "input", "prompt", "text"];
const EXPECTED = ["expectedOutput", "expected_output", "answer", "output", "text", "content"];

/** A text or number, a list of parts with texts, or an object with a member that is usually it. */
function toText(value: unknown, names: readonly string[]): string {
  if (typeof value === "string") return value.trim();
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value))
    return value
      .map((part) => toText(part, ["text", "value", "content"]))
      .filter(Boolean)
      .join("\n");
  const object = z.record(z.string(), z.unknown()).safeParse(value);
  return object.success ? pick(object.data, ...names) : "";
}

const Message = z.looseObject({ role: z.string(), content: z.unknown() });
const Conversation = z.looseObject({ messages: z.array(Message) });

/** The last message of a user, and what was said before it. */
function toAsked(input: unknown): { readonly text: string; readonly history: readonly Turn[] } {
  const messages = z.array(Message).safeParse(input);
  const conversation = messages.success
    ? messages.data
    : Conversation.safeParse(input).data?.messages;
  if (!conversation) return { text: toText(input, ASKED), history: [] };
  const turns = conversation.flatMap(({ role, content }): Turn[] => {
    const text = toText(content, ["text", "content"]);
    return text !== "" && (role === "user" || role === "assistant") ? [{ role, text }] : [];
  });
  const last = turns.findLastIndex(({ role }) => role === "user");
  return { text: turns[last]?.text ?? "", history: turns.slice(0, Math.max(0, last)) };
}

interface Item {
  readonly id?: unknown;
  readonly input: unknown;
  readonly expected: unknown;
  readonly group?: unknown;
  readonly stratum?: unknown;
}

function toFile(items: readonly Item[]): ImportedFile {
  const notes: string[] = [];
  const cases = items.flatMap(({ id, input, expected, group, stratum }, index): ImportedCase[] => {
    const { text, history } = toAsked(input);
    if (text === "") {
      notes.push(`item ${index + 1} asks nothing`);
      return [];
    }
    const answer = toText(expected, EXPECTED);
    return [
      {
        text,
        ...(history.length > 0 ? { history } : {}),
        answers: answer === "" ? [] : [answer],
        ...(typeof id === "string" && id !== "" ? { id } : {}),
        ...(typeof group === "string" && group !== "" ? { group } : {}),
        ...(typeof stratum === "string" && stratum !== "" ? { stratum } : {}),
      },
    ];
  });
  return { cases, notes };
}

/** A list, a list below `data` or `items`, or one value a line. */
function listValues(path: string, format: string, text: string): readonly unknown[] {
  try {
    const whole: unknown = JSON.parse(text);
    if (Array.isArray(whole)) return whole;
    const paged = z.looseObject({ data: z.array(z.unknown()) }).safeParse(whole);
    const listed = z.looseObject({ items: z.array(z.unknown()) }).safeParse(whole);
    return paged.data?.data ?? listed.data?.items ?? [whole];
  } catch {
    const lines = parseJsonLines(text);
    const mistakes = lines
      .filter(({ error }) => error !== undefined)
      .map(({ line, error }) => `line ${line}: ${error ?? ""}`);
    if (mistakes.length > 0) throw importFailed({ path, format, mistakes: mistakes.slice(0, 20) });
    return lines.map(({ value }) => value);
  }
}

const Object_ = z.record(z.string(), z.unknown());

function toItems(
  path: string,
  format: string,
  text: string,
  toItem: (object: Readonly<Record<string, unknown>>) => Item | undefined,
): ImportedFile {
  return toFile(
    listValues(path, format, text).flatMap((value) => {
      const object = Object_.safeParse(value);
      return (object.success && toItem(object.data)) || [];
    }),
  );
}

/** Items of a data set as the API gives them; archived ones are left out. */
export const importLangfuse = (path: string, text: string): ImportedFile =>
  toItems(path, "langfuse", text, (item) =>
    item["status"] === "ARCHIVED"
      ? undefined
      : {
          id: item["id"],
          input: item["input"],
          expected: item["expectedOutput"] ?? item["expected_output"],
          group: item["sourceTraceId"] ?? item["source_trace_id"],
        },
  );

/** The same from the table of its interface, whose cells hold JSON where they held objects. */
export function importLangfuseCsv(path: string, text: string): ImportedFile {
  return toFile(
    parseTable(path, "langfuse", text).map((row) => ({
      id: pick(row, "id", "datasetItemId"),
      input: parseCell(pick(row, "input")),
      expected: parseCell(pick(row, "expectedOutput", "expected_output", "expected")),
    })),
  );
}

function parseCell(cell: string): unknown {
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}

/** Datapoints of chat and JSON functions; those of one episode are one group. */
export const importTensorZero = (path: string, text: string): ImportedFile =>
  toItems(path, "tensorzero", text, (point) => ({
    id: point["id"],
    input: point["input"],
    expected: toOutput(point["output"]),
    group: point["episode_id"],
    stratum: point["function_name"],
  }));

/** JSON functions keep the raw text beside what was parsed of it. */
function toOutput(output: unknown): unknown {
  const object = Object_.safeParse(output);
  return object.success ? (object.data["raw"] ?? output) : output;
}

const Output = z.looseObject({ output: z.string() });

/** Runs of a task: a repaired output is the one that should have come. */
export const importKiln = (path: string, text: string): ImportedFile =>
  toItems(path, "kiln", text, (run) => ({
    id: run["id"],
    input: run["input"],
    expected:
      Output.safeParse(run["repaired_output"]).data?.output ??
      Output.safeParse(run["output"]).data?.output,
  }));
