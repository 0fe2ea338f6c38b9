/** @module From retrieved passages to verbatim sentences, a confidence and conflicts; no model. */
export {
  findConflicts,
  type Conflict,
  type ConflictPassage,
  type ConflictSide,
} from "./conflict.ts";
export { answerThreshold, evidenceDefaults, type EvidenceOptions } from "./constants.ts";
export {
  weighEvidence,
  type Evidence,
  type EvidencePassage,
  type EvidenceQuestion,
  type EvidenceSentence,
  type QuestionTerm,
} from "./evidence.ts";
export { HAN_NUMBER, listNumberWords, readHanNumber } from "./number-words.ts";
export { structuralTerms } from "./profile.ts";
export { selectSentences, type SelectOptions } from "./select.ts";
export { splitSentences, type SentenceSpan } from "./sentences.ts";
