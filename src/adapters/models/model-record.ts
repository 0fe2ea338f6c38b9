/** @module What is kept beside a model's files: where they are from, and the hash of each. */
import { z } from "zod";
import { hashJson } from "../../foundation/hash.ts";

export const RECORD_FILE = "plumbline-model.json";

export const ModelRecordSchema = z.strictObject({
  format: z.literal("plumbline.model/1"),
  name: z.string(),
  /** A folder of this machine, or a hub's model at one revision. */
  source: z.union([
    z.strictObject({ folder: z.string() }),
    z.strictObject({ hub: z.string(), model: z.string(), revision: z.string() }),
  ]),
  /** As its authors name it; absent where nobody says. */
  licence: z.string().optional(),
  addedAt: z.string(),
  files: z.array(
    z.strictObject({ name: z.string(), bytes: z.int().min(0), sha256: z.string().length(64) }),
  ),
});

export type ModelRecord = Readonly<z.output<typeof ModelRecordSchema>>;
export type ModelFile = ModelRecord["files"][number];

/** @returns the hash of all files with their names, whatever order they are listed in. */
export const hashRecord = ({ files }: Pick<ModelRecord, "files">): string =>
  hashJson(files.toSorted((a, b) => (a.name < b.name ? -1 : 1)));
