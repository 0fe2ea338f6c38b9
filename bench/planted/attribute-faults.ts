/** @module Every planted fault asked, judged and attributed as an evaluation does it, and counted. */
import { createAnswerTools } from "../../src/app/answer-measures/answer-tools.ts";
import type { Assembly } from "../../src/app/assembly.ts";
import { createAppSystem } from "../../src/app/evaluate/app-system.ts";
import { createAttribute } from "../../src/app/evaluate/attribute-failures.ts";
import { prepareCases } from "../../src/app/evaluate/prepare-cases.ts";
import { listKnownDocuments } from "../../src/app/golden/documents.ts";
import { OPERATOR } from "../../src/app/spend/lend-retrieval.ts";
import type { Evaluation } from "../../src/domain/evaluation.ts";
import type { GoldenCase, GoldenSet } from "../../src/domain/golden-set.ts";
import {
  createMemoryReplyCache,
  runEvaluation,
  toSchemaCheck,
  type AnswerTools,
  type EvaluationRequest,
} from "../../src/evaluate/index.ts";
import { hashJson } from "../../src/foundation/hash.ts";
import type { EvaluatedSystem } from "../../src/ports/evaluated-system.ts";
import { FAULTS, type Fault } from "./faults.ts";
import { EACH, type World } from "./world.ts";

export interface PlantedFault {
  readonly fault: Fault;
  /** Cases by class that was found, and by class and cause. */
  readonly classes: ReadonlyMap<string, number>;
  readonly causes: ReadonlyMap<string, number>;
}

const SCHEMA = { type: "object", required: ["watts"], properties: { watts: { type: "number" } } };

export async function attributeFaults(
  world: World,
  faults: readonly Fault[] = FAULTS,
): Promise<readonly PlantedFault[]> {
  const planted: PlantedFault[] = [];
  for (const fault of faults) {
    // Asked beside them, so that a set of nothing but outdated cases can be asked at all.
    const beside = world
      .casesOf("sound")
      .slice(0, 1)
      .map((each) => ({ ...each, id: BESIDE }));
    const cases = [...world.casesOf(fault.group), ...beside];
    planted.push(count(fault, await evaluateFault(world, fault, { cases })));
  }
  return planted;
}

const BESIDE = "beside";

export interface FaultEvaluation {
  readonly cases: readonly GoldenCase[];
  readonly baseline?: Evaluation;
  readonly policy?: EvaluationRequest["policy"];
}

/** What judges it is sound, whatever the fault. */
export async function evaluateFault(
  { assembly, store }: World,
  fault: Omit<Fault, "group">,
  { cases, baseline, policy }: FaultEvaluation,
): Promise<Evaluation> {
  const tools: AnswerTools = {
    ...(await createAnswerTools(assembly, assembly.spend.purseOf(store, OPERATOR))),
    schemas: new Map([["watts.json", toSchemaCheck("watts.json", SCHEMA)]]),
  };
  const { changeCase = (golden: GoldenCase) => golden, changeStore = (given) => given } = fault;
  const known = await listKnownDocuments(store);
  const golden = toSet(cases.map((each) => (each.id === BESIDE ? each : changeCase(each))));
  const broken: Assembly = { ...assembly, ...fault.change?.(assembly) };
  const system = await createAppSystem(broken, changeStore(store), undefined);
  const events = runEvaluation({
    ...(await prepareCases(golden, known, store)),
    selection: {},
    system: withReplies(system, fault),
    measures: ["AnswerSuccess"],
    tools,
    baseline,
    policy,
    attribute: createAttribute({ assembly, store, known }),
    seed: fault.name,
    repeats: 1,
    concurrency: 1,
    cache: createMemoryReplyCache(),
    clock: assembly.clock,
    packageVersion: "0",
  });
  for await (const event of events)
    if (event.type === "evaluation-completed") return event.evaluation;
  throw new Error("an evaluation ended without its last event");
}

function toSet(cases: readonly GoldenCase[]): GoldenSet {
  const hash = hashJson(cases.map(({ hash: of }) => of));
  return { name: "planted", id: `gld_${hash.slice(0, 16)}`, hash, cases, qrels: new Map() };
}

function withReplies(
  system: EvaluatedSystem,
  { changeReply }: Pick<Fault, "changeReply">,
): EvaluatedSystem {
  const { answer } = system;
  if (!changeReply || !answer) return system;
  return { ...system, answer: async (asked) => changeReply(await answer(asked)) };
}

function count(fault: Fault, { cases, stale = [] }: Evaluation): PlantedFault {
  const classes = new Map<string, number>();
  const causes = new Map<string, number>();
  const add = (to: Map<string, number>, name: string): unknown =>
    to.set(name, (to.get(name) ?? 0) + 1);
  for (const { caseId, attribution } of cases) {
    if (caseId === BESIDE) continue;
    add(classes, attribution?.class ?? "none");
    add(causes, `${attribution?.class ?? "none"}/${attribution?.cause ?? "-"}`);
  }
  for (const _ of stale) {
    add(classes, "missing_document");
    add(causes, "missing_document/superseded");
  }
  return { fault, classes, causes };
}

/** Cases in the class that was planted, and in the class and the cause. */
export const countRight = ({ fault, classes, causes }: PlantedFault) => ({
  byClass: classes.get(fault.class) ?? 0,
  byCause: causes.get(`${fault.class}/${fault.cause ?? "-"}`) ?? 0,
});

/** One line a fault: what was planted, how often its class and cause were found, and what else was. */
export function renderConfusion(planted: readonly PlantedFault[]): readonly string[] {
  const head = ["planted", "class", "cause", "class found", "cause found", "instead"];
  const rows = planted.map((each) => {
    const { fault, causes } = each;
    const { byClass, byCause } = countRight(each);
    const wanted = `${fault.class}/${fault.cause ?? "-"}`;
    const instead = [...causes].filter(([name]) => name !== wanted);
    return [
      fault.name,
      fault.class,
      fault.cause ?? "-",
      `${byClass}/${EACH}`,
      `${byCause}/${EACH}`,
      instead.map(([name, n]) => `${name} ${n}`).join(", "),
    ];
  });
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}
