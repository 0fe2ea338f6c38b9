/** @module Golden sets in BEIR's layout with answers, from the texts of their files. */
import { z } from "zod";
import { parseJsonLines } from "../../foundation/jsonl.ts";
import type { GoldenQuery, GoldenSet, Qrels } from "../../domain/retrieval-judgments.ts";
import { goldenInvalid } from "../errors.ts";

export interface GoldenFiles {
  readonly name: string;
  readonly queries: string;
  readonly qrels: string;
  /** Absent in sets that keep answers inside their queries. */
  readonly answers?: string | undefined;
}

const Id = z.union([z.string(), z.number()]).transform(String);
const Query = z.object({
  _id: Id.optional(),
  id: Id.optional(),
  text: z.string().min(1),
  answers: z.array(z.string()).optional(),
  unanswerable: z.boolean().optional(),
  metadata: z
    .object({
      group: z.string(),
      stratum: z.string(),
      language: z.string(),
      difficulty: z.string(),
    })
    .partial()
    .optional(),
});
const Answer = z.object({
  _id: Id,
  answerable: z.boolean().default(true),
  answers: z.array(z.string()).default([]),
  principals: z.array(z.string()).default([]),
});

/** @throws evaluate.golden-invalid naming each line that is wrong. */
export function parseGoldenSet(files: GoldenFiles): GoldenSet {
  const mistakes: string[] = [];
  const answers = new Map(
    parseLines("answers.jsonl", files.answers ?? "", Answer, mistakes).map((a) => [a._id, a]),
  );
  const queries = parseLines("queries.jsonl", files.queries, Query, mistakes).map(
    (query, index): GoldenQuery => {
      const id = query._id ?? query.id ?? String(index + 1);
      const answer = answers.get(id);
      const { group, stratum, language, difficulty } = query.metadata ?? {};
      return {
        id,
        text: query.text,
        answerable: answer?.answerable ?? !query.unanswerable,
        answers: answer?.answers ?? query.answers ?? [],
        principals: answer?.principals ?? [],
        ...(group === undefined ? {} : { group }),
        ...(stratum === undefined ? {} : { stratum }),
        ...(language === undefined ? {} : { language }),
        ...(difficulty === undefined ? {} : { difficulty }),
      };
    },
  );
  const qrels = parseQrels(files.qrels, mistakes);
  if (mistakes.length > 0) throw goldenInvalid({ path: files.name, mistakes });
  return { name: files.name, queries, qrels };
}

function parseLines<S extends z.ZodType>(
  file: string,
  text: string,
  schema: S,
  mistakes: string[],
): readonly z.output<S>[] {
  return parseJsonLines(text).flatMap(({ line, value, error }) => {
    const parsed = schema.safeParse(value);
    if (error === undefined && parsed.success) return [parsed.data];
    const issue = parsed.error?.issues[0];
    mistakes.push(
      `${file} line ${line}: ${error ?? `${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`}`,
    );
    return [];
  });
}

/** `query-id`, `corpus-id`, `score`, separated by tabs, with a header. */
function parseQrels(text: string, mistakes: string[]): Qrels {
  const qrels = new Map<string, Map<string, number>>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "" || (index === 0 && line.startsWith("query-id"))) continue;
    const [query, document, score, ...rest] = line.split("\t");
    const grade = Number(score);
    if (!query || !document || !Number.isInteger(grade) || rest.length > 0) {
      mistakes.push(`qrels line ${index + 1}: not query-id, corpus-id, integer score`);
      continue;
    }
    const grades = qrels.get(query) ?? new Map<string, number>();
    qrels.set(query, grades.set(document, grade));
  }
  return qrels;
}
