/** @module The evaluations that a decision rests on: those that were named, and the newest that fit them. */
import type { Evaluation } from "../../domain/evaluation.ts";
import type { Store } from "../../ports/store.ts";
import { ARMS, unknownArm, type Arm } from "../../decide/index.ts";
import { maintenanceAccess } from "../access.ts";
import type { Assembly } from "../assembly.ts";
import { notFound } from "../errors.ts";
import type { MeasuredArm } from "./compare-arms.ts";
import type { DecideRequest } from "./decisions-app.ts";

export interface FoundArms {
  /** Of retrieval as it serves; its golden set is the one that all are compared on. */
  readonly own?: Evaluation;
  readonly arms: readonly MeasuredArm[];
  /** All that were looked at, newest first: named ones as well. */
  readonly recent: readonly Evaluation[];
}

/** Newest evaluations looked at. */
const RECENT = 50;
/** Of the cases: with more faults nothing may be concluded. */
const ALLOWED_FAULTS = 0.02;

/**
 * What is named goes first. Of the others the newest counts that is of this release, or of an arm
 * that `decide measure` asked, over the same cases: another version of a golden set is another set.
 *
 * @throws decide.unknown-arm, app.not-found
 */
export async function findArms(
  assembly: Assembly,
  store: Store,
  { evaluation, arms: named = {} }: Pick<DecideRequest, "evaluation" | "arms">,
): Promise<FoundArms> {
  const access = maintenanceAccess("decisions");
  const find = async (id: string): Promise<Evaluation> => {
    const found = await store.findEvaluation(access, id);
    if (!found) throw notFound({ what: "evaluation", id });
    return found;
  };
  const chosen: MeasuredArm[] = [];
  for (const [name, id] of Object.entries(named)) {
    const arm = ARMS.find((each) => each === name);
    if (!arm) throw unknownArm({ name, known: ARMS });
    chosen.push({ arm, evaluation: await find(id) });
  }
  const recent = (await store.listEvaluations(access, { limit: RECENT })).filter(isSound);
  const own = evaluation === undefined ? findOwn(recent, assembly.release) : await find(evaluation);
  const set = own ?? chosen[0]?.evaluation ?? recent.find(({ subject }) => subject.arm);
  const measured = recent.toReversed().flatMap((each): readonly MeasuredArm[] => {
    const arm = ARMS.find((name) => name === each.subject.arm);
    return arm && set && isSameSet(each, set) ? [{ arm, evaluation: each }] : [];
  });
  const retrieval = own ? [{ arm: "retrieval" as Arm, evaluation: own }] : [];
  // The last of each arm stands.
  const byArm = new Map([...measured, ...retrieval, ...chosen].map((each) => [each.arm, each]));
  return { ...(own ? { own } : {}), arms: [...byArm.values()], recent };
}

/** The newest of this release; one that arms were measured beside goes before another part's. */
function findOwn(recent: readonly Evaluation[], release: string): Evaluation | undefined {
  const ofRelease = recent.filter(
    ({ subject }) => subject.kind === "release" && subject.name === release,
  );
  const [newest] = ofRelease;
  const beside = ofRelease.find((each) =>
    recent.some((other) => other.subject.arm !== undefined && isSameSet(each, other)),
  );
  return beside && newest && beside.golden.hash === newest.golden.hash ? beside : newest;
}

const isSameSet = (a: Evaluation, b: Evaluation): boolean =>
  a.golden.hash === b.golden.hash && a.golden.part === b.golden.part;

function isSound({ cases }: Evaluation): boolean {
  const failed = cases.filter(({ replies }) => replies.some(({ failure }) => failure)).length;
  return failed <= ALLOWED_FAULTS * cases.length;
}
