/** @module How far retrieved passages speak of a question, and which of their sentences do. */
import { evidenceDefaults, type EvidenceOptions } from "./constants.ts";
import { profileOf, type QuestionProfile, type QuestionTerm } from "./profile.ts";
import { answerType, holdsType } from "./question-words.ts";
import { readPassage, type EvidencePassage, type PassageReading } from "./reading.ts";

export type { EvidencePassage } from "./reading.ts";
export type { QuestionTerm } from "./profile.ts";

/** A question with its distinct terms in the order they were asked. */
export interface EvidenceQuestion {
  readonly text: string;
  readonly language: string;
  readonly terms: readonly QuestionTerm[];
  /** Passages the caller may read, N of the idf: the more there are, the likelier a chance match. */
  readonly passageCount: number;
}

/** A candidate sentence: half-open span of the text of `passages[passage]`. */
export interface EvidenceSentence {
  readonly passage: number;
  readonly start: number;
  readonly end: number;
  readonly score: number;
  readonly covered: readonly string[];
}

export interface Evidence {
  /** 0 to 1; compare it with one threshold for every collection (`answerThreshold`). */
  readonly confidence: number;
  /** Every sentence of the passages read, best first. */
  readonly sentences: readonly EvidenceSentence[];
  /**
   * Question terms, structural words and those of earlier questions aside, that no passage read
   * contains; none without passages.
   */
  readonly missing: readonly string[];
}

/**
 * The signals of the confidence, each the best over the passages read. W is the sum of the
 * question's term weights (idf, structural words × .3, unknown terms at the largest idf).
 */
export interface Signals {
  /** Share of W in one sentence and its passage's breadcrumb. */
  readonly coverage: number;
  /** Share of W in one passage, saturated: Σ w·tf/(tf + k1·(1 − b + b·length/reference)) / W. */
  readonly saturation: number;
  /** Share of neighbouring question terms that stand fewer than eight positions apart. */
  readonly pairs: number;
  /** ln(1 + weight of the best sentence in units of the largest idf): how much was matched. */
  readonly mass: number;
  /** Share of the question's idf that earlier questions hold. */
  readonly leaning: number;
}

/**
 * Weighs what the passages hold for the question, without any model.
 *
 * confidence = σ(slope·(coverage + 2·saturation + .5·pairs + .5·mass + .8·leaning − m)), where m grows
 * with ln(passageCount). It says whether the passages speak of what was asked, not whether they answer
 * it: a question about a false detail of a true subject still gets a high value. Without passages or
 * any known term it is 0. A year or a part number that is asked for and stands in no passage caps it
 * below any sensible threshold: whatever the passages say, it is of another year or part. Passages must come best first. Pure but for a cache of structural words.
 */
export function weighEvidence(
  question: EvidenceQuestion,
  passages: readonly EvidencePassage[],
  options: EvidenceOptions = evidenceDefaults,
): Evidence {
  const profiles = new Map<string, QuestionProfile>();
  const read = passages.slice(0, options.depth).map((passage) => {
    let profile = profiles.get(passage.analyzerId);
    if (profile === undefined) {
      profile = profileOf(question.terms, question.language, passage.analyzerId, options);
      profiles.set(passage.analyzerId, profile);
    }
    return { passage, profile, reading: readPassage(passage, profile) };
  });
  const found = new Set<string>();
  for (const { reading } of read) {
    for (const term of reading.breadcrumb) found.add(term);
    for (const term of reading.positions.keys()) found.add(term);
  }
  const missing = new Set<string>();
  const earlier = new Set(
    question.terms.filter(({ share = 1 }) => share < 1).map(({ term }) => term),
  );
  for (const { order, structural } of profiles.values()) {
    for (const term of order)
      if (!structural.has(term) && !found.has(term) && !earlier.has(term)) missing.add(term);
  }
  const relief = (read[0]?.profile.termsPerWord ?? 1) > 1 ? options.pairRelief : 0;
  const confidence =
    found.size === 0
      ? 0
      : confidenceOf(signalsOf(question, read, options), question.passageCount, relief, options);
  const strangers = [...missing].some(isYearOrCode);
  return {
    confidence: strangers ? Math.min(confidence, options.strangerCap) : confidence,
    sentences: rankSentences(question, read, options),
    missing: [...missing],
  };
}

/** A calendar year, or a whole identifier that is not a plain number: what a text is about. */
function isYearOrCode(term: string): boolean {
  return /^(?:19|20)\d\d$/.test(term) || /^=(?=.*\p{L})(?=.*\d)/u.test(term);
}

interface Read {
  readonly passage: EvidencePassage;
  readonly profile: QuestionProfile;
  readonly reading: PassageReading;
}

