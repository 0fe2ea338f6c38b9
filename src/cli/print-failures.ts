/** @module Failures as a person reads them: what fails most, why, and what to try first. */
import type { ClassOfFailures, FailureReport } from "../app/index.ts";
import { paint, toPrintable, wrap, type Terminal } from "./terminal.ts";

interface Interval {
  readonly low: number;
  readonly high: number;
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;
const toShare = (share: number, { low, high }: Interval): string =>
  `${percent(share)} [${Math.round(100 * low)}, ${Math.round(100 * high)}]`;
const points = (share: number): string =>
  `${share < 0 ? "−" : "+"}${Math.abs(100 * share).toFixed(1)}`;

type Say = (text: string, indent?: string) => void;

/** Every line fits the terminal, but for a word that is longer. */
export function printFailures(terminal: Terminal, report: FailureReport): void {
  const say: Say = (text, indent = "") => {
    for (const line of wrap(toPrintable(text), terminal.width, indent)) terminal.out(line);
  };
  printHead(terminal, say, report);
  for (const one of report.classes) printClass(terminal, say, one, report);
  printWhere(terminal, say, report);
  printStale(terminal, say, report);
  printWorth(terminal, say, report);
  printChanges(terminal, say, report);
  for (const warning of report.warnings) terminal.err(toPrintable(`warning: ${warning}`));
}

function printHead(terminal: Terminal, say: Say, report: FailureReport): void {
  const { evaluation, cases, failures, others, families, orderUnsure } = report;
  const subject = evaluation ? `${evaluation.id}, ${evaluation.golden}, ${evaluation.subject}` : "";
  const what = evaluation ? "cases failed" : "answers of users may have failed";
  if (subject !== "") say(subject);
  const counts = [
    `${failures} of ${cases} ${what}`,
    others.run_error > 0 ? `${others.run_error} faults` : "",
    others.undetermined > 0 ? `${others.undetermined} undetermined` : "",
  ];
  say(counts.filter((part) => part !== "").join(", "));
  if (failures === 0) return;
  say(
    families
      .filter((family) => family.failures > 0)
      .map(({ family, share, interval }) => `${family} ${toShare(share, interval)}`)
      .join(" · "),
  );
  if (orderUnsure) say("order unsure: under 50 failures, another class may be the largest");
  if (!evaluation) say("suspected: nobody judged these, each has its earliest sign alone");
}

function printClass(
  terminal: Terminal,
  say: Say,
  one: ClassOfFailures,
  { failures: of, evaluation }: FailureReport,
): void {
  const { class: name, title, failures, share, interval, causes, examples, fixes } = one;
  terminal.out("");
  const suspected = evaluation ? "" : " (suspected)";
  terminal.out(paint(terminal, "bold", `${name}${suspected}: ${title}`));
  say(`${failures} of ${of}, ${toShare(share, interval)}`, "  ");
  say(`why: ${causes.map(({ cause, failures: n }) => `${cause} ${n}`).join(", ")}`, "  ");
  for (const { id, question, cause, blockingUnit, answerId } of examples) {
    say(`${id}: ${question}`, "  ");
    const facts = [cause, blockingUnit, answerId].filter((fact) => fact !== undefined);
    say(facts.join(", "), "      ");
  }
  for (const [at, { text, command }] of fixes.entries()) {
    say(`${at === 0 ? "first" : "then"}: ${text}`, "  ");
    if (command !== undefined) say(command, "      ");
  }
}

/** Only what fails surely oftener: the rest of the table is in `--json`. */
function printWhere(terminal: Terminal, say: Say, { groups, clusters }: FailureReport): void {
  const toLift = (lift: number, { low, high }: Interval): string =>
    `${lift.toFixed(1)} times as often [${low.toFixed(1)}, ${high.toFixed(1)}]`;
  const notable = groups.filter((group) => group.notable);
  if (notable.length > 0) {
    terminal.out("");
    terminal.out(paint(terminal, "bold", "where it fails oftener"));
    for (const { values, failures, cases, lift, interval } of notable) {
      say(toNames(values).join(", "), "  ");
      say(`${failures} of ${cases}, ${toLift(lift, interval)}`, "      ");
    }
  }
  const subjects = chooseClusters(clusters);
  if (subjects.length === 0) return;
  terminal.out("");
  terminal.out(paint(terminal, "bold", "what the failed questions are about"));
  for (const { id, label, medoids, failures, cases, lift, interval, notable: sure } of subjects) {
    say(`${label.join(", ")} (${id})`, "  ");
    const times = sure ? `, ${toLift(lift, interval)}` : "";
    say(`${failures} of ${cases} failed${times}`, "      ");
    for (const { id: name, question } of medoids.slice(0, 1)) say(`${name}: ${question}`, "      ");
  }
}

/** What is not told of a case says nothing of where it fails. */
const toNames = (values: FailureReport["groups"][number]["values"]): readonly string[] =>
  Object.values(values).filter((value) => value !== "unknown");

const CLUSTERS = 5;

/** Those that fail surely oftener, else the largest: the rest is in `--json`. */
function chooseClusters(clusters: FailureReport["clusters"]): FailureReport["clusters"] {
  const notable = clusters.filter((cluster) => cluster.notable);
  if (notable.length > 0) return notable;
  return clusters.toSorted((a, b) => b.failures - a.failures).slice(0, CLUSTERS);
}

function printStale(terminal: Terminal, say: Say, { stale }: FailureReport): void {
  if (stale.length === 0) return;
  terminal.out("");
  terminal.out(paint(terminal, "bold", `not asked: ${stale.length} with outdated evidence`));
  say("missing_document, superseded: a newer version says otherwise; repair the case", "  ");
  for (const { caseId, text } of stale.slice(0, 3)) say(`${caseId}: ${text}`, "  ");
}

function printWorth(terminal: Terminal, say: Say, { worth }: FailureReport): void {
  if (!worth) return;
  const { oracles, cases, of, left, costUsd } = worth;
  terminal.out("");
  terminal.out(paint(terminal, "bold", "what a fix is worth at most"));
  say(`${cases} of ${of} failed cases asked again, one stage replaced by gold`, "  ");
  for (const { oracle, cases: asked, won, gain, interval, ofThisStage } of oracles) {
    say(`${oracle}: ${points(gain)} points, ${points(ofThisStage)} of its own`, "  ");
    const range = `[${points(interval.low)}, ${points(interval.high)}]`;
    say(`${won} of ${asked} won, ${range} of all answerable cases`, "      ");
  }
  for (const [reason, n] of Object.entries(left)) say(`${n} left out: ${reason}`, "  ");
  if (costUsd !== 0)
    say(costUsd === "unknown" ? "cost unknown" : `cost $${costUsd.toFixed(2)}`, "  ");
}

function printChanges(terminal: Terminal, say: Say, { changes }: FailureReport): void {
  if (changes.length === 0) return;
  terminal.out("");
  terminal.out(paint(terminal, "bold", "beside the baseline"));
  for (const { class: name, before, now, cases, difference, interval } of changes) {
    const range = `[${points(interval.low)}, ${points(interval.high)}]`;
    say(`${name}: ${before} before, ${now} now, of ${cases}`, "  ");
    say(`${points(difference)} points ${range}`, "      ");
  }
}
