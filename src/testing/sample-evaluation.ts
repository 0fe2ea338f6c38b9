/** @module An evaluation for tests of its forms: two systems, a regression, a fault, hostile questions. */
import type { CaseResult, Evaluation, MeasureResult, SystemReply } from "../domain/evaluation.ts";

/** Everything that a question can do to a report: markup, cells, the cursor, the direction. */
export const HOSTILE_QUESTIONS = [
  "<script>alert(1)</script><img src=x onerror=alert(2)>",
  "a | b | c\n| --- | --- |\n| x | y |",
  "\u001b[2J\u001b]0;title\u0007 bell \u0000 null \u000b tab \ufffe",
  "\u202egnp.exe\u202c and \u2066isolated",
  "כמה ימי חופשה מגיעים לי בשנה?",
  "@everyone see [this](javascript:alert(1)) at https://example.org www.example.org",
  "]]> --> ``` </style></title></testsuite> &amp; ' \" \ud800",
] as const;

const reply = (documents: readonly string[], text: string): SystemReply => ({
  latencyMs: 12.5,
  ranking: { documents },
  answer: {
    outcome: text === "" ? "abstained" : "answered",
    text,
    sentences: text === "" ? [] : [{ text, factual: true, citations: ["1"] }],
    passages: [{ id: "1", document: documents[0] ?? "none", text: `So it is said: ${text}` }],
    quotes: text === "" ? [] : [{ document: documents[0] ?? "none", quote: text }],
    confidence: 0.8,
    language: "en",
  },
});

function makeCase(index: number, question: string): CaseResult {
  const value = index % 5 === 1 ? 0.2 : 0.9;
  return {
    caseId: `q${index}${index === 3 ? "|<b>" : ""}`,
    caseHash: `${index}`.padStart(64, "0"),
    asked: {
      text: question,
      principals: ["group:hr"],
      answerable: index % 4 !== 0,
      group: `g${index}`,
      stratum: "faq",
      language: index === 5 ? "he" : "en",
      answers: ["16 weeks"],
      grades: { "leave.md": 2, "old.md": 0, "missed.md": 1 },
    },
    replies: [reply(["leave.md", "old.md", "other.md"], index % 4 === 0 ? "" : "It is 16 weeks.")],
    scores: {
      "nDCG@10": [value],
      CitationPrecision: [index % 7 === 0 ? { unscored: "no citation" } : 1],
    },
    baseline: { "nDCG@10": [0.7] },
    ...(value < 0.5 ? { failure: "ranked_too_low" } : {}),
  };
}

const measures: readonly MeasureResult[] = [
  {
    measure: "nDCG@10",
    mean: 0.634,
    interval: { low: 0.6, high: 0.668 },
    scored: 162,
    unscored: 0,
    unscoredReasons: {},
    comparison: {
      baseline: 0.612,
      difference: 0.022,
      interval: { low: 0.004, high: 0.04 },
      p: 0.017,
      cases: 162,
      smallestSeen: 0.026,
    },
    verdict: "pass",
    verdictReason: "must improve",
    role: "primary",
  },
  {
    measure: "CitationPrecision",
    mean: 0.938,
    interval: { low: 0.91, high: 0.96 },
    scored: 158,
    unscored: 4,
    unscoredReasons: { "no citation": 3, "judge timed out": 1 },
    comparison: {
      baseline: 0.941,
      difference: -0.003,
      interval: { low: -0.019, high: 0.013 },
      p: 0.71,
      cases: 158,
      smallestSeen: 0.023,
      casesNeeded: 657,
    },
    verdict: "inconclusive",
    verdictReason: "at most −.01: 657 cases would settle it",
    role: "guardrail",
  },
  {
    measure: "LatencyP95",
    direction: "lower",
    mean: 1840,
    interval: { low: 1500, high: 2210 },
    scored: 162,
    unscored: 0,
    unscoredReasons: {},
  },
  { measure: "Judged", scored: 0, unscored: 162, unscoredReasons: { "not judged": 162 } },
];

const curves: Evaluation["curves"] = {
  riskCoverage: {
    points: Array.from({ length: 40 }, (_, at) => ({
      coverage: (at + 1) / 40,
      risk: 0.25 * ((at + 1) / 40) ** 2,
    })),
    area: 0.09,
    optimum: 0.034,
  },
  calibration: {
    bins: [
      { confidence: 0.2, accuracy: 0.35, cases: 40 },
      { confidence: 0.5, accuracy: 0.55, cases: 40 },
      { confidence: 0.8, accuracy: 0.74, cases: 41 },
      { confidence: 0.95, accuracy: 0.9, cases: 41 },
    ],
    error: 0.078,
  },
};

/** 30 cases, the first of which ask `questions`. */
export function makeSampleEvaluation(questions: readonly string[] = []): Evaluation {
  const texts = Array.from(
    { length: 30 },
    (_, at) => questions[at] ?? `How many weeks of leave are there in case ${at}?`,
  );
  return {
    schema: "plumbline.evaluation/1",
    id: "evl_0123456789abcdef0123",
    startedAt: "2026-11-21T10:00:00.000Z",
    endedAt: "2026-11-21T10:00:08.250Z",
    golden: { name: "golden/hr", id: "gld_1f3a9c", hash: "1f3a9c01".repeat(8), part: "test" },
    subject: { kind: "release", name: "rel_9b", fingerprint: "f".repeat(64) },
    baseline: {
      kind: "release",
      name: "rel_41",
      fingerprint: "e".repeat(64),
      evaluation: "evl_fedcba98765432100123",
    },
    seed: "42",
    repeats: 1,
    verifier: "lexical/1",
    packageVersion: "0.1.0",
    cases: texts.map((text, index) => makeCase(index, text)),
    counts: {
      cases: 30,
      answerable: 22,
      unanswerable: 8,
      stale: 1,
      retired: 2,
      notCompared: 3,
      ranking: { queries: 22, missing: 1, noRelevant: 0, foreign: 2, tiedAtCutoff: 4 },
    },
    measures,
    slices: [{ name: "language=de", cases: 31, measures: measures.slice(0, 1) }],
    curves: curves ?? {},
    gate: {
      verdict: "inconclusive",
      reasons: ["CitationPrecision is inconclusive: 657 cases would settle it."],
    },
    costUsd: 0.41,
    warnings: ["Judged@10 differs by 12 points: the comparison favours whoever made the pool"],
  };
}
