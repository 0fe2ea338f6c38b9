/** @module Everything that can be wrong with a golden set that can be read. */
import { PARTS, type Part } from "../../../domain/golden-set.ts";
import type { AnswerTools } from "../../measures/answers/measure.ts";
import type { TermTools } from "../alike/overlaps.ts";
import { findRepeats } from "../alike/repeats.ts";
import type { ReadText } from "../evidence/settle-evidence.ts";
import { countBy } from "../manifest.ts";
import type { ReadGoldenSet } from "../read/parse-golden-set.ts";
import { FEWEST_FOR_DEV, listParts } from "../split/choose-part.ts";
import { checkClaims, checkDocuments, checkNumbers, checkPlaces } from "./check-evidence.ts";
import { findDuplicates } from "./find-duplicates.ts";
import { findLeaks, toLeakProblems, type Leak } from "./find-leaks.ts";
import { checkSizes, type PartSize } from "./measure-sizes.ts";
import type { GoldenProblem } from "./problem.ts";

export interface GoldenCheckOptions {
  readonly tools: TermTools;
  /** The smallest difference that should be seen; of a measure in [0, 1]. */
  readonly effect?: number | undefined;
  /** Keys of the documents that the set is about; absent: they are not looked for. */
  readonly documents?: { has(key: string): boolean } | undefined;
  /** Numbers, times and dates of a text; absent: checked numbers are not looked at. */
  readonly readValues?: AnswerTools["readValues"];
  /** Their texts; absent: places are not looked at. */
  readonly read?: ReadText | undefined;
}

export interface GoldenCheck {
  readonly name: string;
  readonly id: string;
  readonly hash: string;
  readonly counts: {
    readonly cases: number;
    readonly retired: number;
    readonly answerable: number;
    readonly unanswerable: number;
    readonly groups: number;
    readonly strata: Readonly<Record<string, number>>;
    readonly origins: Readonly<Record<string, number>>;
  };
  /** Of the parts that have cases. */
  readonly sizes: readonly PartSize[];
  readonly leaks: readonly Leak[];
  /** Whether places were compared with documents. */
  readonly comparedWithDocuments: boolean;
  /** Errors first. */
  readonly problems: readonly GoldenProblem[];
}

/** Origins of questions that no person asked. */
const SYNTHETIC: ReadonlySet<string> = new Set(["made", "perturbed"]);

export async function checkGoldenSet(
  read: Pick<ReadGoldenSet, "set" | "places">,
  { tools, effect, documents, readValues, read: readText }: GoldenCheckOptions,
): Promise<GoldenCheck> {
  const { set } = read;
  const live = set.cases.filter(({ retired }) => retired === undefined);
  const repeats = findRepeats(live);
  const leaks = findLeaks(live, repeats, tools);
  const parts = PARTS.filter((part) => live.some((each) => each.part === part));
  const { sizes, problems } = checkSizes(live, parts, effect);
  const found = [
    ...toLeakProblems(leaks),
    ...findDuplicates(repeats),
    ...checkClaims(live),
    ...(readValues ? checkNumbers(live, readValues) : []),
    ...(documents ? checkDocuments(read, documents) : []),
    ...(readText ? await checkPlaces(live, readText) : []),
    ...checkParts(live, parts),
    ...problems,
  ];
  return {
    name: set.name,
    id: set.id,
    hash: set.hash,
    counts: {
      cases: live.length,
      retired: set.cases.length - live.length,
      answerable: live.filter(({ answerable }) => answerable).length,
      unanswerable: live.filter(({ answerable }) => !answerable).length,
      groups: new Set(live.map(({ group }) => group)).size,
      strata: countBy(live, ({ stratum }) => stratum),
      origins: countBy(live, ({ origin }) => origin),
    },
    sizes,
    leaks,
    comparedWithDocuments: readText !== undefined,
    problems: [
      ...found.filter(({ kind }) => kind === "error"),
      ...found.filter(({ kind }) => kind === "warning"),
    ],
  };
}

function checkParts(
  live: ReadGoldenSet["set"]["cases"],
  parts: readonly Part[],
): readonly GoldenProblem[] {
  const problems: GoldenProblem[] = [];
  const allowed = listParts(live.length);
  if (live.length < FEWEST_FOR_DEV && parts.some((part) => !allowed.includes(part)))
    problems.push({
      kind: "warning",
      code: "too-few-to-fit",
      message: `with ${live.length} cases all should test; nothing may be fitted to fewer than ${FEWEST_FOR_DEV}`,
      cases: [],
    });
  const test = live.filter(({ part }) => part === "test");
  if (test.length > 0 && test.every(({ origin }) => SYNTHETIC.has(origin ?? "")))
    problems.push({
      kind: "warning",
      code: "synthetic-only",
      message: "no person asked any of the test cases: they may show a disaster, and never gate",
      cases: [],
    });
  return problems;
}
