/** @module Two current passages of different documents that disagree on a value. */
import { getAnalyzer } from "../analysis/index.ts";
import type { Evidence, EvidencePassage, EvidenceQuestion, EvidenceSentence } from "./evidence.ts";
import { structuralTerms } from "./profile.ts";
import { answerType } from "./question-words.ts";
import { agrees, statedLabels, statedNames, statedQuantities, type StatedValue } from "./values.ts";

/** A passage of a current document version. */
export interface ConflictPassage extends EvidencePassage {
  readonly documentId: string;
}

/** One side: the value's span in the text of `passages[passage]`, and the value verbatim. */
export interface ConflictSide {
  readonly passage: number;
  readonly start: number;
  readonly end: number;
  readonly value: string;
  /** The sentence that states it. */
  readonly sentence: EvidenceSentence;
}

export interface Conflict {
  readonly kind: "number" | "date" | "name";
  readonly left: ConflictSide;
  readonly right: ConflictSide;
}

/** Sentences returned at most, and so compared with all others. */
const LEFT_SENTENCES = 3;
/** Two sentences are about the same thing when this share of the shorter one's terms is common … */
const SHARED_SHARE = 0.5;
/** … and at least so many terms, the unit aside. */
const SHARED_TERMS = 3;
/** Names differ for many reasons, so the rest of the sentence must be nearly the same. */
const SHARED_SHARE_NAME = 0.75;

/**
 * Finds disagreements between the best sentences and those of other documents, strongest first.
 *
 * Two sentences conflict when (1) their documents differ, (2) half of the shorter one's content
 * terms, three at least, are common, (3) each states exactly one value of the same family (duration,
 * money, per cent, clock time, date, counted noun) and the values differ, (4) no word before a
 * common word was exchanged ("full-time staff", "part-time staff": another case, no conflict), and
 * (5) no name or number of the question is in only one of the two passages. Names are compared only
 * when the question asks for a person or a place. At most one conflict a pair of sentences.
 */
export function findConflicts(
  question: EvidenceQuestion,
  passages: readonly ConflictPassage[],
  evidence: Evidence,
): readonly Conflict[] {
  const identities = new Map<ConflictPassage, string>();
  const identityOf = (passage: ConflictPassage): string => {
    const known = identities.get(passage) ?? heldNames(question, passage);
    identities.set(passage, known);
    return known;
  };
  const frames = evidence.sentences.map((sentence) => ({ sentence, index: sentence.passage }));
  const cache = new Map<EvidenceSentence, Frame>();
  const frameOf = (sentence: EvidenceSentence, passage: ConflictPassage): Frame => {
    const known = cache.get(sentence);
    if (known !== undefined) return known;
    const frame = readFrame(sentence, passage, question);
    cache.set(sentence, frame);
    return frame;
  };
  const found: { readonly conflict: Conflict; readonly share: number }[] = [];
  frames.slice(0, LEFT_SENTENCES).forEach((left, rank) => {
    const leftPassage = passages[left.index];
    if (leftPassage === undefined) return;
    const leftFrame = frameOf(left.sentence, leftPassage);
    if (leftFrame.values.length === 0) return;
    for (const right of frames.slice(rank + 1)) {
      const rightPassage = passages[right.index];
      if (rightPassage === undefined || rightPassage.documentId === leftPassage.documentId)
        continue;
      const match = compare(leftFrame, frameOf(right.sentence, rightPassage));
      if (match === undefined) continue;
      // Last, because it reads both passages whole.
      if (identityOf(leftPassage) !== identityOf(rightPassage)) continue;
      found.push({
        share: match.share,
        conflict: {
          kind: match.left.kind,
          left: sideOf(left.sentence, match.left),
          right: sideOf(right.sentence, match.right),
        },
      });
    }
  });
  return found.sort((a, b) => b.share - a.share).map(({ conflict }) => conflict);
}

interface Frame {
  readonly terms: readonly string[];
  readonly positions: readonly number[];
  readonly set: ReadonlySet<string>;
  readonly values: readonly StatedValue[];
  readonly labels: ReadonlySet<string>;
}

const EMPTY: Frame = { terms: [], positions: [], set: new Set(), values: [], labels: new Set() };

