/** @module A golden set of judgments alone: what a run in a file is judged by. */
import type { GoldenCase, GoldenSet } from "../../domain/golden-set.ts";
import type { Qrels } from "../../domain/retrieval-judgments.ts";
import { hashJson, sha256 } from "../../foundation/hash.ts";

/**
 * One case a query, asked by nobody: it has no text. All of it is test, and may be compared with
 * other runs over the same judgments.
 *
 * @param name of the file.
 */
export function toGoldenSet(name: string, qrels: Qrels): GoldenSet {
  const cases = [...qrels].map(([id, grades]) =>
    toBareCase(id, grades, hashJson({ query: id, grades: Object.fromEntries(grades) })),
  );
  const hash = sha256(cases.map((golden) => `${golden.hash}\n`).join(""));
  return { name, id: `gld_${hash.slice(0, 16)}`, hash, cases, qrels };
}

/** A case of which nothing is known but its grades. */
export const toBareCase = (id: string, grades: GoldenCase["grades"], hash: string): GoldenCase => ({
  id,
  text: "",
  history: [],
  group: id,
  part: "test",
  answerable: true,
  answers: [],
  evidence: [],
  checks: {},
  principals: [],
  labels: [],
  grades,
  hash,
});
