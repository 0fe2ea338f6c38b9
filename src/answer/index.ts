/** @module The read path from passages to a checked answer. */
export { isAbstentionMessage } from "./abstain/messages.ts";
export type { ShownSentence } from "./cite/composition.ts";
export {
  answerQuestion,
  type AnswerInProgress,
  type Answered,
  type AnswerBody,
  type AnswerDependencies,
  type AnswerRequest,
  type AnswerSettings,
} from "./answer-question.ts";
