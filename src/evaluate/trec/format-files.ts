/** @module Rankings and judgments, written for other tools. */
import type { RankingReply } from "../../domain/evaluation.ts";
import type { Qrels } from "../../domain/retrieval-judgments.ts";
import { idNotWritable } from "./errors.ts";
import { toTrecId } from "./ids.ts";

/**
 * A TREC run whose scores count down from the number of documents, so that every tool reads the
 * order that was served; the system's own scores, which may be tied, are not in it. Blanks in ids
 * are percent-encoded.
 *
 * @param tag names the system; its blanks become `-`.
 */
export function formatRun(rankings: ReadonlyMap<string, RankingReply>, tag: string): string {
  const name = tag.trim().replaceAll(/\s+/g, "-") || "plumbline";
  const lines = [...rankings].flatMap(([query, { documents }]) =>
    documents.map((document, index) =>
      [toTrecId(query), "Q0", toTrecId(document), index + 1, documents.length - index, name].join(
        " ",
      ),
    ),
  );
  return toText(lines);
}

/** `query 0 document grade`; blanks in ids are percent-encoded. */
export function formatTrecQrels(qrels: Qrels): string {
  return toText(
    listJudgments(qrels).map(([query, document, grade]) =>
      [toTrecId(query), 0, toTrecId(document), grade].join(" "),
    ),
  );
}

/**
 * With BEIR's header, by tabs.
 *
 * @throws evaluate.id-not-writable for an id with a tab or a line break, or an empty one.
 */
export function formatBeirQrels(qrels: Qrels): string {
  const rows = listJudgments(qrels);
  for (const id of rows.flatMap(([query, document]) => [query, document]))
    if (/[\t\r\n]/.test(id) || id === "") throw idNotWritable({ id, format: "tab-separated" });
  return toText(["query-id\tcorpus-id\tscore", ...rows.map((row) => row.join("\t"))]);
}

const listJudgments = (qrels: Qrels): readonly (readonly [string, string, number])[] =>
  [...qrels].flatMap(([query, grades]) =>
    [...grades].map(([document, grade]) => [query, document, grade] as const),
  );

const toText = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");
