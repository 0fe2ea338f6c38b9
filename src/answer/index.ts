/** @module The read path from passages to a checked answer. */
export { isAbstentionMessage } from "./abstain/messages.ts";
export { FORM_FAILURES } from "./cite/check-sentence.ts";
export {
  answerQuestion,
  type Answered,
  type AnswerBody,
  type AnswerSettings,
} from "./answer-question.ts";
