/** @module A judge beside people: how far they agree, and what its verdicts are therefore good for. */
import { z } from "zod";
import {
  computeAgreement,
  correctRate,
  type Agreement,
  type CorrectedRate,
} from "../../foundation/statistics/agreement.ts";

/** One answer that people labelled and the judge judged. */
export interface CalibrationExample {
  readonly id: string;
  /** Of each person: the criterion holds. */
  readonly people: readonly boolean[];
  /** Of each repeat of the judge; `undefined` where it could not tell. */
  readonly judge: readonly (boolean | undefined)[];
  /** Whether both orders of a pairwise judgment agreed, where one was made. */
  readonly ordersAgree?: boolean;
}

export interface CalibrationOf {
  /** The judge's id. */
  readonly judge: string;
  readonly criterion: string;
  /** BCP 47, primary. */
  readonly language: string;
  /** What was labelled: a name and, where it has one, its hash. */
  readonly labels: string;
  readonly at: string;
}

const Rate = z.number().min(0).max(1);
const Kappa = z.number().min(-1).max(1);

export const JudgeCalibrationSchema = z.strictObject({
  schema: z.literal("plumbline.judge-calibration/1"),
  judge: z.string().min(1),
  criterion: z.string().min(1),
  language: z.string().min(2),
  labels: z.string(),
  at: z.string(),
  /** Answers with a verdict of both, and those the judge could not tell. */
  judged: z.int().nonnegative(),
  untold: z.int().nonnegative(),
  /** Left out: people are evenly split. */
  undecided: z.int().nonnegative(),
  confusion: z.strictObject({
    truePositives: z.int().nonnegative(),
    falsePositives: z.int().nonnegative(),
    falseNegatives: z.int().nonnegative(),
    trueNegatives: z.int().nonnegative(),
  }),
  agreement: Rate.optional(),
  kappa: Kappa.optional(),
  kappaInterval: z.strictObject({ low: Kappa, high: Kappa }).optional(),
  ac1: Kappa.optional(),
  /** People's share of yes: kappa means little without it. */
  baseRate: Rate.optional(),
  sensitivity: Rate.optional(),
  specificity: Rate.optional(),
  /** Of one person with another, over all pairs: what a judge can be asked for. */
  people: z
    .strictObject({ pairs: z.int().nonnegative(), agreement: Rate, kappa: Kappa, ac1: Kappa })
    .partial({ kappa: true })
    .optional(),
  /** Pairs of repeats with one verdict, of all pairs. */
  testRetest: Rate.optional(),
  orderAgreement: Rate.optional(),
  use: z.enum(["gate", "report", "uncalibrated"]),
  /** Why it is not good for more; empty for `gate`. */
  reasons: z.array(z.string()),
});

export type JudgeCalibration = Readonly<z.output<typeof JudgeCalibrationSchema>>;

/** Evaluation guide, 4.4: fewer labels of a kind leave kappa wider than the steps between its uses. */
const LEAST_OF_EACH = 50;
const REPORT_KAPPA = 0.6;
const GATE_KAPPA = 0.7;

/**
 * People's verdict is their majority; the judge's is that of its repeats that tell. Ties of people
 * are left out and counted, ties of the judge could not tell.
 */
export function calibrateJudge(
  of: CalibrationOf,
  examples: readonly CalibrationExample[],
): JudgeCalibration {
  const confusion = { truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0 };
  let untold = 0;
  let undecided = 0;
  for (const { people, judge } of examples) {
    const wanted = majority(people);
    const given = majority(judge.filter((verdict) => verdict !== undefined));
    if (wanted === undefined) undecided += 1;
    else if (given === undefined) untold += 1;
    else if (wanted) confusion[given ? "truePositives" : "falseNegatives"] += 1;
    else confusion[given ? "falsePositives" : "trueNegatives"] += 1;
  }
  const { n = 0, ...agreement }: Partial<Agreement> = computeAgreement(confusion) ?? {};
  const people = agreementOfPeople(examples);
  const { use, reasons } = decideUse(confusion, agreement.kappa);
  return {
    schema: "plumbline.judge-calibration/1",
    ...of,
    judged: n,
    untold,
    undecided,
    confusion,
    ...agreement,
    ...(people ? { people } : {}),
    ...present("testRetest", shareOfPairs(examples.map(({ judge }) => judge))),
    ...present("orderAgreement", shareOfOrders(examples)),
    use,
    reasons,
  };
}

