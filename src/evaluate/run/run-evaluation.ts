/** @module An evaluation from a golden set and what answers it, told as it happens. */
import type { Evaluation, SystemReply } from "../../domain/evaluation.ts";
import type { GoldenCase, GoldenSet } from "../../domain/golden-set.ts";
import type { Clock } from "../../foundation/effects.ts";
import type { EvaluatedSystem } from "../../ports/evaluated-system.ts";
import type { GatePolicy } from "../compare/policy.ts";
import { cannotMask, noCases, nothingToMeasure } from "../errors.ts";
import type { AnswerTools } from "../measures/answers/measure.ts";
import { REASONS } from "../measures/answers/reasons.ts";
import { assembleEvaluation } from "./assemble-evaluation.ts";
import { chooseDepth, chooseMeasures, type ChosenMeasures } from "./choose-measures.ts";
import { collectReplies } from "./collect-replies.ts";
import type { ReplyCache } from "./reply-cache.ts";
import { scoreCase, type Attribute, type ScoredCase } from "./score-cases.ts";
import { selectCases, type CaseSelection, type SelectedCases } from "./select-cases.ts";

export interface EvaluationRequest {
  readonly golden: GoldenSet;
  readonly selection: CaseSelection;
  /** Ids of cases whose evidence is gone. */
  readonly stale?: ReadonlySet<string> | undefined;
  readonly system: EvaluatedSystem;
  /** What it is compared with: another system, asked the same now, or what was found before. */
  readonly against?: EvaluatedSystem | undefined;
  readonly baseline?: Evaluation | undefined;
  /** Names; absent: all that can be told without a judge being paid. */
  readonly measures?: readonly string[] | undefined;
  readonly tools?: AnswerTools | undefined;
  readonly attribute?: Attribute | undefined;
  readonly policy?: ((measured: readonly string[]) => GatePolicy) | undefined;
  readonly seed: string;
  readonly repeats: number;
  readonly precision?: "f64" | "f32" | undefined;
  readonly foreign?: number | undefined;
  readonly concurrency: number;
  readonly cache: ReplyCache;
  /** Asks in place of the owner. */
  readonly reader?: readonly string[] | undefined;
  /** False for a case whose replies the reader may not see: it is left out as if it were not there. */
  readonly mayShow?: (replies: readonly SystemReply[]) => boolean;
  readonly clock: Clock;
  readonly packageVersion: string;
  readonly signal?: AbortSignal | undefined;
}

/** Cases of which the system, or a judge, failed: a fault, and no verdict on quality. */
export interface EvaluationFaults {
  readonly cases: number;
  /** By code. */
  readonly codes: Readonly<Record<string, number>>;
  /** More than 2 % of the cases: nothing may be concluded. */
  readonly tooMany: boolean;
}

export type RunEvent =
  | { readonly type: "evaluation-started"; readonly cases: number; readonly replies: number }
  | {
      readonly type: "case-replied";
      readonly caseId: string;
      readonly repeat: number;
      readonly cached: boolean;
      readonly failure?: string;
    }
  | {
      readonly type: "evaluation-completed";
      readonly evaluation: Evaluation;
      /** Of the other system, where one was asked. */
      readonly against?: Evaluation;
      readonly faults: EvaluationFaults;
    };

const ALLOWED_FAULTS = 0.02;

/**
 * Ends with `evaluation-completed`. Replies stand in the cache as they come, so that what was
 * interrupted goes on where it stopped. With too many faults there is no gate.
 *
 * @throws evaluate.no-cases, evaluate.unknown-cases, evaluate.cannot-mask, evaluate.unknown-measure,
 *   evaluate.cannot-measure, evaluate.nothing-to-measure, evaluate.policy-measure-missing; the
 *   signal's reason.
 */
export async function* runEvaluation(request: EvaluationRequest): AsyncGenerator<RunEvent> {
  const { golden, selection, stale, system, against, repeats, clock } = request;
  const startedAt = clock.now().toISOString();
  const systems = against ? [system, against] : [system];
  const { selected, left } = leaveUnmasked(selectCases(golden, selection, stale), systems);
  const measures = choose(request, selected);
  const replies = selected.asked.length * repeats * systems.length;
  yield { type: "evaluation-started", cases: selected.asked.length, replies };
  const collected = new Map<GoldenCase, SystemReply[][]>();
  const depth = chooseDepth(measures.ranking);
  for await (const { golden: asked, system: of, repeat, reply, cached } of collectReplies({
    ...request,
    systems,
    cases: selected.asked,
    wants: {
      ...(measures.ranking.length > 0 ? { ranking: { depth } } : {}),
      answer: measures.answers.length > 0,
    },
  })) {
    const ofCase = collected.get(asked) ?? systems.map(() => []);
    ofCase[of]?.push(reply);
    collected.set(asked, ofCase);
    const failure = reply.failure?.code;
    yield {
      type: "case-replied",
      caseId: asked.id,
      repeat,
      cached,
      ...(failure === undefined ? {} : { failure }),
    };
  }
  yield await conclude(request, { ...selected, left }, measures, collected, startedAt);
}

interface AskedCases extends SelectedCases {
  /** What was left out, and why. */
  readonly left: readonly string[];
}

