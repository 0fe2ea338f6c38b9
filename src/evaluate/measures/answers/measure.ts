/** @module What an answer measure is: a name, a direction, and a score of one reply, or of many. */
import type { Statistic } from "../../../foundation/statistics/intervals/statistic.ts";
import type { TextValue } from "../../../foundation/text-value.ts";
import type { Interval, ReplyGrade, Score, SystemReply } from "../../../domain/evaluation.ts";
import type { GoldenCase } from "../../../domain/golden-set.ts";
import type { Judge } from "../../../ports/judge.ts";
import type { Verifier } from "../../../ports/verifier.ts";
import type { SchemaCheck } from "./form/schema-check.ts";
import type { StyleGuide } from "./form/style-guide.ts";
import type { ReplyReading } from "./reading.ts";

/** What must be at hand; a measure that lacks it is not among those a set is scored by. */
export type MeasureNeed = "verifier" | "texts" | "values" | "judge" | "schemas" | "style";

/** What measures are lent. All but the verifier may be absent. */
export interface AnswerTools {
  readonly verifier: Verifier;
  /** Id of the analyzer for a language (BCP 47). */
  readonly analyzerFor: (language: string) => string;
  /** Least support of a sentence to count as supported, in [0, 1]. */
  readonly supportThreshold: number;
  /** Numbers, times and dates of a text in a language. */
  readonly readValues?: (text: string, language: string) => readonly TextValue[];
  /** How far an answer's number may be from the gold one; default: not at all. */
  readonly tolerance?: Tolerance;
  /** Text of a document's current version, as this case's asker may read it. */
  readonly readText?: (document: string, golden: GoldenCase) => Promise<string | undefined>;
  /** By the name that `checks.schema` gives. */
  readonly schemas?: ReadonlyMap<string, SchemaCheck>;
  readonly style?: StyleGuide;
  readonly judge?: JudgeTools;
  /** What a person said of this reply: 1 right, 0 wrong. */
  readonly findPersonalVerdict?: (golden: GoldenCase, reply: SystemReply) => boolean | undefined;
}

/** A number agrees within `absolute`, or within the share `relative` of the gold one. */
export interface Tolerance {
  readonly absolute: number;
  readonly relative: number;
}

export interface JudgeTools {
  readonly judge: Judge;
  /** Asked so often for each criterion; all verdicts are kept. */
  readonly repeats: number;
  /** Whether its calibration lets it decide what is right: kappa is high enough to gate. */
  readonly isCalibrated: (criterion: string, language: string) => boolean;
  readonly signal?: AbortSignal;
}

interface Named {
  /** As it is printed and asked for. */
  readonly name: string;
  readonly direction: "higher" | "lower";
  /** What a score can be; a rate ends at 1, milliseconds, tokens and dollars nowhere. */
  readonly range: readonly [number, number];
  readonly needs: readonly MeasureNeed[];
  /** One sentence on what it means, for the head of a table. */
  readonly summary: string;
}

/** Scores one reply to one case. */
export interface CaseMeasure extends Named {
  readonly kind: "case";
  /** Whether it says anything of such a case: by what the case declares, whatever the reply. */
  applies(golden: GoldenCase): boolean;
  /** May throw what its tools throw; see `scoreReply`. */
  score(reading: ReplyReading): Score | Promise<Score>;
}

/** Scores the repeats of one case against each other. */
export interface RepeatMeasure extends Named {
  readonly kind: "repeats";
  applies(golden: GoldenCase): boolean;
  score(replies: readonly GradedReply[], golden: GoldenCase, tools: AnswerTools): Score;
}

/** Scores a whole set: what is no mean over cases. */
export interface SetMeasure extends Named {
  readonly kind: "set";
  score(cases: readonly GradedCase[], tools: AnswerTools): SetScore;
}

export type AnswerMeasure = CaseMeasure | RepeatMeasure | SetMeasure;

export interface SetScore {
  readonly value: Score;
  /** Cases that it is of. */
  readonly scored: number;
  /** Cases that could not be used, by reason. */
  readonly unscored: Readonly<Record<string, number>>;
  /** 95 %, where it follows without drawing. */
  readonly interval?: Interval;
  /** Else the value where each of the cases, in their order, counts so often. */
  readonly resample?: Statistic;
}

/** A reply with what was found of it. */
export interface GradedReply {
  readonly reply: SystemReply;
  readonly grade: ReplyGrade;
}

/** A case with all its repeats. */
export interface GradedCase {
  readonly golden: GoldenCase;
  readonly replies: readonly GradedReply[];
}
