/** @module Use case: every arm that can be asked here, asked the same cases, compared case by case. */
import type { GoldenSet } from "../../domain/golden-set.ts";
import type { OpenedArm } from "../../ports/arm.ts";
import type { Store } from "../../ports/store.ts";
import { LEAST_ARM_CASES, type Arm } from "../../decide/index.ts";
import { chooseDefaultPart, type EvaluationFaults } from "../../evaluate/index.ts";
import type { Assembly } from "../assembly.ts";
import { openCases, readText } from "../evaluate/choose-subject.ts";
import { evaluate } from "../evaluate/evaluations-app.ts";
import { prepareCases } from "../evaluate/prepare-cases.ts";
import { listKnownDocuments } from "../golden/documents.ts";
import { createReleaseArm, listArms, type ListedArms } from "./arms/list-arms.ts";
import { createPromptedArms } from "./arms/prompted-arms.ts";
import { compareArms, type MeasuredArm } from "./compare-arms.ts";
import type {
  ArmsReport,
  MeasureArmsEvent,
  MeasureArmsInput,
  UnmeasuredArm,
} from "./measure-input.ts";

/** A model's replies differ from time to time, even without a temperature. */
const REPEATS = 3;
const EXAMPLES = 5;

/** What an evaluation of one arm needs besides its system. */
interface Asking {
  readonly assembly: Assembly;
  readonly openStore: () => Promise<Store>;
  readonly input: MeasureArmsInput & { readonly signal: AbortSignal };
  readonly part: NonNullable<MeasureArmsInput["part"]>;
}

interface AskedArm extends MeasuredArm {
  readonly faults: EvaluationFaults;
}

/**
 * Ends with `arms-measured`. One evaluation after the other, so that each is timed on the same load;
 * what was interrupted goes on where it stopped when it is asked for again.
 *
 * @throws what an evaluation throws; app.file-unreadable for the instruction.
 */
export async function* measure(
  app: Assembly,
  openStore: () => Promise<Store>,
  input: MeasureArmsInput & { readonly signal: AbortSignal },
): AsyncGenerator<MeasureArmsEvent> {
  const read = openCases(app.workingDirectory, input);
  const part = input.part ?? chooseDefaultPart(read, true);
  const store = await openStore();
  const assembly = await app.serving.choose(store, {});
  const listed = await openArms(assembly, store, read, part, input);
  const asked: AskedArm[] = [];
  for (const { arm, system } of listed.opened)
    asked.push(yield* ask({ assembly, openStore, input, part }, arm, system));
  yield { type: "arms-measured", report: toReport(read, part, listed.closed, asked) };
}

async function openArms(
  assembly: Assembly,
  store: Store,
  read: GoldenSet,
  part: string,
  input: MeasureArmsInput,
): Promise<ListedArms> {
  const { instruction, examples = EXAMPLES, collections, signal } = input;
  const { golden, stale } = await prepareCases(read, await listKnownDocuments(store), store);
  // What is outdated teaches what is wrong.
  const current = { ...golden, cases: golden.cases.filter(({ id }) => !stale.has(id)) };
  const told =
    instruction === undefined ? undefined : readText(assembly.workingDirectory, instruction).trim();
  const providers = [
    createReleaseArm(assembly, store),
    createPromptedArms(assembly, store, { instruction: told, examples }),
  ];
  const set = { folder: input.golden, part };
  return listArms(providers, { golden: current, collections, signal }, set);
}

async function* ask(
  { assembly, openStore, input, part }: Asking,
  arm: Arm,
  system: OpenedArm["system"],
): AsyncGenerator<MeasureArmsEvent, AskedArm> {
  const { golden, collections, seed, fresh, signal } = input;
  const repeats = input.repeats ?? (assembly.generator.render ? REPEATS : 1);
  const concurrency = arm === "retrieval" && !assembly.generator.metered ? 1 : undefined;
  const asked = { golden, part, collections, repeats, seed, fresh, concurrency, signal };
  for await (const event of evaluate(assembly, openStore, asked, system)) {
    if (event.type === "evaluation-started")
      yield { type: "arm-started", arm, replies: event.replies };
    else if (event.type === "case-replied")
      yield { type: "case-replied", arm, cached: event.cached };
    else {
      const { evaluation, faults } = event;
      yield { type: "arm-measured", arm, faults };
      return { arm, evaluation, faults };
    }
  }
  throw new Error("an evaluation ended without its last event");
}

function toReport(
  { name, hash }: GoldenSet,
  part: ArmsReport["golden"]["part"],
  closed: ListedArms["closed"],
  asked: readonly AskedArm[],
): ArmsReport {
  const sound = asked.filter(({ faults }) => !faults.tooMany);
  const { arms, comparisons } = compareArms(sound);
  const cases = asked[0]?.evaluation.counts.cases ?? 0;
  const known = new Set(arms.map(({ arm }) => arm));
  return {
    schema: "plumbline.arms/1",
    golden: { name, hash, part },
    cases,
    arms: [
      ...arms.map((each) => ({ ...each, status: "measured" as const })),
      ...asked.filter(({ arm }) => !known.has(arm)).map(toUntold),
      ...closed.map((each) => ({ ...each, status: "unmeasured" as const })),
    ],
    comparisons,
    remarks: [...remarkOnSize(cases, part), ...sound.flatMap(remarkOnContamination)],
    inconclusive: cases < LEAST_ARM_CASES || arms.length < 2,
  };
}

function toUntold({ arm, evaluation, faults }: AskedArm): UnmeasuredArm {
  const codes = Object.keys(faults.codes).join(", ");
  const reason = faults.tooMany
    ? `${faults.cases} of ${evaluation.counts.cases} cases failed (${codes}): run it again`
    : "none of its answers could be told right or wrong";
  return { arm, status: "unmeasured", reason };
}

const remarkOnSize = (cases: number, part: string): readonly string[] =>
  cases < LEAST_ARM_CASES
    ? [
        `${cases} cases of part ${part} give no verdict: it takes ${LEAST_ARM_CASES}, and a decision stays provisional until then.`,
      ]
    : [];

/** What a model answers rightly without the documents it may have learnt from them. */
function remarkOnContamination({ arm, evaluation }: MeasuredArm): readonly string[] {
  if (evaluation.subject.kind !== "model") return [];
  const settled = evaluation.cases.filter(
    ({ asked }) => asked?.answerable && Object.values(asked.grades).some((grade) => grade > 0),
  );
  const known = settled.filter(({ scores }) =>
    (scores["AnswerSuccess"] ?? []).some((score) => score === 1),
  );
  if (known.length === 0) return [];
  return [
    `${arm} answers ${known.length} of ${settled.length} questions that the documents settle without them: the model may know these documents, or examples say the same.`,
  ];
}
