/** @module What is told of a training set. */
import type { TrainsetBuilt } from "../../app/index.ts";
import type { Need } from "../../app/trainset/index.ts";
import { listCounts } from "../golden/print-change.ts";
import { paint, toPrintable, type Terminal } from "../terminal.ts";

type Facts = TrainsetBuilt["facts"];

const toPercent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Counts, what was left out and why, leaks, labels, tokens and masks: a line each. */
export function printFacts(terminal: Terminal, facts: Facts): void {
  const { counts, lane, audience, collections, rights, rejects, leakage, masking } = facts;
  const who = audience.length > 0 ? audience.join(", ") : "everybody";
  const where = collections === "all" ? "all collections" : collections.join(", ");
  terminal.out(`${lane}  of ${where}, for ${who}, training: ${rights}`);
  const { rows = 0, ...slices } = counts;
  terminal.out(`rows         ${rows}: ${listCounts(slices)}`);
  printCounts(terminal, "origins", facts.origins);
  printCounts(terminal, "tasks", facts.tasks);
  printCounts(terminal, "languages", facts.languages);
  printCounts(terminal, "labels", facts.labels);
  printCounts(terminal, "left out", rejects);
  printCounts(terminal, "licences", facts.licences);
  printCounts(terminal, "bases", facts.bases);
  terminal.out(
    `leakage      ${leakage.nearRepeats} near repeats and ${leakage.reworded} rewordings of golden cases among ${leakage.rows} rows, all left out; ${leakage.sharedDocuments} share a document with one, ${leakage.sharedDocumentsWere}`,
  );
  if (leakage.sets.length > 0)
    terminal.out(
      `against      ${leakage.sets.map(({ name, cases }) => `${toPrintable(name)} (${cases} cases)`).join(", ")}`,
    );
  printLabelQuality(terminal, facts);
  const { tokens } = facts;
  terminal.out(
    `tokens       ${tokens.total}, longest ${tokens.longest} of ${tokens.limit}; ${tokens.trimmed} rows lost passages; ${tokens.counter}`,
  );
  printCounts(terminal, "masked", masking.masked);
  printRecall(terminal, facts);
}

function printCounts(
  terminal: Terminal,
  name: string,
  counts: Readonly<Record<string, number>>,
): void {
  if (Object.keys(counts).length > 0)
    terminal.out(`${name.padEnd(12)} ${toPrintable(listCounts(counts))}`);
}

function printLabelQuality(terminal: Terminal, { labelQuality }: Facts): void {
  if (!labelQuality) return;
  const { noise, accuracy, doubted, doubleRows, kappa } = labelQuality;
  if (noise !== undefined)
    terminal.out(
      `noise        ${toPercent(noise)} of the labels look wrong; ${toPercent(accuracy ?? 0)} are told by the other rows`,
    );
  for (const { id, label, suggested } of doubted.slice(0, DOUBTED))
    terminal.out(`  ${id}  ${toPrintable(label)}, or rather ${toPrintable(suggested)}`);
  const agreed = kappa === undefined ? "" : `, kappa ${kappa.toFixed(2)}`;
  terminal.out(`agreement    ${doubleRows} rows labelled by two people${agreed}`);
}

/** Rows named for somebody to look at. */
const DOUBTED = 10;

/** Of the languages that rows are in; the others say nothing of this set. */
function printRecall(terminal: Terminal, { masking, languages }: Facts): void {
  const used = new Set(Object.keys(languages).map((language) => language.split("-")[0]));
  const told = masking.recall.filter(({ language }) => used.has(language));
  for (const { language, structured, names, passes } of told) {
    const named =
      names === undefined ? "names: no list" : `names ${names.toFixed(2)} of at least .90`;
    terminal.out(
      `recall ${language.padEnd(5)} numbers and mails ${structured.toFixed(2)} of at least .99, ${named}${passes ? "" : ": not for services of others"}`,
    );
  }
  const unknown = [...used].filter((code) => !told.some(({ language }) => language === code));
  if (unknown.length > 0) terminal.out(`recall       not measured for ${unknown.join(", ")}`);
}

/** One line each; what is missing, with where it comes from. */
export function printNeeds(terminal: Terminal, needs: readonly Need[]): void {
  for (const { what, have, least, good, collect } of needs) {
    const state = have < least ? "too few" : have < good ? "enough" : "good";
    const color = have < least ? "red" : have < good ? "yellow" : "green";
    terminal.out(
      `${paint(terminal, color, state.padEnd(7))} ${have} ${toPrintable(what)}; ${least} to start, ${good} would be good`,
    );
    if (have < good) terminal.out(`        ${collect}`);
  }
}

/** What the set itself must not say. */
export function printHidden(
  terminal: Terminal,
  { hidden, notes, facts }: Pick<TrainsetBuilt, "hidden" | "notes" | "facts">,
): void {
  if (hidden.documents > 0)
    terminal.err(
      `note: ${hidden.documents} documents were left out: the audience may not read them`,
    );
  if (hidden.answers > 0)
    terminal.err(`note: ${hidden.answers} answers with feedback were left out: others asked them`);
  for (const note of notes) terminal.err(`note: ${toPrintable(note)}`);
  for (const warning of facts.warnings) terminal.err(`warning: ${toPrintable(warning)}`);
}
