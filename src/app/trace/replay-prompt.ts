/** @module The prompt of a recorded answer, rendered again from the versions that were shown. */
import type { Access } from "../../domain/access.ts";
import type { AnswerRecord, RecordedPassage } from "../../domain/answer-record.ts";
import type { Passage } from "../../domain/passage.ts";
import type { Store } from "../../ports/store.ts";
import type { Assembly } from "../assembly.ts";

export interface PromptReplay {
  /**
   * `identical` is equal byte for byte; `none` means that no model was asked; `impossible` that a
   * text of it is gone or the writer is another.
   */
  readonly verdict: "identical" | "differs" | "none" | "impossible";
  readonly reason?: string;
  readonly recordedHash?: string;
  readonly renderedHash?: string;
  /** The text, where it is identical. */
  readonly text?: { readonly system: string; readonly user: string };
}

export async function replayPrompt(
  { generator, answerSettings }: Pick<Assembly, "generator" | "answerSettings">,
  store: Pick<Store, "readSpans">,
  access: Access,
  answer: AnswerRecord | undefined,
): Promise<PromptReplay> {
  if (!answer?.draft) return { verdict: "none", reason: "no model was asked" };
  const recordedHash = answer.draft.renderedHash;
  const fail = (reason: string): PromptReplay => ({ verdict: "impossible", reason, recordedHash });
  if (!generator.render) return fail(`the writer now is ${generator.id}, which asks no model`);
  const admitted = answer.passages.filter(({ context }) => context === "in");
  if (admitted.some(({ shown }) => shown === undefined))
    return fail("the record is of a version that kept no headings of passages");
  const passages = await readShown(store, access, admitted);
  const gone = admitted.filter((_, index) => passages[index] === undefined);
  if (gone.length > 0)
    return fail(`text is gone: ${gone.map(({ documentId }) => documentId).join(", ")}`);
  const { renderedHash, ...text } = generator.render({
    id: answer.id,
    question: answer.answer.question,
    ...(answer.history ? { history: answer.history } : {}),
    language: answer.answer.language,
    passages: passages.filter((passage): passage is Passage => passage !== undefined),
    sentences: [],
    maxSentences: answerSettings.maxSentences,
  });
  const hashes = { recordedHash, renderedHash };
  return renderedHash === recordedHash
    ? { verdict: "identical", ...hashes, text }
    : { verdict: "differs", reason: "the prompt or a setting of it is another", ...hashes };
}

/** A passage as it was shown, from the version that was shown. */
async function readShown(
  store: Pick<Store, "readSpans">,
  access: Access,
  passages: readonly RecordedPassage[],
): Promise<readonly (Passage | undefined)[]> {
  const texts = await store.readSpans(access, passages);
  return passages.map((recorded, index) => {
    const text = texts[index];
    if (text === undefined || recorded.shown === undefined) return undefined;
    const { documentId, versionHash, chunkIds, start, end, rank, score, shown } = recorded;
    return {
      chunkId: chunkIds[0] ?? "",
      chunkIds,
      documentId,
      key: documentId,
      collection: "",
      versionHash,
      ...shown,
      language: "",
      analyzer: "",
      metadata: {},
      kinds: [],
      text,
      span: { start, end },
      rank,
      score,
      why: { alpha: 0, terms: [] },
      duplicates: [],
    };
  });
}
