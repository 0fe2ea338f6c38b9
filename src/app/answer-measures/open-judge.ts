/** @module The configured judge: opened when answers are judged, and not before. */
import type { Judge } from "../../ports/judge.ts";
import {
  calibrationInvalid,
  findCalibration,
  parseCalibration,
  type JudgeTools,
} from "../../evaluate/index.ts";
import { JUDGES } from "../../adapters/index.ts";
import { createAdapter } from "../assemble.ts";
import type { Assembly } from "../assembly.ts";
import { createJitter, systemSleep } from "../effects.ts";
import { createGuard } from "../resilience/guard.ts";
import { makeResilientJudge } from "../resilience/resilient-judge.ts";
import { readNamed } from "./read-named.ts";

type JudgingAssembly = Pick<Assembly, "loaded" | "context" | "clock" | "entropy">;

/**
 * Guarded with its own deadline; `undefined` where none is configured.
 *
 * @throws app.unknown-adapter, app.bad-adapter-options.
 */
export async function openJudge({
  loaded,
  context,
  clock,
  entropy,
}: JudgingAssembly): Promise<Judge | undefined> {
  const choice = loaded.config.evaluate.judge;
  if (!choice) return undefined;
  const judge = await createAdapter(JUDGES, "judge", choice, context);
  const guard = createGuard({
    clock,
    sleep: systemSleep,
    random: createJitter(entropy),
    logger: context.logger,
    attemptMs: choice.deadlineMs,
  });
  return makeResilientJudge(judge, guard);
}

/**
 * The judge with what its records say of it; `undefined` where none is configured.
 *
 * @throws evaluate.calibration-invalid
 */
export async function openJudgeTools(
  assembly: JudgingAssembly,
  signal?: AbortSignal,
): Promise<JudgeTools | undefined> {
  const choice = assembly.loaded.config.evaluate.judge;
  const judge = await openJudge(assembly);
  if (!choice || !judge) return undefined;
  const { baseDirectory } = assembly.loaded;
  const records = choice.calibrations.map((name) => {
    const { path, text } = readNamed(baseDirectory, name, calibrationInvalid);
    return parseCalibration(path, text);
  });
  return {
    judge,
    repeats: choice.repeats,
    isCalibrated: (criterion, language) =>
      findCalibration(records, judge.id, criterion, language)?.use === "gate",
    ...(signal ? { signal } : {}),
  };
}