/** A system that cannot hide documents would answer another question than the case asks. */
function leaveUnmasked(
  selected: SelectedCases,
  systems: readonly EvaluatedSystem[],
): { readonly selected: SelectedCases; readonly left: readonly string[] } {
  const blind = systems.find(({ masks = false }) => !masks);
  const asked = selected.asked.filter(({ masked = [] }) => masked.length === 0);
  const count = selected.asked.length - asked.length;
  if (!blind || count === 0) return { selected, left: [] };
  const { name } = blind.subject;
  if (asked.length === 0) throw cannotMask({ subject: name, count });
  return {
    selected: { ...selected, asked },
    left: [`${count} cases hide documents, which ${name} cannot: they were not asked`],
  };
}

function choose(
  { measures: names, system, against, tools }: EvaluationRequest,
  { asked }: SelectedCases,
): ChosenMeasures {
  const measures = chooseMeasures({
    names,
    canRank: system.rank !== undefined && (!against || against.rank !== undefined),
    canAnswer: system.answer !== undefined && (!against || against.answer !== undefined),
    tools,
    cases: asked,
  });
  if (measures.ranking.length + measures.answers.length === 0)
    throw nothingToMeasure({ subject: system.subject.name });
  return measures;
}

async function conclude(
  request: EvaluationRequest,
  chosen: AskedCases,
  wanted: ChosenMeasures,
  collected: ReadonlyMap<GoldenCase, readonly (readonly SystemReply[])[]>,
  startedAt: string,
): Promise<RunEvent> {
  const { system, against, tools, attribute, mayShow = () => true, clock, policy } = request;
  const asked = chosen.asked.filter((golden) => mayShow(collected.get(golden)?.flat() ?? []));
  if (asked.length === 0) throw noCases({ set: request.golden.name, part: chosen.part });
  const selected: SelectedCases = { ...chosen, asked };
  const measures = request.measures ? wanted : dropUsage(wanted, collected);
  const score = async (place: number): Promise<readonly ScoredCase[]> => {
    const scored: ScoredCase[] = [];
    for (const golden of asked) {
      const replies = collected.get(golden)?.[place] ?? [];
      scored.push(await scoreCase(golden, replies, { measures, tools, attribute }));
    }
    return scored;
  };
  const shared = { ...request, selected, measures, startedAt };
  const scored = await score(0);
  const other = against ? await score(1) : undefined;
  const endedAt = clock.now().toISOString();
  const faults = countFaults([...scored, ...(other ?? [])], asked.length);
  const failed = faults.cases > 0 ? [describeFaults(faults, asked.length)] : [];
  const warnings = [...chosen.left, ...failed];
  const before =
    against && other
      ? assembleEvaluation({
          ...shared,
          subject: against.subject,
          scored: other,
          baseline: undefined,
          policy: undefined,
          warnings: [],
          endedAt,
        })
      : undefined;
  const evaluation = assembleEvaluation({
    ...shared,
    subject: system.subject,
    scored,
    baseline: before ?? keepAsked(request, asked),
    policy: faults.tooMany ? undefined : policy,
    warnings,
    endedAt,
  });
  return {
    type: "evaluation-completed",
    evaluation,
    ...(before ? { against: before } : {}),
    faults,
  };
}

/** Of what was found before, a reader learns of the cases alone that may be shown now. */
function keepAsked(
  { baseline, reader }: EvaluationRequest,
  asked: readonly GoldenCase[],
): Evaluation | undefined {
  if (!baseline || reader === undefined) return baseline;
  const hashes = new Set(asked.map(({ hash }) => hash));
  return { ...baseline, cases: baseline.cases.filter(({ caseHash }) => hashes.has(caseHash)) };
}

/** Where no reply tells of tokens or money, what nobody asked for is not shown as missing. */
function dropUsage(
  measures: ChosenMeasures,
  collected: ReadonlyMap<GoldenCase, readonly (readonly SystemReply[])[]>,
): ChosenMeasures {
  const isTold = [...collected.values()].flat(2).some(({ answer }) => answer?.usage);
  if (isTold) return measures;
  return { ...measures, answers: measures.answers.filter(({ name }) => !USAGE.has(name)) };
}

const USAGE = new Set(["InputTokens", "OutputTokens", "CostUsd"]);

function countFaults(scored: readonly ScoredCase[], cases: number): EvaluationFaults {
  const failed = new Set<string>();
  const codes: Record<string, number> = {};
  for (const { result } of scored) {
    const code =
      result.replies.find(({ failure }) => failure)?.failure?.code ?? findJudgeFault(result.scores);
    if (code === undefined) continue;
    failed.add(result.caseId);
    codes[code] = (codes[code] ?? 0) + 1;
  }
  return { cases: failed.size, codes, tooMany: failed.size > ALLOWED_FAULTS * cases };
}

const findJudgeFault = (scores: ScoredCase["result"]["scores"]): string | undefined =>
  Object.values(scores)
    .flat()
    .flatMap((score) => (typeof score === "number" ? [] : [score.unscored]))
    .find((reason) => reason.startsWith(REASONS.judgeFailed));

const describeFaults = ({ cases, codes }: EvaluationFaults, of: number): string =>
  `${cases} of ${of} cases failed: ${Object.entries(codes)
    .map(([code, n]) => `${code} ${n}`)
    .join(", ")}`;
