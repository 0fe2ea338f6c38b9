/** @module Use case: what one release does otherwise than another, setting by setting, case by case. */
import type { Evaluation, MeasureResult } from "../../domain/evaluation.ts";
import { diffContents, listWins } from "../../registry/index.ts";
import { evaluate } from "../evaluate/evaluations-app.ts";
import { readyRelease, type RegistryContext } from "./registry-context.ts";
import type { DiffEvent, DiffInput } from "./registry-input.ts";

/** Of these the first that was measured is looked at. */
const LOOKED_AT = ["AnswerSuccess", "nDCG@10"];

export async function* diffReleases(
  context: RegistryContext,
  {
    before: from,
    now: to,
    golden,
    part,
    measure,
    signal,
  }: DiffInput & { readonly signal: AbortSignal },
): AsyncGenerator<DiffEvent> {
  const { assembly, openStore } = context;
  const store = await openStore();
  await assembly.serving.find(store);
  // Settings of releases that cannot answer can still be compared.
  const get = (id: string) =>
    golden === undefined ? assembly.serving.get(store, id) : readyRelease(context, store, id);
  const [before, now] = [await get(from), await get(to)];
  const changes = diffContents(before.content, now.content);
  if (golden === undefined) {
    yield { type: "releases-compared", diff: { before, now, changes, measures: [] } };
    return;
  }
  const measures = measure === undefined ? undefined : [measure];
  const asked = { golden, part, measures, release: to, against: from, signal };
  let done: { evaluation: Evaluation; against?: Evaluation } | undefined;
  for await (const event of evaluate(assembly, openStore, asked))
    if (event.type === "evaluation-completed") done = event;
    else yield event;
  if (!done) throw new Error("an evaluation ended without its last event");
  const { evaluation, against } = done;
  const chosen = choose(evaluation.measures);
  yield {
    type: "releases-compared",
    diff: {
      before,
      now,
      changes,
      measures: evaluation.measures,
      ...(chosen ? { wins: listWins(evaluation.cases, against?.cases ?? [], chosen) } : {}),
      evaluation,
    },
  };
}

/** One that was asked for is the only one that was measured. */
const choose = (measures: readonly MeasureResult[]): MeasureResult | undefined =>
  LOOKED_AT.map((name) => measures.find(({ measure }) => measure === name)).find(
    (found) => found !== undefined,
  ) ?? measures[0];
