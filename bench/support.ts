/**
 * @module How far the support score and completeness follow people, on answers that people rated:
 * `node bench/support.ts --sets FOLDER`, where FOLDER/mtrag-judge holds examples.jsonl.
 *
 * An answer is faithful, or complete, when the mean of its ratings is at least 3.5 of 4; a person
 * says so with a 4. AUROC with a bootstrap over tasks, for the answers to one task share their
 * passages; kappa and AC1 at thresholds that were chosen on the other four fifths of the tasks.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { VERIFIERS } from "../src/adapters/index.ts";
import { analyzerIdFor } from "../src/engine/analysis/index.ts";
import { calibrateJudge, computeTokenRecall, correctJudgedRate } from "../src/evaluate/index.ts";
import { createRandom } from "../src/foundation/random.ts";
import { computeAuroc } from "../src/foundation/statistics/calibration/auroc.ts";
import { adapterContext } from "../src/testing/adapter-context.ts";
import { readLines } from "./sets.ts";

const FOLDS = 5;
const RESAMPLES = 2000;
const GOOD = 3.5;
const LANGUAGE = "en";

const Example = z.object({
  id: z.string(),
  question: z.string(),
  history: z.array(z.object({ text: z.string() })),
  contexts: z.array(z.string()),
  reference: z.string(),
  answer: z.string(),
  ratings: z.object({
    faithfulness: z.array(z.number()).min(1),
    completeness: z.array(z.number()).min(1),
  }),
});
type Example = z.output<typeof Example>;

interface Rated {
  readonly id: string;
  /** Answers to one task share question and passages. */
  readonly task: string;
  readonly score: number;
  readonly ratings: readonly number[];
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const isGood = ({ ratings }: Pick<Rated, "ratings">): boolean => mean(ratings) >= GOOD;
const show = (value: number | undefined): string =>
  value === undefined ? "none" : value.toFixed(3);

const auroc = (rated: readonly Rated[]): number | undefined =>
  computeAuroc(
    rated.map(({ score }) => score),
    rated.map(isGood),
  );

/** Whole tasks are drawn; quantiles of the resampled figures. */
function bootstrapTasks(rated: readonly Rated[], seed: string): readonly [number, number] {
  const tasks = [...Map.groupBy(rated, ({ task }) => task).values()];
  const random = createRandom(seed);
  const drawn = Array.from({ length: RESAMPLES }, () =>
    auroc(tasks.flatMap(() => tasks[random.below(tasks.length)] ?? [])),
  ).filter((value) => value !== undefined);
  drawn.sort((a, b) => a - b);
  const at = (share: number): number => drawn[Math.floor(share * (drawn.length - 1))] ?? Number.NaN;
  return [at(0.025), at(0.975)];
}

/** The score from which calling an answer good has the best mean of sensitivity and specificity. */
function chooseThreshold(rated: readonly Rated[]): number {
  const good = rated.filter(isGood).length;
  const bad = rated.length - good;
  let best = { balance: -1, threshold: 0 };
  for (const { score: threshold } of rated) {
    const above = rated.filter(({ score }) => score >= threshold);
    const hits = above.filter(isGood).length;
    const balance = hits / good - (above.length - hits) / bad;
    if (balance > best.balance) best = { balance, threshold };
  }
  return best.threshold;
}

/** One person's rating against the mean of the others': what a score could be asked for. */
function aurocOfOnePerson(rated: readonly Rated[]): number | undefined {
  const pairs = rated.flatMap(({ ratings, ...rest }) =>
    ratings.length < 3
      ? []
      : ratings.map((score, person) => ({ ...rest, score, ratings: ratings.toSpliced(person, 1) })),
  );
  return auroc(pairs);
}

