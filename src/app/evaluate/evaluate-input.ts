/** @module What an evaluation is asked for, as every surface asks for it. */
import type { Evaluation } from "../../domain/evaluation.ts";
import type { Part } from "../../domain/golden-set.ts";
import type { RunEvent } from "../../evaluate/index.ts";

export interface EvaluateInput {
  /** Folder of a golden set; `folder@hash` pins a version. Not needed with `qrels`. */
  readonly golden?: string | undefined;
  /** A TREC run, instead of this release's rankings. */
  readonly run?: string | undefined;
  /** Judgments for a run, instead of a golden set. */
  readonly qrels?: string | undefined;
  /** Answers as JSON Lines, instead of this release's. */
  readonly answers?: string | undefined;
  /** A system that speaks OpenAI's chat completions, instead of this release. */
  readonly system?: SystemInput | undefined;
  /** `rel_…`, instead of the one that serves. */
  readonly release?: string | undefined;
  readonly collections?: readonly string[] | undefined;
  /** Default: `test` with a gate, else `dev` where there is one. */
  readonly part?: Part | "all" | undefined;
  readonly cases?: readonly string[] | undefined;
  readonly strata?: readonly string[] | undefined;
  readonly difficulties?: readonly string[] | undefined;
  readonly measures?: readonly string[] | undefined;
  /** How often each case is asked. Default: 1. */
  readonly repeats?: number | undefined;
  /** Names all streams of random numbers. Default: `42`. */
  readonly seed?: string | undefined;
  /** Of scores in a run file. Default: `f64`. */
  readonly precision?: "f64" | "f32" | undefined;
  /** `evl_…`, a file of JSON, `last` for the newest of this golden set, or `none` (default). */
  readonly baseline?: string | undefined;
  /** `rel_…`, or another configuration file over the same data: asked as well, compared with. */
  readonly against?: string | undefined;
  /** True: the default policy; a path: that one. */
  readonly gate?: true | string | undefined;
  /** Whom the report is for: cases that these principals may not read are in no part of it. */
  readonly reader?: readonly string[] | undefined;
  /** Asks again what was asked before. */
  readonly fresh?: boolean | undefined;
  /** Cases asked at a time. Default: 4. */
  readonly concurrency?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface SystemInput {
  /** Such as `http://localhost:8080/v1`. */
  readonly url: string;
  readonly model: string;
  readonly apiKey?: string | undefined;
}

export type EvaluationEvent = RunEvent;

export interface EvaluationsApp {
  /**
   * Ends with `evaluation-completed`; what was interrupted goes on where it stopped when it is asked
   * for again. The evaluation is kept where there is a data directory.
   *
   * @throws evaluate.golden-not-found, evaluate.golden-changed, evaluate.unknown-measure,
   *   evaluate.no-cases, evaluate.evaluation-invalid and what the policy and files are refused for.
   */
  evaluate(input: EvaluateInput): AsyncGenerator<EvaluationEvent>;
  /** Owner only, as is the next; newest first. */
  listEvaluations(input: {
    readonly golden?: string | undefined;
    readonly limit: number;
  }): Promise<readonly Evaluation[]>;
  /** @throws app.not-found */
  getEvaluation(id: string): Promise<Evaluation>;
}
