/** @module Files of what was said before a question. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import type { Turn } from "../domain/conversation.ts";
import { parseJsonLines } from "../foundation/jsonl.ts";
import { badHistory } from "./errors.ts";

const TurnLine = z.object({ role: z.enum(["user", "assistant"]), text: z.string() });

const MISTAKES_SHOWN = 20;

/** Oldest first, as the lines stand. @throws app.bad-history naming each line that is wrong. */
export function readHistory(workingDirectory: string, path: string): readonly Turn[] {
  const absolute = resolve(workingDirectory, path);
  let text: string;
  try {
    text = readFileSync(absolute, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw badHistory({ path: absolute, mistakes: [reason] }, error);
  }
  const mistakes: string[] = [];
  const turns = parseJsonLines(text).flatMap(({ line, value, error }) => {
    const turn = TurnLine.safeParse(value);
    if (turn.success) return [turn.data];
    const [issue] = turn.error.issues;
    const reason = error ?? `${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`.trim();
    mistakes.push(`line ${line}: ${reason}`);
    return [];
  });
  if (mistakes.length > 0)
    throw badHistory({ path: absolute, mistakes: mistakes.slice(0, MISTAKES_SHOWN) });
  return turns;
}
