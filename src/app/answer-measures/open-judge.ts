/** @module The configured judge: opened when answers are judged, and not before. */
import {
  calibrationInvalid,
  findCalibration,
  parseCalibration,
  type JudgeTools,
  type ReplyCache,
} from "../../evaluate/index.ts";
import { JUDGES } from "../../adapters/index.ts";
import { createPaidAdapter } from "../assemble.ts";
import type { Assembly } from "../assembly.ts";
import { createJitter, systemSleep } from "../effects.ts";
import { createGuard } from "../resilience/guard.ts";
import { makeResilientJudge } from "../resilience/resilient-judge.ts";
import type { Paid } from "../spend/paid-ports.ts";
import type { Purse } from "../spend/spend-meter.ts";
import { keepVerdicts } from "./keep-verdicts.ts";
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
}: JudgingAssembly): Promise<Paid<"judge"> | undefined> {
  const choice = loaded.config.evaluate.judge;
  if (!choice) return undefined;
  const guard = createGuard({
    clock,
    sleep: systemSleep,
    random: createJitter(entropy),
    logger: context.logger,
    attemptMs: choice.deadlineMs,
  });
  return createPaidAdapter(JUDGES, "judge", choice, context, (opened) =>
    makeResilientJudge(opened, guard),
  );
}

/**
 * The judge with what its records say of it; `undefined` where none is configured.
 *
 * @throws evaluate.calibration-invalid
 */
export async function openJudgeTools(
  assembly: JudgingAssembly,
  purse: Purse,
  { signal, verdicts }: { readonly signal?: AbortSignal; readonly verdicts?: ReplyCache } = {},
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
    judge: verdicts ? keepVerdicts(judge.paidBy(purse), verdicts) : judge.paidBy(purse),
    repeats: choice.repeats,
    isCalibrated: (criterion, language) =>
      findCalibration(records, judge.id, criterion, language)?.use === "gate",
    ...(signal ? { signal } : {}),
  };
}
