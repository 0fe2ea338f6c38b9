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
export { structuralTerms } from "./profile.ts";
export { readValues } from "./read-values.ts";
export { selectSentences, type SelectOptions } from "./select.ts";
export { findSpelledNumbers, type SpelledNumber } from "./spelled-numbers.ts";
export { splitSentences, type SentenceSpan } from "./sentences.ts";