function report(name: string, criterion: string, rated: readonly Rated[]): void {
  const [low, high] = bootstrapTasks(rated, `bench/support/${criterion}`);
  const random = createRandom(`bench/support/folds/${criterion}`);
  const foldOf = new Map(
    [...new Set(rated.map(({ task }) => task))].map((task) => [task, random.below(FOLDS)]),
  );
  const thresholds = Array.from({ length: FOLDS }, (_, fold) =>
    chooseThreshold(rated.filter(({ task }) => foldOf.get(task) !== fold)),
  );
  const examples = rated.map(({ id, task, score, ratings }) => ({
    id,
    people: ratings.map((rating) => rating >= GOOD),
    // People's verdict is their mean, as above, and not their majority.
    wanted: mean(ratings) >= GOOD,
    judge: [score >= (thresholds[foldOf.get(task) ?? 0] ?? 0)],
  }));
  const record = calibrateJudge(
    { judge: name, criterion, language: LANGUAGE, labels: "mtrag-judge", at: "" },
    examples.map(({ wanted, ...example }) => ({ ...example, people: [wanted] })),
  );
  const { people } = calibrateJudge(
    { judge: name, criterion, language: LANGUAGE, labels: "mtrag-judge", at: "" },
    examples,
  );
  const { judged, baseRate, kappa, kappaInterval, ac1, sensitivity, specificity } = record;
  console.log(
    [
      `${name} against people's ${criterion}: ${judged} answers, ${show(baseRate)} of them good`,
      `  AUROC                ${show(auroc(rated))} [${show(low)}, ${show(high)}]   one person against the others ${show(aurocOfOnePerson(rated))}`,
      `  kappa                ${show(kappa)} [${show(kappaInterval?.low)}, ${show(kappaInterval?.high)}]   people among themselves ${show(people?.kappa)}`,
      `  AC1                  ${show(ac1)}   people among themselves ${show(people?.ac1)}`,
      `  sensitivity          ${show(sensitivity)}   specificity ${show(specificity)}`,
      `  thresholds           ${thresholds.map((value) => value.toFixed(2)).join(" ")}`,
      `  use                  ${record.use}${record.reasons.length > 0 ? `: ${record.reasons.join("; ")}` : ""}`,
    ].join("\n"),
  );
  const byWriter = Map.groupBy(examples, ({ id }) => id.split(":").at(-1) ?? "");
  for (const [writer, own] of byWriter) {
    const observed = own.filter(({ judge }) => judge[0]).length / own.length;
    const corrected = correctJudgedRate(record, observed, own.length);
    const [from, to] = [corrected?.interval.low, corrected?.interval.high];
    console.log(
      `  ${writer.padEnd(20)} judged ${show(observed)}, corrected ${show(corrected?.rate)} [${show(from)}, ${show(to)}], people ${show(own.filter(({ wanted }) => wanted).length / own.length)}`,
    );
  }
}

const toTask = (id: string): string => id.split(":").slice(0, 2).join(":");

async function rateSupport(examples: readonly Example[]): Promise<readonly Rated[]> {
  const [lexical] = VERIFIERS;
  const verifier = await lexical.create({}, adapterContext());
  const rated: Rated[] = [];
  for (const { id, answer, contexts, question, history, ratings } of examples) {
    if (contexts.length === 0) continue;
    const assessed = await verifier.assess?.({
      sentences: [answer],
      sources: contexts.map((text) => ({ text, headings: [] })),
      question,
      history: history.map(({ text }) => text),
      analyzer: analyzerIdFor(LANGUAGE),
      language: LANGUAGE,
    });
    if (assessed?.support === undefined) continue;
    rated.push({ id, task: toTask(id), score: assessed.support, ratings: ratings.faithfulness });
  }
  console.log(
    `${examples.length - rated.length} of ${examples.length} answers unscored: no passages`,
  );
  return rated;
}

const { values } = parseArgs({ options: { sets: { type: "string" } } });
const folder = values.sets ?? process.env["PLUMBLINE_DATA_SETS"];
if (folder === undefined) throw new Error("give --sets FOLDER or set PLUMBLINE_DATA_SETS");
const examples = z.array(Example).parse(readLines(join(folder, "mtrag-judge", "examples.jsonl")));

report("support", "faithfulness", await rateSupport(examples));
report(
  "Completeness",
  "completeness",
  examples
    .filter(({ answer, reference }) => answer !== reference)
    .map(({ id, answer, reference, ratings }) => ({
      id,
      task: toTask(id),
      score: computeTokenRecall(answer, [reference], LANGUAGE),
      ratings: ratings.completeness,
    })),
);