function readFrame(
  sentence: EvidenceSentence,
  passage: ConflictPassage,
  question: EvidenceQuestion,
): Frame {
  const text = passage.text.slice(sentence.start, sentence.end);
  const type = answerType(question.text, question.language);
  const asked = question.text.toLowerCase();
  const names = type === "person" || type === "place" ? statedNames(text) : [];
  const values = [
    ...statedQuantities(text, passage.language),
    ...names.filter(({ text: name }) => !asked.includes(name.toLowerCase())),
  ];
  if (values.length === 0) return EMPTY;
  const analyzer = getAnalyzer(passage.analyzerId);
  const form = structuralTerms(passage.language, analyzer.id);
  const tokens = analyzer.analyze(text).filter(({ term, start, end }) => {
    if (/^=|\p{N}/u.test(term) || form.has(term)) return false;
    return !values.some((value) => start < value.end && value.start < end);
  });
  return {
    terms: tokens.map(({ term }) => term),
    positions: tokens.map(({ position }) => position),
    set: new Set(tokens.map(({ term }) => term)),
    values,
    labels: statedLabels(text, values),
  };
}

function compare(
  left: Frame,
  right: Frame,
): { readonly left: StatedValue; readonly right: StatedValue; readonly share: number } | undefined {
  let common = 0;
  for (const term of left.set) if (right.set.has(term)) common += 1;
  const share = common / Math.max(1, Math.min(left.set.size, right.set.size));
  const alike = common >= SHARED_TERMS ? SHARED_SHARE : SHARED_SHARE_NAME;
  if (common < 2 || share < alike || apart(left.labels, right.labels)) return undefined;
  if (exchanged(left, right)) return undefined;
  if (differ("date", left, right) && differ("number", left, right)) return undefined;
  for (const value of left.values) {
    const own = left.values.filter(({ family }) => family === value.family);
    const others = right.values.filter(({ family }) => family === value.family);
    const other = others[0];
    if (own.length !== 1 || others.length !== 1 || other === undefined) continue;
    if (agrees(value, other) || (value.kind === "name" && share < SHARED_SHARE_NAME)) continue;
    return { left: value, right: other, share };
  }
  return undefined;
}

/** Whether both sentences carry labels and none in common. */
function apart(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return left.size > 0 && right.size > 0 && ![...left].some((label) => right.has(label));
}

/** Whether the sentences disagree on a value of a kind: on date and number both, they report twice. */
function differ(kind: StatedValue["kind"], left: Frame, right: Frame): boolean {
  return left.values.some((value) => {
    const others = right.values.filter(({ family }) => family === value.family);
    return (
      value.kind === kind && others.length > 0 && !others.some((other) => agrees(value, other))
    );
  });
}

/** Whether a common word has, right before it, a word of its own on each side. */
function exchanged(left: Frame, right: Frame): boolean {
  const before = ownWordsBefore(left, right.set);
  const other = ownWordsBefore(right, left.set);
  return [...before].some((head) => other.has(head));
}

/** Common words that directly follow a word which the other sentence lacks. */
function ownWordsBefore(frame: Frame, others: ReadonlySet<string>): ReadonlySet<string> {
  const heads = new Set<string>();
  for (let index = 1; index < frame.terms.length; index += 1) {
    const word = frame.terms[index - 1] ?? "";
    const head = frame.terms[index] ?? "";
    const adjacent = (frame.positions[index] ?? 0) - (frame.positions[index - 1] ?? 0) === 1;
    if (adjacent && others.has(head) && !others.has(word)) heads.add(head);
  }
  return heads;
}

/** Which names and numbers of the question a passage holds, a digit each. */
function heldNames(question: EvidenceQuestion, passage: ConflictPassage): string {
  const analyzer = getAnalyzer(passage.analyzerId);
  const names = analyzer.analyze(question.text).filter(({ start, end }) => {
    const raw = question.text.slice(start, end);
    return /\p{N}/u.test(raw) || (start > 0 && /^\p{Lu}/u.test(raw));
  });
  if (names.length === 0) return "";
  const held = new Set(
    analyzer.analyze(`${passage.breadcrumb}\n${passage.text}`).map(({ term }) => term),
  );
  return names.map(({ term }) => (held.has(term) ? "1" : "0")).join("");
}

function sideOf(sentence: EvidenceSentence, value: StatedValue): ConflictSide {
  return {
    passage: sentence.passage,
    start: sentence.start + value.start,
    end: sentence.start + value.end,
    value: value.text,
    sentence,
  };
}
