/**
 * @module How the default pipeline abstains, on sets with unanswerable questions:
 * `node bench/abstention.ts --sets FOLDER [--names squad2,clapnq,cuad,mtrag-un] [--out FOLDER]`.
 *
 * Each set is ingested into a store of its own and evaluated as `plumbline evaluate` does, all parts,
 * nothing fitted. The curves go to bench/results, whatever they are.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadConfig, openApp } from "../src/app/index.ts";
import type { Evaluation } from "../src/domain/evaluation.ts";
import { computeAuroc } from "../src/foundation/statistics/calibration/auroc.ts";
import { computeRiskCoverage } from "../src/foundation/statistics/risk-coverage.ts";
import { makeTemporaryDirectory } from "../src/testing/temporary-directory.ts";
import { describeMachine } from "./peers/machine.ts";
import { findSets } from "./sets.ts";

const MEASURES = [
  "AnswerCoverage",
  "SelectiveAccuracy",
  "AbstentionPrecision",
  "AbstentionRecall",
  "OverRefusalRate",
  "FalseAnswerRate",
  "AURC",
] as const;
/** Points of a curve that are written down. */
const POINTS = 50;

const { values } = parseArgs({
  options: {
    sets: { type: "string" },
    names: { type: "string", default: "squad2,clapnq,cuad,mtrag-un" },
    out: { type: "string", default: join(import.meta.dirname, "results") },
  },
});

async function evaluate(folder: string): Promise<Evaluation> {
  using directory = makeTemporaryDirectory();
  const { path } = directory;
  const loaded = await loadConfig({ workingDirectory: path, environment: {} });
  await using app = await openApp({ loaded, workingDirectory: path });
  const input = { path: join(folder, "corpus.jsonl"), collection: "set", access: ["public"] };
  for await (const event of app.ingest(input))
    if (event.type === "document-rejected")
      process.stderr.write(`${event.key}: ${event.message}\n`);
  for await (const event of app.evaluate({ golden: folder, part: "all", measures: [...MEASURES] }))
    if (event.type === "evaluation-completed") return event.evaluation;
  throw new Error("an evaluation ended without its last event");
}

const show = (value: number | undefined): string =>
  value === undefined ? "unscored" : value.toFixed(3);

/** Confidence against what it is there to tell: whether the documents answer the question. */
function judgeConfidence({ cases }: Evaluation) {
  const judged = cases.flatMap(({ asked, replies }) => {
    const confidence = replies[0]?.answer?.confidence;
    return asked && confidence !== undefined ? [{ confidence, answerable: asked.answerable }] : [];
  });
  const confidences = judged.map(({ confidence }) => confidence);
  const curve = computeRiskCoverage(
    confidences,
    judged.map(({ answerable }) => !answerable),
  );
  const risks = curve?.risks ?? [];
  const every = Math.max(1, Math.ceil(risks.length / POINTS));
  return {
    auroc: computeAuroc(
      confidences,
      judged.map(({ answerable }) => answerable),
    ),
    area: curve?.area,
    optimum: curve?.optimum,
    curve: risks
      .map((risk, at) => ({ coverage: (at + 1) / risks.length, risk }))
      .filter((_, at) => at % every === 0 || at === risks.length - 1),
  };
}

function summarize(name: string, evaluation: Evaluation) {
  const curve = evaluation.curves?.riskCoverage;
  const every = Math.max(1, Math.ceil((curve?.points.length ?? 0) / POINTS));
  return {
    name,
    cases: evaluation.counts.cases,
    unanswerable: evaluation.counts.unanswerable,
    measures: Object.fromEntries(
      evaluation.measures.map(({ measure, mean, interval, scored, unscored }) => [
        measure,
        { mean, interval, scored, unscored },
      ]),
    ),
    unanswerableAnswered: judgeConfidence(evaluation),
    area: curve?.area,
    optimum: curve?.optimum,
    curve: (curve?.points ?? []).filter((_, at, all) => at % every === 0 || at === all.length - 1),
  };
}

const machine = describeMachine();
const sets = findSets(values.sets);
const results = [];
for (const name of values.names.split(",")) {
  const result = summarize(name, await evaluate(join(sets, name)));
  results.push(result);
  process.stderr.write(`${name}: ${result.cases} cases, AURC ${show(result.area)}\n`);
}
const head = [
  "set",
  "cases",
  "unanswerable",
  "AUROC",
  "area",
  "best area",
  ...MEASURES,
  "best AURC",
];
const rows = results.map(
  ({ name, cases, unanswerable, unanswerableAnswered, measures, optimum }) => [
    name,
    String(cases),
    String(unanswerable),
    show(unanswerableAnswered.auroc),
    show(unanswerableAnswered.area),
    show(unanswerableAnswered.optimum),
    ...MEASURES.map((measure) => {
      const found = measures[measure];
      return `${show(found?.mean)}${found && found.unscored > 0 ? ` (${found.unscored} unscored)` : ""}`;
    }),
    show(optimum),
  ],
);
const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const page = [
  "# Abstention of the default pipeline",
  "",
  `Measured ${machine.measuredAt.slice(0, 10)} at commit ${machine.commit}: \`node bench/abstention.ts --sets FOLDER\`.`,
  "AUROC, area and best area are of the confidence over all questions, abstentions too: does it tell the answerable ones, and how large is the share of unanswerable ones among the surest, as a mean over all coverages.",
  "AURC is the same for wrong answers among those given. An answer whose gold is longer than five tokens is unscored without a judge, so where most are unscored AURC says nothing.",
  "",
  line(head),
  line(head.map((_, at) => (at === 0 ? "---" : "--:"))),
  ...rows.map(line),
  "",
].join("\n");
mkdirSync(values.out, { recursive: true });
const base = join(values.out, `abstention-${machine.measuredAt.slice(0, 10)}`);
writeFileSync(`${base}.json`, `${JSON.stringify({ machine, results }, undefined, 2)}\n`);
writeFileSync(`${base}.md`, page);
process.stdout.write(page);