const present = <Name extends string>(name: Name, value: number | undefined) =>
  // A computed key's type is a plain string; it is the one that was given.
  (value === undefined ? {} : { [name]: value }) as { readonly [Key in Name]?: number };

function majority(verdicts: readonly boolean[]): boolean | undefined {
  const yes = verdicts.filter(Boolean).length;
  return yes * 2 === verdicts.length ? undefined : yes * 2 > verdicts.length;
}

function decideUse(
  confusion: JudgeCalibration["confusion"],
  kappa: number | undefined,
): { use: JudgeCalibration["use"]; reasons: string[] } {
  const yes = confusion.truePositives + confusion.falseNegatives;
  const no = confusion.falsePositives + confusion.trueNegatives;
  const few = [
    { count: yes, label: "yes" },
    { count: no, label: "no" },
  ]
    .filter(({ count }) => count < LEAST_OF_EACH)
    .map(
      ({ count, label }) =>
        `${count} answers that people call ${label}, ${LEAST_OF_EACH} are needed`,
    );
  const shown = kappa === undefined ? "kappa cannot be told" : `kappa is ${kappa.toFixed(2)}`;
  if (few.length > 0) return { use: "uncalibrated", reasons: few };
  if (kappa === undefined || kappa < REPORT_KAPPA)
    return { use: "uncalibrated", reasons: [`${shown}, ${REPORT_KAPPA} is needed to report`] };
  if (kappa < GATE_KAPPA)
    return { use: "report", reasons: [`${shown}, ${GATE_KAPPA} is needed to gate`] };
  return { use: "gate", reasons: [] };
}

/** Every pair of persons on every answer; which of the two comes first decides nothing. */
function agreementOfPeople(examples: readonly CalibrationExample[]): JudgeCalibration["people"] {
  const confusion = { truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0 };
  let pairs = 0;
  for (const { people } of examples)
    for (const [index, one] of people.entries())
      for (const other of people.slice(index + 1)) {
        pairs += 1;
        // Both ways round, by halves: pairs have no order.
        if (one === other) confusion[one ? "truePositives" : "trueNegatives"] += 1;
        else {
          confusion.falsePositives += 0.5;
          confusion.falseNegatives += 0.5;
        }
      }
  const found = computeAgreement(confusion);
  if (!found) return undefined;
  const { agreement, kappa, ac1 } = found;
  return { pairs, agreement, ac1, ...(kappa === undefined ? {} : { kappa }) };
}

function shareOfPairs(verdicts: readonly (readonly (boolean | undefined)[])[]): number | undefined {
  let pairs = 0;
  let equal = 0;
  for (const repeats of verdicts)
    for (const [index, one] of repeats.entries())
      for (const other of repeats.slice(index + 1)) {
        pairs += 1;
        if (one === other) equal += 1;
      }
  return pairs === 0 ? undefined : equal / pairs;
}

function shareOfOrders(examples: readonly CalibrationExample[]): number | undefined {
  const told = examples.flatMap(({ ordersAgree }) =>
    ordersAgree === undefined ? [] : [ordersAgree],
  );
  return told.length === 0 ? undefined : told.filter(Boolean).length / told.length;
}

/**
 * The rate of yes that people would find, from the judge's over `n` answers. `undefined` where the
 * judge is too close to a coin, or nobody's yes or no is known.
 */
export function correctJudgedRate(
  { sensitivity, specificity, confusion }: JudgeCalibration,
  observed: number,
  n: number,
): CorrectedRate | undefined {
  if (sensitivity === undefined || specificity === undefined || n === 0) return undefined;
  return correctRate({
    observed,
    n,
    sensitivity,
    specificity,
    positives: confusion.truePositives + confusion.falseNegatives,
    negatives: confusion.falsePositives + confusion.trueNegatives,
  });
}

/**
 * The record that speaks for a judge, by id, criterion and language; the newest of several. Another
 * prompt or model is another id, and another judge.
 */
export function findCalibration(
  records: readonly JudgeCalibration[],
  judge: string,
  criterion: string,
  language: string,
): JudgeCalibration | undefined {
  const primary = (tag: string): string | undefined => tag.toLowerCase().split("-")[0];
  return records
    .filter(
      (record) =>
        record.judge === judge &&
        record.criterion === criterion &&
        primary(record.language) === primary(language),
    )
    .toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
}
