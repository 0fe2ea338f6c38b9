/** @module Measurements in the place of answers: what was measured replaces what was stated. */
import type { GateFacts } from "../../evaluate/index.ts";
import { findQuestion, type Answers } from "../questionnaire/answers.ts";
import { measured, type EvidenceItem, type Measured } from "./evidence-item.ts";
import { readGate } from "./gate-evidence.ts";
import type { Observations } from "./observations.ts";

export interface EvidenceFinding {
  readonly id: string;
  readonly question: string;
  readonly text: string;
}

export interface UsedAnswers {
  readonly answers: Answers;
  readonly items: readonly EvidenceItem[];
  /** Questions whose used answer was measured. */
  readonly measured: ReadonlySet<string>;
  /** Where the stated answer is two steps or more from the measured one. */
  readonly findings: readonly EvidenceFinding[];
}

type Measure = (observations: Observations, stated: string | undefined) => Measured | undefined;

const DAYS_PER_MONTH = 365.25 / 12;
const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;
const count = (n: number): string => n.toLocaleString("en");

const measureChange: Measure = ({ changes }) => {
  if (!changes) return undefined;
  const { days, syncs, changeDays, changeShare, citations, live } = changes;
  const events = (changeDays / Math.max(1, days)) * DAYS_PER_MONTH;
  const told = `${changeDays} days with a change in ${days}; ${percent(changeShare)} of the ${citations === undefined ? "documents" : "cited documents"} changed a month${citations === undefined ? "" : `, weighed by ${count(citations)} citations`}; ${syncs} syncs`;
  const value = live
    ? "live"
    : events > 1 && changeShare >= 0.05
      ? "weekly"
      : changeShare >= 0.02
        ? "monthly"
        : changeShare >= 0.005
          ? "quarterly"
          : "yearly";
  return measured(value, told, live || (days >= 60 && syncs >= 3), "60 days and 3 syncs");
};

const measureGap: Measure = ({ failures }) => {
  if (!failures) return undefined;
  const { attributed, knowledge, behaviour } = failures;
  const told = `${knowledge} of ${attributed} failures lacked knowledge, ${behaviour} behaved wrongly`;
  const share = behaviour / Math.max(1, knowledge + behaviour);
  const value = share >= 0.6 ? "behaviour" : share <= 0.25 ? "knowledge" : "both";
  return measured(value, told, attributed >= 50, "50 attributed failures in 90 days");
};

/** Lifts what was said, and never lowers it: people cite who do not click. */
const measureCitations: Measure = ({ citationsOpened }, stated) => {
  if (!citationsOpened || stated === "required" || stated === "helpful") return undefined;
  const { answers, opened } = citationsOpened;
  const rate = opened / Math.max(1, answers);
  const told = `citations of ${percent(rate)} of ${count(answers)} answers were opened`;
  return rate >= 0.05 ? measured("helpful", told, answers >= 100, "100 answers") : undefined;
};

const PROMPT_TOKENS = 200_000;
const measureSize: Measure = ({ documents }) => {
  if (!documents) return undefined;
  const { documents: n, tokens } = documents;
  const value =
    n === 0
      ? "none"
      : tokens < PROMPT_TOKENS
        ? "fits-prompt"
        : n < 1_000
          ? "hundreds"
          : n < 100_000
            ? "thousands"
            : "beyond";
  return measured(value, `${count(n)} current documents of ${count(tokens)} tokens`, true, "");
};

const measureDomains: Measure = ({ documents }) =>
  documents && documents.collections > 1
    ? measured("several", `${documents.collections} collections`, true, "")
    : undefined;

const measureAccess: Measure = ({ documents }) => {
  if (!documents) return undefined;
  const { distinctAccess, erasures } = documents;
  if (distinctAccess <= 1 && erasures === 0) return undefined;
  return measured(
    "yes",
    `${distinctAccess} different access lists, ${erasures} erasures`,
    true,
    "",
  );
};

const measureFactual: Measure = ({ settled }) => {
  if (!settled) return undefined;
  const { questions, withPassage } = settled;
  const share = withPassage / Math.max(1, questions);
  const value = share >= 0.7 ? "mostly" : share >= 0.2 ? "some" : "no";
  const told = `a passage settles ${count(withPassage)} of ${count(questions)} questions`;
  return measured(value, told, questions >= 50, "50 questions");
};

const measureValidity: Measure = ({ validity }) => {
  if (!validity) return undefined;
  const { outputs, valid } = validity;
  const share = valid / Math.max(1, outputs);
  const value = share >= 0.99 ? "above-99" : share >= 0.95 ? "95-to-99" : "below-95";
  const told = `${percent(share)} of ${count(outputs)} outputs have the form they were held to`;
  return measured(value, told, outputs >= 100, "100 outputs");
};

