/** @module The read path from passages to a checked answer. */
export {
  answerQuestion,
  type Answered,
  type AnswerBody,
  type AnswerDependencies,
  type AnswerRequest,
  type AnswerSettings,
} from "./answer-question.ts";
