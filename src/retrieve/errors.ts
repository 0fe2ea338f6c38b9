/** @module What stops a search. */
import { defineError } from "../foundation/errors.ts";

export const emptyQuestion = defineError({
  code: "retrieve.empty-question",
  kind: "invalid",
  message: () => "the question is empty",
  hint: () => 'ask something, such as `plumbline ask "How many days of leave do I get?"`',
});