const measurePrompt: Measure = ({ promptTokens }) => {
  if (!promptTokens) return undefined;
  const { calls, median } = promptTokens;
  const told = `${count(median)} tokens of instructions in the median of ${count(calls)} calls`;
  return measured(median > 1_500 ? "above-1500" : "fewer", told, calls >= 30, "30 calls");
};

const measureTraffic: Measure = ({ traffic }) => {
  if (!traffic) return undefined;
  const { days, questions } = traffic;
  const monthly = (questions / Math.max(1, days)) * DAYS_PER_MONTH;
  const value = monthly > 1e6 ? "above-1m" : monthly >= 1e5 ? "100k-to-1m" : "below-100k";
  const told = `${count(questions)} questions in ${days} days, ${count(Math.round(monthly))} a month`;
  return measured(value, told, days >= 30, "30 days");
};

const measureLatency: Measure = ({ latency }) => {
  if (latency?.limitMs === undefined) return undefined;
  const { answers, p95Ms, limitMs } = latency;
  const told = `p95 ${count(Math.round(p95Ms))} ms of ${count(answers)} answers, limit ${count(limitMs)} ms`;
  return measured(p95Ms > limitMs ? "no-room" : "room", told, answers >= 72, "72 answers");
};

const measureLabels: Measure = ({ labels }) => {
  if (!labels) return undefined;
  const { rows } = labels;
  const value =
    rows < 50 ? "below-50" : rows < 500 ? "50-to-500" : rows < 5_000 ? "500-to-5000" : "more";
  return measured(value, `${count(rows)} labelled rows are left after curation`, true, "");
};

const measureMonths: Measure = ({ history }) =>
  history &&
  measured(
    history.months >= 3 ? "3-or-more" : "below-3",
    `${Number(history.months.toFixed(1))} months of real traffic`,
    true,
    "",
  );

const measureGolden: Measure = ({ golden }) => {
  if (!golden) return undefined;
  const { cases, unanswerable, synthetic } = golden;
  const real = cases - synthetic;
  const value = real === 0 ? "none" : real < 50 ? "below-50" : real <= 200 ? "50-to-200" : "more";
  const told = `${count(cases)} cases, ${count(synthetic)} of them made from documents, ${count(unanswerable)} unanswerable`;
  return measured(value, told, true, "");
};

const MEASURES: readonly (readonly [question: string, measure: Measure])[] = [
  ["k.change", measureChange],
  ["k.gap", measureGap],
  ["k.citations", measureCitations],
  ["k.factual", measureFactual],
  ["k.size", measureSize],
  ["k.domains", measureDomains],
  ["r.access", measureAccess],
  ["b.validity", measureValidity],
  ["b.promptTokens", measurePrompt],
  ["s.traffic", measureTraffic],
  ["s.latency", measureLatency],
  ["p.labels", measureLabels],
  ["p.months", measureMonths],
  ["p.evaluation", measureGolden],
];

/** What was measured enough stands in the place of what was stated. */
export function useEvidence(
  stated: Answers,
  observations: Observations,
  gateFacts?: GateFacts,
): UsedAnswers {
  const found = [
    ...MEASURES.map(
      ([question, measure]) => [question, measure(observations, stated.get(question))] as const,
    ),
    ...readGate(gateFacts),
  ];
  const items = found.flatMap(([question, item]): readonly EvidenceItem[] => {
    const said = stated.get(question);
    return item ? [{ question, ...(said === undefined ? {} : { stated: said }), ...item }] : [];
  });
  const used = items.filter(({ enough }) => enough);
  return {
    answers: new Map([...stated, ...used.map((item) => [item.question, item.measured] as const)]),
    items,
    measured: new Set(used.map(({ question }) => question)),
    findings: used.flatMap(toFinding),
  };
}

/** Options stand in their order: how far the stated one is from the measured one. */
function toFinding({
  question,
  stated,
  measured: value,
  told,
}: EvidenceItem): readonly EvidenceFinding[] {
  const options = findQuestion(question)?.options ?? [];
  const at = (wanted: string | undefined): number =>
    options.findIndex((option) => option.value === wanted);
  const labelOf = (wanted: string): string => options[at(wanted)]?.label ?? wanted;
  if (stated === undefined || at(stated) < 0 || Math.abs(at(stated) - at(value)) < 2) return [];
  return [
    {
      id: `stated-${question}`,
      question,
      text: `You said "${labelOf(stated)}"; measured is "${labelOf(value)}": ${told}.`,
    },
  ];
}
