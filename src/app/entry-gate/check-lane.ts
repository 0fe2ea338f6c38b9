/** @module Use case: may this lane be tuned yet? */
import { DecisionSchema } from "../../decide/index.ts";
import { checkEntryGate, type EntryGate, type GateFacts, type Lane } from "../../evaluate/index.ts";
import type { Store } from "../../ports/store.ts";
import { maintenanceAccess } from "../access.ts";
import type { Assembly } from "../assembly.ts";
import { findArms } from "../decide/find-arms.ts";
import { readQuestions } from "../decide/observe.ts";
import { openCases } from "../evaluate/choose-subject.ts";
import { gatherGateFacts } from "./gather-facts.ts";

export interface CheckLaneInput {
  readonly lane: Lane;
  /** Folder of the golden set whose train part there is to learn from. */
  readonly golden?: string | undefined;
  /** Share of right answers that is wanted, in [0, 1]. */
  readonly target?: number | undefined;
  /** A provider tunes, so that rows leave the house. */
  readonly hosted?: boolean | undefined;
}

/** @throws evaluate.golden-not-found and its like, where nothing was ingested adapters.store-not-found */
export async function checkLane(
  app: Assembly,
  openStore: () => Promise<Store>,
  { lane, golden: folder, target, hosted = false }: CheckLaneInput,
): Promise<EntryGate> {
  const golden =
    folder === undefined ? undefined : openCases(app.workingDirectory, { golden: folder });
  const store = await openStore();
  const assembly = await app.serving.choose(store, {});
  const { own, arms, recent } = await findArms(assembly, store, {});
  const facts = await gatherGateFacts(assembly, store, {
    traces: await readQuestions(store, assembly.clock.now()),
    evaluations: recent,
    compared: (own ?? arms[0]?.evaluation)?.golden,
    golden,
    target,
  });
  return checkEntryGate(lane, { ...facts, ...(await readPayback(store)) }, { hosted });
}

/** Of the newest decision, whose costs may be the team's own. */
async function readPayback(store: Store): Promise<Pick<GateFacts, "payback">> {
  const [record] = await store.listDecisions(maintenanceAccess("entry gate"), 1, "approach");
  const data: unknown = record ? JSON.parse(record.data) : undefined;
  const kept = typeof data === "object" && data !== null && "decision" in data ? data.decision : 0;
  const { data: decision } = DecisionSchema.safeParse(kept);
  const find = (arm: string) =>
    decision?.costs.find((cost) => cost.arm === arm && cost.months === MONTHS);
  const [both, retrieval] = [find("both"), find("retrieval")];
  if (!both || !retrieval || both.unpriced.length + retrieval.unpriced.length > 0) return {};
  return { payback: { paysBack: both.total <= retrieval.total, months: MONTHS } };
}

const MONTHS = 24;
