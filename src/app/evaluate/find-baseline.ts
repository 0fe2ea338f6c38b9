/** @module What an evaluation is compared with: one that was kept, or one in a file. */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Evaluation } from "../../domain/evaluation.ts";
import type { GoldenSet } from "../../domain/golden-set.ts";
import { parseEvaluation } from "../../evaluate/index.ts";
import type { Store } from "../../ports/store.ts";
import { maintenanceAccess } from "../access.ts";
import { baselineNotFound } from "../errors.ts";

export interface BaselineSource {
  readonly workingDirectory: string;
  /** Absent where there is no data directory. */
  readonly store: Store | undefined;
  readonly golden: GoldenSet;
}

/**
 * @param wanted `evl_…`, `last`, `none`, or a path; absent is none.
 * @throws app.baseline-not-found, evaluate.evaluation-invalid
 */
export async function findBaseline(
  wanted: string | undefined,
  { workingDirectory, store, golden }: BaselineSource,
): Promise<Evaluation | undefined> {
  if (wanted === undefined || wanted === "none") return undefined;
  const access = maintenanceAccess("evaluation");
  if (wanted === "last") {
    const [last] = (await store?.listEvaluations(access, { golden: golden.name, limit: 1 })) ?? [];
    return last;
  }
  if (/^evl_[0-9a-f]+$/.test(wanted)) {
    const found = await store?.findEvaluation(access, wanted);
    if (!found) throw baselineNotFound({ baseline: wanted });
    return found;
  }
  const path = resolve(workingDirectory, wanted);
  if (!existsSync(path)) throw baselineNotFound({ baseline: wanted });
  return parseEvaluation(readFileSync(path, "utf8"), wanted);
}
