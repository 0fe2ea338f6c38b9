/** @module npm run demo: a company's documents ingested, asked, cited, abstained on and scored. */
import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { loadConfig, openApp, type AnswerMeasures, type App } from "../src/app/index.ts";
import { printAnswer } from "../src/cli/print-answer.ts";
import { createTerminal, paint, wrap } from "../src/cli/terminal.ts";

const GOLDEN = "golden/meridian";
const FOLDER = "demo-data";

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
    const answer = await app.ask(as, { question });
    printAnswer(terminal, answer, { quotes: true });
    if (index === QUESTIONS.length - 1) await showVersions(app, answer.citations[0]?.documentId);
  }
  await score(app);
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

async function score(app: App): Promise<void> {
  heading("The golden set, each question asked as whom it names");
  const { queries, ...ranking } = await app.measureRanking(GOLDEN);
  const plain = await app.measureAnswers(GOLDEN, "plain");
  const hard = await app.measureAnswers(GOLDEN, "hard");
  const rows: readonly (readonly [string, string])[] = [
    [
      `ranking, ${queries} questions`,
      Object.entries(ranking)
        .map(([k, v]) => `${k} ${v.toFixed(3)}`)
        .join("  "),
    ],
    ["plainly worded", describeMeasures(plain)],
    ["worded to share few words with the documents", describeMeasures(hard)],
    [
      "citations",
      `${plain.citations + hard.citations}, each read back from its version; ${plain.conflicts + hard.conflicts} conflicts flagged`,
    ],
  ];
  for (const [name, value] of rows)
    for (const line of wrap(`${name}: ${value}`, terminal.width)) terminal.out(line);
}

function describeMeasures(m: AnswerMeasures): string {
  return (
    `of ${m.answerable} answerable ${m.answered} answered, ${m.citedRight} cite the right document, ` +
    `${m.contained} hold the reference answer word for word; of ${m.unanswerable} not answerable or not permitted ${m.abstained} abstained`
  );
}

if (!existsSync(GOLDEN)) throw new Error("run npm run demo in the root of the repository");
await main();
