/** @module Questions as golden sets keep them: ours, and the forms of open sets. */
import { z } from "zod";
import { PARTS } from "../../../domain/golden-set.ts";
import { QUERY_FILES, toText, type GoldenFiles } from "../files.ts";
import { parseLines, type Mistakes } from "./mistakes.ts";

const Id = z.union([z.string().min(1), z.number()]).transform(String);
const Turn = z.object({ role: z.enum(["user", "assistant"]), text: z.string() });
const Span = z.tuple([z.int().min(0), z.int().min(0)]);

/** Said of a question beside its text; what it holds besides is left alone. */
const Metadata = z.object({
  group: Id.optional(),
  part: z.enum(PARTS).optional(),
  stratum: z.string().optional(),
  origin: z.string().optional(),
  language: z.string().optional(),
  difficulty: z.string().optional(),
  collection: z.string().optional(),
  createdAt: z.string().optional(),
  variantOf: Id.optional(),
  source: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  masked: z.array(z.string()).optional(),
  retired: z.string().optional(),
  history: z.array(Turn).optional(),
});

/** The same in open sets, with places in whole texts. */
const OpenMetadata = z.object({
  doc: Id.optional(),
  passage: Id.optional(),
  /** Of the first answer in `passage`. */
  start: z.int().min(0).optional(),
  spans: z.array(Span).optional(),
  lang: z.string().optional(),
  collection: z.string().optional(),
  history: z.array(Turn).optional(),
});

const Query = z
  .object({
    _id: Id.optional(),
    id: Id.optional(),
    text: z.string().trim().min(1, "is empty"),
    answers: z.array(z.string()).optional(),
    unanswerable: z.boolean().optional(),
    metadata: Metadata.optional(),
    meta: OpenMetadata.optional(),
  })
  .refine(({ _id, id }) => _id !== undefined || id !== undefined, 'needs "_id"');

export type OpenMetadata = z.output<typeof OpenMetadata>;

export interface ReadQuery extends Omit<z.output<typeof Query>, "_id" | "id"> {
  readonly id: string;
  readonly file: string;
  readonly line: number;
}

/** In the order of the files; an id that comes twice is a mistake. */
export function readQueries(files: GoldenFiles, mistakes: Mistakes): readonly ReadQuery[] {
  const seen = new Map<string, string>();
  const queries: ReadQuery[] = [];
  for (const { path, part } of QUERY_FILES) {
    const bytes = files.get(path);
    if (!bytes) continue;
    for (const { line, value } of parseLines(path, toText(bytes), Query, mistakes)) {
      const { _id, id: other, metadata, ...rest } = value;
      const id = _id ?? other ?? "";
      const before = seen.get(id);
      if (before !== undefined) mistakes.add(path, line, `the id ${id} stands in ${before} too`);
      else {
        seen.set(id, `${path} line ${line}`);
        const known = part === undefined ? metadata : { part, ...metadata };
        queries.push({ id, file: path, line, ...rest, ...(known ? { metadata: known } : {}) });
      }
    }
  }
  return queries;
}
