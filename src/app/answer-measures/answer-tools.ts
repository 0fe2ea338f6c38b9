/** @module What answer measures are lent, from the settings of an app. */
import { analyzerIdFor } from "../../engine/analysis/index.ts";
import { readValues } from "../../engine/evidence/index.ts";
import {
  parseStyleGuide,
  styleGuideInvalid,
  type AnswerTools,
  type ReplyCache,
  type StyleGuide,
} from "../../evaluate/index.ts";
import type { Assembly } from "../assembly.ts";
import type { Purse } from "../spend/spend-meter.ts";
import { openJudgeTools } from "./open-judge.ts";
import { readNamed } from "./read-named.ts";

/** What only a caller has: its rights to read, the files beside a golden set, labels of people. */
export type LentTools = Pick<AnswerTools, "readText" | "schemas" | "findPersonalVerdict"> & {
  readonly signal?: AbortSignal;
  /** Where what a judge said is kept; absent: nowhere. */
  readonly verdicts?: ReplyCache;
};

/**
 * @param purse pays for what the judge costs.
 * @throws evaluate.style-guide-invalid, and what `openJudgeTools` throws.
 */
export async function createAnswerTools(
  assembly: Pick<Assembly, "loaded" | "verifier" | "context" | "clock" | "entropy">,
  purse: Purse,
  { signal, verdicts, ...lent }: LentTools = {},
): Promise<AnswerTools> {
  const { loaded, verifier } = assembly;
  const { supportThreshold, style } = loaded.config.evaluate;
  const judge = await openJudgeTools(assembly, purse, {
    ...(signal ? { signal } : {}),
    ...(verdicts ? { verdicts } : {}),
  });
  return {
    ...lent,
    verifier,
    supportThreshold,
    analyzerFor: analyzerIdFor,
    readValues,
    ...(style === undefined ? {} : { style: readStyleGuide(loaded.baseDirectory, style) }),
    ...(judge ? { judge } : {}),
  };
}

function readStyleGuide(baseDirectory: string, name: string): StyleGuide {
  const { path, text } = readNamed(baseDirectory, name, styleGuideInvalid);
  return parseStyleGuide(path, text);
}
