/** @module Answers on record, and their citations in the text around them. */
import type { Access } from "../domain/access.ts";
import type { AnswerRecord } from "../domain/answer-record.ts";
import type { Store } from "../ports/store.ts";
import type { CitationContext } from "./app.ts";
import { notFound } from "./errors.ts";

/** Characters shown on each side of a quote. */
const CONTEXT_LENGTH = 400;

/** @throws app.not-found, also for what may not be read. */
export async function readAnswer(
  store: Pick<Store, "findAnswer">,
  access: Access,
  id: string,
): Promise<AnswerRecord> {
  const record = await store.findAnswer(access, id);
  if (!record) throw notFound({ what: "answer", id });
  return record;
}

/** @throws app.not-found, also for what may not be read. */
export async function readCitation(
  store: Pick<Store, "findAnswer" | "readVersion">,
  access: Access,
  id: string,
  number: number,
): Promise<CitationContext> {
  const { answer } = await readAnswer(store, access, id);
  const citation = answer.citations.find((candidate) => candidate.number === number);
  if (!citation) throw notFound({ what: `citation ${number} of answer`, id });
  const { documentId, versionHash, start, end } = citation;
  const version = await store.readVersion(access, documentId, versionHash);
  if (!version) throw notFound({ what: "document", id: documentId });
  return {
    citation,
    before: version.text.slice(Math.max(0, start - CONTEXT_LENGTH), start),
    after: version.text.slice(end, end + CONTEXT_LENGTH),
    current: version.document.version.hash === versionHash,
  };
}
