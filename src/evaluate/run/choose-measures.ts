/** @module Which measures are computed: those that were named, or what can be told without asking. */
import type { GoldenCase } from "../../domain/golden-set.ts";
import { unknownMeasure } from "../measures/ranking/errors.ts";
import { findNearNames } from "../measures/ranking/near-names.ts";
import {
  DEFAULT_RANKING_MEASURES,
  findRankingMeasure,
  listRankingMeasureNames,
  parseRankingMeasure,
} from "../measures/ranking/parse-measure.ts";
import type { RankingMeasure } from "../measures/ranking/ranking-measure.ts";
import type { AnswerMeasure, AnswerTools } from "../measures/answers/measure.ts";
import {
  ANSWER_MEASURE_NAMES,
  getAnswerMeasure,
  isAnswerMeasure,
  isAtHand,
  listAnswerMeasures,
} from "../measures/answers/registry.ts";
import { cannotMeasure } from "../errors.ts";

export interface ChosenMeasures {
  readonly ranking: readonly RankingMeasure[];
  readonly answers: readonly AnswerMeasure[];
}

export interface MeasureChoice {
  /** Absent: the defaults of rankings, and every answer measure that says something of a case. */
  readonly names?: readonly string[] | undefined;
  readonly canRank: boolean;
  readonly canAnswer: boolean;
  /** Absent where no answers are measured. */
  readonly tools?: AnswerTools | undefined;
  readonly cases: readonly GoldenCase[];
}

/** @throws evaluate.unknown-measure naming near ones, evaluate.measure-invalid, evaluate.cannot-measure. */
export function chooseMeasures(choice: MeasureChoice): ChosenMeasures {
  const { names } = choice;
  return names === undefined ? chooseDefaults(choice) : chooseNamed(names, choice);
}

function chooseDefaults({ canRank, canAnswer, tools, cases }: MeasureChoice): ChosenMeasures {
  const judged = cases.some(isRanked);
  return {
    ranking: canRank && judged ? DEFAULT_RANKING_MEASURES.map(parseRankingMeasure) : [],
    answers:
      canAnswer && tools
        ? listAnswerMeasures(tools).filter((measure) => saysSomething(measure, cases))
        : [],
  };
}

/** A measure that no case is fit for is an empty row. */
const saysSomething = (measure: AnswerMeasure, cases: readonly GoldenCase[]): boolean =>
  measure.kind === "case" && cases.some((golden) => measure.applies(golden));

function chooseNamed(names: readonly string[], choice: MeasureChoice): ChosenMeasures {
  const ranking = new Map<string, RankingMeasure>();
  const answers = new Map<string, AnswerMeasure>();
  for (const name of names) {
    const ofRankings = findRankingMeasure(name);
    if (ofRankings) ranking.set(ofRankings.name, ofRankings);
    else if (isAnswerMeasure(name)) answers.set(name, getAnswerMeasure(name));
    else throw unknownMeasure({ name, near: listNear(name) });
  }
  const [first] = ranking.keys();
  if (first !== undefined && !choice.canRank)
    throw cannotMeasure({ measure: first, lacks: "a ranking" });
  for (const { name, needs } of answers.values()) {
    if (!choice.canAnswer || !choice.tools)
      throw cannotMeasure({ measure: name, lacks: "answers" });
    const { tools } = choice;
    const missing = needs.find((need) => !isAtHand(need, tools));
    if (missing !== undefined) throw cannotMeasure({ measure: name, lacks: missing });
  }
  return { ranking: [...ranking.values()], answers: [...answers.values()] };
}

function listNear(name: string): readonly string[] {
  const known = [...listRankingMeasureNames(), ...ANSWER_MEASURE_NAMES];
  const near = findNearNames(/^\w*/.exec(name.trim())?.[0] ?? "", known);
  return near.length > 0 ? near : known;
}

/** What has no answer leaves the ranking measures: by what the case declares, never silently. */
export const isRanked = ({ answerable, grades }: GoldenCase): boolean =>
  answerable && grades.size > 0;

/** Documents that the deepest measure looks at. */
export function chooseDepth(ranking: readonly RankingMeasure[]): number {
  const all = ranking.some(({ cutoff }) => cutoff === undefined);
  return Math.max(all ? DEPTH : 0, ...ranking.map(({ cutoff }) => cutoff ?? 0));
}

/** As deep as published runs of such measures go. */
const DEPTH = 100;
