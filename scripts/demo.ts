/** @module npm run demo: a company's documents ingested, asked, cited, abstained on and scored. */
import { cpSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfig, openApp, type App } from "../src/app/index.ts";
import { renderDecisionPage } from "../src/app/decide/index.ts";
import { renderEvaluation } from "../src/app/evaluate/index.ts";
import type { Evaluation } from "../src/domain/evaluation.ts";
import { printAnswer } from "../src/cli/print-answer.ts";
import { createProgress } from "../src/cli/progress.ts";
import { createTerminal, paint, wrap } from "../src/cli/terminal.ts";

const GOLDEN = "golden/meridian";
const FOLDER = "demo-data";
/** What a first look needs; `plumbline evaluate` measures all there is. */
const MEASURES = [
  "nDCG@10",
  "R@100",
  "AnswerSuccess",
  "CitationPrecision",
  "AbstentionRecall",
  "OverRefusalRate",
  "SelectiveAccuracy",
  "AURC",
];

interface DemoQuestion {
  readonly shows: string;
  readonly as: readonly string[];
  readonly question: string;
}

const QUESTIONS: readonly DemoQuestion[] = [
  {
    shows: "an answer from the documents",
    as: ["user:maria", "group:staff"],
    question: "When does the Capex Committee meet?",
  },
  {
    shows: "an answer from a PDF, with its page",
    as: ["user:nuala", "group:staff"],
    question: "Within how many hours must the processor report a personal data breach?",
  },
  {
    shows: "a question in Spanish, answered in the document's own words",
    as: ["user:iker", "group:staff"],
    question: "¿Con qué categoría se pide en Harbor el permiso por mudanza?",
  },
  {
    shows: "something the asker may not read: it looks like what is not there",
    as: ["user:maria", "group:staff"],
    question: "What settlement offer was made in the Northgate litigation?",
  },
  {
    shows: "something the documents do not answer",
    as: ["user:maria", "group:staff"],
    question: "Does Meridian offer a company bicycle leasing scheme?",
  },
  {
    shows: "a policy that has changed: only the current version answers",
    as: ["user:maria", "group:staff"],
    question: "How many weeks of fully paid parental leave does every eligible parent receive?",
  },
];

const terminal = createTerminal({
  stdout: process.stdout,
  stderr: process.stderr,
  noColor: Boolean(process.env["NO_COLOR"]),
});

async function main(): Promise<void> {
  const started = performance.now();
  rmSync(FOLDER, { recursive: true, force: true });
  for (const part of ["documents", "plumbline.yaml"])
    cpSync(join(GOLDEN, part), join(FOLDER, part), { recursive: true });
  await using app = await openApp({
    loaded: await loadConfig({
      workingDirectory: process.cwd(),
      environment: {},
      path: join(FOLDER, "plumbline.yaml"),
    }),
    workingDirectory: process.cwd(),
    log: (line) => terminal.err(line),
  });
  heading("Meridian Health Partners: the documents of last year, then today's");
  cpSync(join(GOLDEN, "earlier"), join(FOLDER, "documents"), { recursive: true });
  await sync(app, "first sync");
  for (const part of ["documents"])
    cpSync(join(GOLDEN, part), join(FOLDER, part), { recursive: true });
  await sync(app, "second sync");
  for (const [index, { shows, as, question }] of QUESTIONS.entries()) {
    heading(`${index + 1}. ${shows}`);
    terminal.out(`$ plumbline ask ${JSON.stringify(question)} --as ${as.join(",")}`);
    const answer = await app.ask(as, { question, source: "demo" });
    printAnswer(terminal, answer, { quotes: true });
    if (index === QUESTIONS.length - 1) await showVersions(app, answer.citations[0]?.documentId);
  }
  await measure(app);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  terminal.out(
    `\ndone in ${seconds} s. Ask your own: npx plumbline ask "…" --config ${FOLDER}/plumbline.yaml`,
  );
}

function heading(text: string): void {
  terminal.out("");
  for (const line of wrap(text, terminal.width)) terminal.out(paint(terminal, "cyan", line));
}

async function sync(app: App, name: string): Promise<void> {
  const total = { added: 0, changed: 0, unchanged: 0, rejected: 0, chunks: 0 };
  for await (const event of app.ingest({})) {
    if (event.type === "document-rejected") terminal.err(`${event.key}: ${event.message}`);
    if (event.type !== "sync-completed") continue;
    for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += event.counts[key];
  }
  const told = Object.entries(total).map(([what, count]) => `${count} ${what}`);
  terminal.out(`${name}: ${told.join(", ")}`);
}

async function showVersions(app: App, id: string | undefined): Promise<void> {
  if (id === undefined) return;
  const { versions } = await app.getDocument(undefined, id);
  for (const { hash, modifiedAt, supersededAt } of versions)
    terminal.out(
      `    version ${hash.slice(0, 12)} of ${modifiedAt.slice(0, 10)}: ${supersededAt ? "superseded" : "current"}`,
    );
}

/** Answers of the lead of this company, as far as the folder shows them; the rest is not known. */
const LEAD = {
  "k.citations": "required",
  "k.gap": "knowledge",
  "k.factual": "mostly",
  "b.task": "qa",
  "b.style": "soft",
  "p.stakes": "yes",
};

async function measure(app: App): Promise<void> {
  heading("The golden set's test part: each question asked as whom it names");
  const evaluation = await evaluate(app);
  terminal.out(renderEvaluation(evaluation, { form: "text", width: terminal.width }).trimEnd());
  const report = join(FOLDER, "evaluation.html");
  writeFileSync(report, renderEvaluation(evaluation, { form: "html" }));
  terminal.out(`every case, with its passages and its class of failure: ${report}`);
  heading("Retrieval, tuning, prompts or both: decided from what was measured here");
  const decision = await app.decide(undefined, { answers: LEAD, evaluation: evaluation.id });
  const { sentence, confidence } = decision.recommendation;
  const page = join(FOLDER, "decision.html");
  writeFileSync(page, renderDecisionPage(decision));
  for (const text of [
    sentence,
    `Confidence ${confidence.level}: ${confidence.reasons.join("; ")}.`,
  ])
    for (const line of wrap(text, terminal.width)) terminal.out(line);
  terminal.out(`reasons, costs over 24 months and what would change it: ${page}`);
}

async function evaluate(app: App): Promise<Evaluation> {
  const progress = createProgress(terminal, 0);
  for await (const event of app.evaluate({ golden: GOLDEN, part: "test", measures: MEASURES })) {
    if (event.type === "case-replied") progress.step("questions");
    if (event.type !== "evaluation-completed") continue;
    progress.end();
    return event.evaluation;
  }
  throw new Error("the evaluation ended without its last event");
}

if (!existsSync(GOLDEN)) throw new Error("run npm run demo in the root of the repository");
await main();
