/** @module What was said before a question, as term weights; no model. */
export {
  listReplyTerms,
  toEarlierTurns,
  weighEarlierQuestions,
  weighEarlierReplies,
  weighTurn,
  type EarlierTurns,
  type SpokenTurn,
  type TermWeights,
} from "./weigh-turns.ts";
