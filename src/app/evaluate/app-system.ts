/** @module A release as an evaluation sees it: something that ranks and answers. */
import type { Answer, Citation } from "../../domain/answer.ts";
import type { AnswerRecord } from "../../domain/answer-record.ts";
import type { AnswerReply, EvaluationSubject, ReplyPassage } from "../../domain/evaluation.ts";
import type { Access } from "../../domain/access.ts";
import { hashJson } from "../../foundation/hash.ts";
import type { AskedCase, EvaluatedSystem } from "../../ports/evaluated-system.ts";
import type { Store } from "../../ports/store.ts";
import { rankDocuments } from "../../retrieve/index.ts";
import { maintenanceAccess, toAccess } from "../access.ts";
import { ask } from "../ask.ts";
import type { Assembly } from "../assembly.ts";

/** Whether any documents have changed since; no text is read. */
export async function readGeneration(store: Store): Promise<number> {
  const { generation } = await store.search(maintenanceAccess("evaluation"), {
    terms: () => [],
    legs: { lexical: false, dense: false },
    depth: 1,
    bm25: { k1: 0, b: 0 },
    filter: [],
    select: () => [],
  });
  return generation;
}

/**
 * Answers leave records and traces of source `evaluation`. A changed document changes the
 * fingerprint as a changed setting does: replies to other documents are other replies.
 */
export async function createAppSystem(
  assembly: Assembly,
  store: Store,
  collections: readonly string[] | undefined,
): Promise<EvaluatedSystem> {
  const { release, embedder, rerankers, retrieveSettings: settings } = assembly;
  const generation = await readGeneration(store);
  const subject: EvaluationSubject = {
    kind: "release",
    name: release,
    fingerprint: hashJson({ release, generation, collections }),
  };
  const listed = await store.listCollections(maintenanceAccess("evaluation"));
  const known = new Set(listed.map(({ name }) => name));
  // Sets from elsewhere name collections of theirs: such a case is asked as all others are.
  const toScope = ({ collection }: AskedCase): readonly string[] | undefined =>
    collection !== undefined && known.has(collection) ? [collection] : collections;
  return {
    subject,
    async rank(asked, depth) {
      const { text: question, history, signal } = asked;
      const ranked = await rankDocuments(
        accessOf(asked),
        { question, history, collections: toScope(asked), filter: [], topK: depth, legs: "both" },
        { store, embedder, rerankers, settings, signal },
      );
      return {
        documents: ranked.map(({ key }) => key),
        scores: ranked.map(({ score }) => score),
      };
    },
    async answer(asked) {
      const access = accessOf(asked);
      const { text: question, history, signal } = asked;
      const input = { question, history, collections: toScope(asked), signal };
      const answer = await ask(assembly, store, access, { ...input, source: "evaluation" });
      const record = await store.findAnswer(access, answer.id);
      const passages = await readPassages(store, access, answer, record);
      return toReply(answer, passages, record?.reason);
    },
  };
}

const accessOf = ({ principals }: AskedCase): Access =>
  toAccess(principals.length > 0 ? principals : undefined);

interface ShownPassage extends ReplyPassage {
  readonly start: number;
  readonly end: number;
  readonly documentId: string;
  readonly versionHash: string;
}

/** What the writer was shown; without a record, what it cites. */
async function readPassages(
  store: Store,
  access: Access,
  { citations }: Answer,
  record: AnswerRecord | undefined,
): Promise<readonly ShownPassage[]> {
  const shown = (record?.passages ?? citations).filter(
    (place) => !("context" in place) || place.context === "in",
  );
  const texts = await store.readSpans(access, shown);
  const keys = new Map(citations.map(({ documentId, key }) => [documentId, key]));
  const passages: ShownPassage[] = [];
  for (const [index, { documentId, versionHash, start, end }] of shown.entries()) {
    const key = keys.get(documentId) ?? (await store.findDocument(access, documentId))?.key;
    keys.set(documentId, key ?? documentId);
    passages.push({
      id: String(index + 1),
      document: key ?? documentId,
      text: texts[index] ?? "",
      start,
      end,
      documentId,
      versionHash,
    });
  }
  return passages;
}

/** Citations as ids of the passages that hold them; what no passage holds is cited as nothing shown. */
function toReply(
  answer: Answer,
  passages: readonly ShownPassage[],
  cutBy: AnswerRecord["reason"],
): AnswerReply {
  const { citations, sentences, abstained, incomplete, confidence, language } = answer;
  const reason = answer.reason ?? (incomplete ? cutBy : undefined);
  const toId = (number: number): string => {
    const citation = citations.find((each) => each.number === number);
    const holding = citation && passages.find((passage) => holds(passage, citation));
    return holding?.id ?? `citation ${number}`;
  };
  return {
    outcome: abstained ? "abstained" : incomplete ? "incomplete" : "answered",
    text: answer.text,
    sentences: sentences
      .filter(({ verdict }) => verdict === "passed")
      .map(({ text, citations: numbers }) => ({
        text: text.trim(),
        factual: true,
        citations: [...new Set(numbers.map(toId))],
      })),
    passages: passages.map(({ id, document, text, start, end }) => ({
      id,
      document,
      text,
      start,
      end,
    })),
    quotes: citations.map(({ key, quote, start, end }) => ({ document: key, quote, start, end })),
    ...(reason === undefined ? {} : { reason }),
    confidence,
    language,
    answerId: answer.id,
    usage: toUsage(answer),
  };
}

const holds = (passage: ShownPassage, citation: Citation): boolean =>
  passage.documentId === citation.documentId &&
  passage.versionHash === citation.versionHash &&
  passage.start < citation.end &&
  citation.start < passage.end;

/** What the provider did not tell is left out; where no model was asked there was nothing to pay. */
function toUsage({ usage }: Answer): NonNullable<AnswerReply["usage"]> {
  if (!usage) return { inputTokens: 0, outputTokens: 0, costUsd: 0 };
  const { model, inputTokens, outputTokens, costUsd } = usage;
  return {
    model,
    ...(inputTokens === "unknown" ? {} : { inputTokens }),
    ...(outputTokens === "unknown" ? {} : { outputTokens }),
    ...(costUsd === "unknown" ? {} : { costUsd }),
  };
}
