/** @module What stops a search. */
import { defineError } from "../foundation/errors.ts";

export const badReranking = defineError({
  code: "retrieve.bad-reranking",
  kind: "upstream",
  message: ({ id }: { id: string }) => `the reranker ${id} did not give each chunk a finite score`,
  hint: () => "run describeReranker of plumbline/testing on the reranker",
});

export const emptyQuestion = defineError({
  code: "retrieve.empty-question",
  kind: "invalid",
  message: () => "the question is empty",
  hint: () => 'ask something, such as `plumbline ask "How many days of leave do I get?"`',
});
