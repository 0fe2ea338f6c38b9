/** @module Files of queries, for batch commands. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { parseJsonLines } from "../foundation/jsonl.ts";
import { badQueries } from "./errors.ts";

export interface BatchQuery {
  readonly id: string;
  readonly text: string;
}

const Id = z.union([z.string().min(1), z.number()]).transform(String);
const Query = z
  .object({ _id: Id.optional(), id: Id.optional(), text: z.string() })
  .refine(({ _id, id }) => _id !== undefined || id !== undefined, 'needs "id" or "_id"');

const MISTAKES_SHOWN = 20;

/** @throws app.bad-queries naming each line that is wrong. */
export function readQueries(workingDirectory: string, path: string): readonly BatchQuery[] {
  const absolute = resolve(workingDirectory, path);
  let text: string;
  try {
    text = readFileSync(absolute, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw badQueries({ path: absolute, mistakes: [reason] }, error);
  }
  const mistakes: string[] = [];
  const queries = parseJsonLines(text).flatMap(({ line, value, error }) => {
    const query = Query.safeParse(value);
    if (query.success)
      return [{ id: query.data.id ?? query.data._id ?? "", text: query.data.text }];
    const issue = query.error.issues[0];
    mistakes.push(
      `line ${line}: ${error ?? `${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`.trim()}`,
    );
    return [];
  });
  if (mistakes.length > 0)
    throw badQueries({ path: absolute, mistakes: mistakes.slice(0, MISTAKES_SHOWN) });
  return queries;
}