/** @param relief taken off the midpoint. */
function confidenceOf(
  signals: Signals,
  passageCount: number,
  relief: number,
  options: EvidenceOptions,
): number {
  const [smallest, largest] = options.sizeRange;
  const size = Math.min(largest, Math.max(smallest, passageCount));
  const midpoint = options.midpoint + options.sizeWeight * Math.log(size) - relief;
  const sum =
    options.coverageWeight * signals.coverage +
    options.saturationWeight * signals.saturation +
    options.pairWeight * signals.pairs +
    options.massWeight * signals.mass +
    options.leaningWeight * signals.leaning;
  return 1 / (1 + Math.exp(-options.slope * (sum - midpoint)));
}

function signalsOf(
  question: EvidenceQuestion,
  read: readonly Read[],
  options: EvidenceOptions,
): Signals {
  const largestIdf = Math.max(...question.terms.map((term) => term.idf), Number.MIN_VALUE);
  let coverage = 0;
  let saturation = 0;
  let pairs = 0;
  let mass = 0;
  for (const { profile, reading } of read) {
    if (profile.total <= 0) continue;
    for (const { covered } of reading.sentences) {
      if (covered.size === 0) continue;
      const own = weightOf(covered, profile);
      let shared = own;
      for (const term of reading.breadcrumb)
        if (!covered.has(term)) shared += profile.weights.get(term) ?? 0;
      coverage = Math.max(coverage, shared / profile.total);
      mass = Math.max(mass, Math.log1p(own / largestIdf / profile.termsPerWord));
    }
    saturation = Math.max(saturation, saturationOf(profile, reading, options));
    pairs = Math.max(pairs, pairsOf(profile, reading, options.pairWindow * profile.termsPerWord));
  }
  return { coverage, saturation, pairs, mass, leaning: leaningOf(question) };
}

function leaningOf({ terms }: EvidenceQuestion): number {
  let earlier = 0;
  let all = 0;
  for (const { idf, share = 1 } of terms) {
    all += idf * share;
    if (share < 1) earlier += idf * share;
  }
  return all > 0 ? earlier / all : 0;
}

function weightOf(terms: Iterable<string>, profile: QuestionProfile): number {
  let sum = 0;
  for (const term of terms) sum += profile.weights.get(term) ?? 0;
  return sum;
}

function saturationOf(
  profile: QuestionProfile,
  reading: PassageReading,
  options: EvidenceOptions,
): number {
  const norm =
    options.k1 *
    (1 -
      options.b +
      (options.b * reading.length) / (options.referenceLength * profile.termsPerWord));
  let sum = 0;
  for (const term of profile.order) {
    const count =
      (reading.positions.get(term)?.length ?? 0) + (reading.breadcrumb.has(term) ? 1 : 0);
    if (count > 0) sum += ((profile.weights.get(term) ?? 0) * count) / (count + norm);
  }
  return sum / profile.total;
}

function pairsOf(profile: QuestionProfile, reading: PassageReading, window: number): number {
  let together = 0;
  let all = 0;
  for (let index = 1; index < profile.order.length; index += 1) {
    const left = profile.order[index - 1] ?? "";
    const right = profile.order[index] ?? "";
    const weight = (profile.weights.get(left) ?? 0) + (profile.weights.get(right) ?? 0);
    all += weight;
    const inBreadcrumb = reading.breadcrumb.has(left) && reading.breadcrumb.has(right);
    if (inBreadcrumb || near(reading.positions.get(left), reading.positions.get(right), window)) {
      together += weight;
    }
  }
  return all > 0 ? together / all : 0;
}

/** Whether two ascending lists hold positions fewer than `window` apart; one walk over both. */
function near(
  left: readonly number[] = [],
  right: readonly number[] = [],
  window: number,
): boolean {
  let a = 0;
  let b = 0;
  while (a < left.length && b < right.length) {
    const distance = (left[a] ?? 0) - (right[b] ?? 0);
    if (Math.abs(distance) < window) return true;
    if (distance < 0) a += 1;
    else b += 1;
  }
  return false;
}

function rankSentences(
  question: EvidenceQuestion,
  read: readonly Read[],
  options: EvidenceOptions,
): readonly EvidenceSentence[] {
  const type = answerType(question.text, question.language);
  const best = Math.max(...read.map(({ passage }) => passage.score), 0);
  const sentences: EvidenceSentence[] = [];
  read.forEach(({ passage, profile, reading }, index) => {
    const own = reading.sentences.map(
      ({ covered }) => weightOf(covered, profile) / (profile.total || 1),
    );
    const rank = best > 0 ? Math.max(0, passage.score) / best : 0;
    reading.sentences.forEach(({ span, covered }, at) => {
      const sentence = passage.text.slice(span.start, span.end);
      const typed = holdsType(type, sentence, question.text, passage.language);
      const score =
        (own[at] ?? 0) +
        options.followWeight * (own[at - 1] ?? 0) +
        options.rankWeight * rank +
        (typed ? options.typeWeight : 0);
      sentences.push({
        passage: index,
        start: span.start,
        end: span.end,
        score,
        covered: [...covered],
      });
    });
  });
  return sentences.sort((a, b) => b.score - a.score || a.passage - b.passage || a.start - b.start);
}
