/** @module A question that asks again what was just answered says something of that answer. */
import { listPrincipals, type Access } from "../../domain/access.ts";
import { createRandomId } from "../../foundation/ids.ts";
import type { Store } from "../../ports/store.ts";
import { findReasked, type AskedBefore } from "../../trace/index.ts";
import type { Asking } from "../answer-record.ts";
import type { Assembly } from "../assembly.ts";
import { toPerson } from "./person.ts";

/** Answers of a conversation that are looked at. */
const LATEST = 20;
const WINDOW_MS = 10 * 60_000;

/** Only within a conversation, and only of users: an evaluation asks again on purpose. */
export async function noteReask(
  { clock, entropy, context }: Pick<Assembly, "clock" | "entropy" | "context">,
  store: Store,
  access: Access,
  { id, begun, question, askedAt }: Asking,
): Promise<void> {
  const { conversationId, source } = begun.known;
  if (conversationId === undefined || source !== "user") return;
  try {
    const since = new Date(Date.parse(askedAt) - WINDOW_MS).toISOString();
    const traces = await store.listTraces(access, { since, operation: "ask", limit: LATEST });
    const before: AskedBefore[] = [];
    for (const trace of traces) {
      const { answerId } = trace;
      if (trace.conversationId !== conversationId || answerId === undefined || answerId === id)
        continue;
      const record = await store.findAnswer(access, answerId);
      if (record)
        before.push({ answerId, question: record.answer.question, askedAt: record.askedAt });
    }
    const reasked = findReasked(question, askedAt, before);
    if (!reasked) return;
    await store.putFeedback({
      id: createRandomId("fbk", entropy),
      answerId: reasked.answerId,
      by: toPerson(listPrincipals(access)),
      at: clock.now().toISOString(),
      feedback: { kind: "reask", answerId: id },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    context.logger.warn("a repeated question was not noted", { id, reason });
  }
}
