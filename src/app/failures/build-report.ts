/** @module From attributed cases to a report of their failures, the same for judged and live ones. */
import type { CaseClass, FailureClass } from "../../domain/failure.ts";
import {
  groupFailures,
  isFailureClass,
  listFixes,
  REMEDIES,
  shareFailures,
  type Fix,
} from "../../trace/index.ts";
import { clusterQuestions } from "./cluster-questions.ts";
import type { ClassOfFailures, FailureExample, FailureReport } from "./failures-input.ts";

/** One case or one answer, as far as its reader may know it. */
export interface FailureCase {
  readonly id: string;
  readonly question: string;
  readonly class: CaseClass;
  /** The first is the one that counts. */
  readonly causes: readonly string[];
  readonly blockingUnit?: string;
  readonly answerId?: string;
  readonly collection?: string;
  readonly language?: string;
  /** Keys of its evidence, or of what was shown. */
  readonly documents: readonly string[];
}

export interface ReportOptions {
  readonly only: FailureClass | undefined;
  /** Names the stream of random numbers. */
  readonly seed: string;
  /** Cases of the run before, whose clusters keep their ids. */
  readonly before?: readonly FailureCase[];
}

const EXAMPLES = 3;
const GROUPS = 10;
/** A single failure has no neighbours: it is an example, and no cluster. */
const LEAST_OF_CLUSTER = 2;

export function buildReport(
  cases: readonly FailureCase[],
  { only, seed, before = [] }: ReportOptions,
): Omit<FailureReport, "schema" | "of" | "stale" | "changes" | "warnings"> {
  const shares = shareFailures(cases);
  const told = only === undefined ? cases : cases.map((one) => passUnless(one, only));
  const classes = shares.classes.filter(({ name }) => only === undefined || name === only);
  return {
    cases: cases.length,
    failures: shares.failures,
    others: shares.others,
    orderUnsure: shares.orderUnsure,
    classes: classes.map(({ name, ...share }) => ({
      class: name,
      ...share,
      ...describeClass(
        name,
        cases.filter((one) => one.class === name),
      ),
    })),
    families: shares.families.map(({ name, ...share }) => ({ family: name, ...share })),
    groups: groupFailures(told.map(toGrouped)).slice(0, GROUPS),
    clusters: clusterQuestions(told, seed, before).filter(
      ({ failures }) => failures >= LEAST_OF_CLUSTER,
    ),
  };
}

/** A failure of another class is none where one class is asked for. */
const passUnless = (one: FailureCase, only: FailureClass): FailureCase =>
  one.class === only ? one : { ...one, class: "ok" };

const toGrouped = ({ class: name, collection, language, documents }: FailureCase) => ({
  ...(isFailureClass(name) ? { failure: name } : {}),
  ...(collection === undefined ? {} : { collection }),
  ...(language === undefined ? {} : { language }),
  documents,
});

function describeClass(
  name: FailureClass,
  cases: readonly FailureCase[],
): Pick<ClassOfFailures, "title" | "family" | "causes" | "examples" | "fixes"> {
  const { title, family } = REMEDIES[name];
  const counts = new Map<string, number>();
  for (const { causes } of cases)
    for (const cause of causes.slice(0, 1)) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  const causes = [...counts]
    .map(([cause, failures]) => ({ cause, failures }))
    .toSorted((a, b) => b.failures - a.failures);
  return {
    title,
    family,
    causes,
    examples: cases.slice(0, EXAMPLES).map(toExample),
    fixes: listFixes(name, causes[0]?.cause).map((fix) => fillIn(fix, cases)),
  };
}

const toExample = ({
  id,
  question,
  causes,
  blockingUnit,
  answerId,
}: FailureCase): FailureExample => ({
  id,
  question,
  cause: causes.join(", "),
  ...(blockingUnit === undefined ? {} : { blockingUnit }),
  ...(answerId === undefined ? {} : { answerId }),
});

/** A command for the collection that fails most, where the cases name one. */
function fillIn({ text, command }: Fix, cases: readonly FailureCase[]): Fix {
  if (command === undefined) return { text };
  const counts = new Map<string, number>();
  for (const { collection } of cases)
    if (collection !== undefined) counts.set(collection, (counts.get(collection) ?? 0) + 1);
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return { text, command: most ? command.replace("COLLECTION", most[0]) : command };
}
