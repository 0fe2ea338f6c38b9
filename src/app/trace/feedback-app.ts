/** @module Use cases: feedback, given and read by those who may read the answer. */
import type { z } from "zod";
import { listPrincipals } from "../../domain/access.ts";
import { FeedbackValueSchema, type Feedback, type FeedbackValue } from "../../domain/feedback.ts";
import { createRandomId } from "../../foundation/ids.ts";
import type { FeedbackQuery } from "../../ports/store.ts";
import { badFeedback, notFound } from "../errors.ts";
import type { As } from "../writer/writer.ts";
import { toPerson } from "./person.ts";
import { readAs, toPeriod, type RecordsContext } from "./reading.ts";

export interface FeedbackInput {
  readonly answerId: string;
  readonly feedback: z.output<typeof FeedbackValueSchema>;
  /** In the person's own words. */
  readonly text?: string | undefined;
}

export interface FeedbackApp {
  /** @throws app.not-found where the answer may not be read; app.bad-feedback */
  addFeedback(as: As, input: FeedbackInput): Promise<Feedback>;
  /** In the order it was given. @throws app.bad-moment */
  listFeedback(as: As, query: FeedbackQuery): Promise<readonly Feedback[]>;
}

export function createFeedbackApp(context: RecordsContext): FeedbackApp {
  const { clock, entropy } = context.assembly;
  return {
    async addFeedback(as, { answerId, feedback, text }) {
      const { access, store } = await readAs(context, as);
      const record = await store.findAnswer(access, answerId);
      if (!record) throw notFound({ what: "answer", id: answerId });
      const value = toFeedbackValue(feedback);
      if ("citation" in value) {
        const { citation } = value;
        if (!record.answer.citations.some(({ number }) => number === citation))
          throw badFeedback({ reason: `${answerId} has no citation ${citation}` });
      }
      const words = text?.trim();
      const given: Feedback = {
        id: createRandomId("fbk", entropy),
        answerId,
        by: toPerson(listPrincipals(access)),
        at: clock.now().toISOString(),
        feedback: value,
        ...(words ? { text: words } : {}),
      };
      await store.putFeedback(given);
      return given;
    },
    async listFeedback(as, query) {
      const { access, store } = await readAs(context, as);
      return store.listFeedback(access, toPeriod(query, context.assembly));
    },
  };
}

/** @throws app.bad-feedback */
function toFeedbackValue(feedback: FeedbackInput["feedback"]): FeedbackValue {
  const checked = FeedbackValueSchema.safeParse(feedback);
  if (!checked.success)
    throw badFeedback({ reason: checked.error.issues[0]?.message ?? "it is no feedback" });
  const { data } = checked;
  if (data.kind !== "source") return data;
  // A span that is absent is no member at all.
  const { span, ...rest } = data;
  return span ? { ...rest, span } : rest;
}
