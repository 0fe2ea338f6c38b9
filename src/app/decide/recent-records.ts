/** @module What the newest answers to users left on record: what they cite, their form, their prompts. */
import { FORM_FAILURES } from "../../answer/index.ts";
import type { AnswerRecord } from "../../domain/answer-record.ts";
import type { Observations } from "../../decide/index.ts";
import type { Store } from "../../ports/store.ts";
import { maintenanceAccess } from "../access.ts";

/** Records are some tens of KB: these tell shares within a few points, and take no second. */
const MOST = 500;
const PAGE = 250;
/** As settings count them. */
const UNITS_PER_TOKEN = 4.4;

/** Newest first, of questions of users; `since` is the first moment. */
export async function readRecentRecords(
  store: Store,
  since: string,
): Promise<readonly AnswerRecord[]> {
  const access = maintenanceAccess("decide");
  const records: AnswerRecord[] = [];
  const asked = { since, source: "user", operation: "ask", limit: PAGE } as const;
  for (let after: string | undefined; records.length < MOST;) {
    const page = await store.listTraces(access, { ...asked, after });
    for (const { answerId } of page.slice(0, MOST - records.length)) {
      const record = answerId === undefined ? undefined : await store.findAnswer(access, answerId);
      if (record) records.push(record);
    }
    if (page.length < PAGE) break;
    after = page.at(-1)?.id;
  }
  return records;
}

/** How often each document was cited. */
export function countCitations(records: readonly AnswerRecord[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { answer } of records)
    for (const { documentId } of answer.citations)
      counts.set(documentId, (counts.get(documentId) ?? 0) + 1);
  return counts;
}

const isWritten = ({ draft, outcome }: AnswerRecord): boolean =>
  draft !== undefined && outcome !== "error";

const OF_FORM: ReadonlySet<string> = new Set(Object.values(FORM_FAILURES));

/**
 * Whether what a language model wrote has the form it was held to: whole, each sentence with its
 * source. What a fault cut short says nothing of it.
 */
export function observeValidity(records: readonly AnswerRecord[]): Observations["validity"] {
  const outputs = records.filter(
    (record) =>
      isWritten(record) && (record.outcome !== "incomplete" || record.reason === "length"),
  );
  if (outputs.length === 0) return undefined;
  const valid = outputs.filter(
    ({ outcome, answer }) =>
      outcome !== "incomplete" &&
      answer.sentences.every(({ failures }) => !failures.some((failure) => OF_FORM.has(failure))),
  );
  return { outputs: outputs.length, valid: valid.length };
}

/** What is left of a prompt without question, conversation and passages. */
export function observePrompts(records: readonly AnswerRecord[]): Observations["promptTokens"] {
  const instructions = records
    .flatMap(({ draft, answer, passages, history = [] }) => {
      const sent = answer.usage?.inputTokens;
      if (!draft || typeof sent !== "number") return [];
      const shown = passages.filter(({ context }) => context === "in");
      const units =
        answer.question.length +
        history.reduce((sum, { text }) => sum + text.length, 0) +
        shown.reduce((sum, { start, end }) => sum + end - start, 0);
      return [Math.max(0, Math.round(sent - units / UNITS_PER_TOKEN))];
    })
    .toSorted((a, b) => a - b);
  const median = instructions[Math.floor((instructions.length - 1) / 2)];
  return median === undefined ? undefined : { calls: instructions.length, median };
}

/** Of answers that cite anything: those of which a reader opened a source. */
export async function observeOpened(
  store: Store,
  records: readonly AnswerRecord[],
): Promise<Observations["citationsOpened"]> {
  const access = maintenanceAccess("decide");
  const citing = records.filter(({ answer }) => answer.citations.length > 0);
  if (citing.length === 0) return undefined;
  let opened = 0;
  for (const { id } of citing) {
    const feedback = await store.listFeedback(access, { answerId: id, limit: PAGE });
    if (feedback.some((one) => one.feedback.kind === "opened")) opened++;
  }
  return { answers: citing.length, opened };
}
