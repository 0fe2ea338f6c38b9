/** @module Why answers fail, as every surface asks for it and is told. */
import type { FailureChange, Interval, StaleCase } from "../../domain/evaluation.ts";
import type { CaseClass, FailureClass } from "../../domain/failure.ts";
import type { FailureFamily, FailureGroup, Fix, OracleWorth } from "../../trace/index.ts";
import type { As } from "../writer/writer.ts";

export interface FailuresInput {
  /** `evl_…`; absent: the newest. */
  readonly evaluation?: string | undefined;
  /** Answers that users got, instead of an evaluation: their failures are suspected alone. */
  readonly traces?: TracesInput | undefined;
  /** Only this class is told of; counts and groups stay those of all. */
  readonly class?: FailureClass | undefined;
  /** Asks failed cases again with one stage replaced by gold. */
  readonly worth?: WorthInput | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface TracesInput {
  /** A date, a time, or days ago such as `7d`; absent: as far back as there are traces. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly collection?: string | undefined;
}

export interface WorthInput {
  /** Folder of the golden set that the evaluation was of. */
  readonly golden: string;
  /** Failed cases asked again, a sample by seed beyond. Default: 50. */
  readonly most?: number | undefined;
}

export interface FailureExample {
  /** Of the case; of a trace, where no case was judged. */
  readonly id: string;
  readonly question: string;
  readonly cause: string;
  /** The evidence that came least far: a key, with a place in it. */
  readonly blockingUnit?: string;
  readonly answerId?: string;
}

export interface ClassOfFailures {
  readonly class: FailureClass;
  /** As a person says it. */
  readonly title: string;
  readonly family: FailureFamily;
  readonly failures: number;
  /** Of all failures, in [0, 1]. */
  readonly share: number;
  /** Wilson's, 95 %. */
  readonly interval: Interval;
  /** Most frequent first. */
  readonly causes: readonly { readonly cause: string; readonly failures: number }[];
  /** Up to three, in the order of the cases. */
  readonly examples: readonly FailureExample[];
  /** What to try, in order; the first is what the most frequent cause asks for. */
  readonly fixes: readonly Fix[];
}

export interface ClusterOfFailures {
  readonly id: string;
  /** Terms that set it apart most. */
  readonly label: readonly string[];
  /** Questions nearest to all others of it. */
  readonly medoids: readonly { readonly id: string; readonly question: string }[];
  readonly failures: number;
  readonly cases: number;
  /** How much oftener it fails than all do. */
  readonly lift: number;
  readonly interval: Interval;
  /** Surely oftener, with cases enough. */
  readonly notable: boolean;
}

export interface WorthOfFixes {
  readonly oracles: readonly OracleWorth[];
  /** Failed cases that were asked again, of all that an oracle could help. */
  readonly cases: number;
  readonly of: number;
  /** Failures that no oracle can help, by reason. */
  readonly left: Readonly<Record<string, number>>;
  readonly costUsd: number | "unknown";
}

export interface FailureReport {
  readonly schema: "plumbline.failures/1";
  /** Failures of `traffic` are suspected: nothing was judged. */
  readonly of: "evaluation" | "traffic";
  readonly evaluation?: {
    readonly id: string;
    readonly endedAt: string;
    readonly golden: string;
    readonly subject: string;
  };
  /** Cases or answers looked at. */
  readonly cases: number;
  readonly failures: number;
  /** Cases that are no failures, by what they are instead. */
  readonly others: Readonly<Record<Exclude<CaseClass, FailureClass>, number>>;
  /** Another class may well be the largest. */
  readonly orderUnsure: boolean;
  /** Largest first. */
  readonly classes: readonly ClassOfFailures[];
  readonly families: readonly {
    readonly family: FailureFamily;
    readonly failures: number;
    readonly share: number;
    readonly interval: Interval;
  }[];
  /** Those that fail most beyond the average first. */
  readonly groups: readonly FailureGroup[];
  readonly clusters: readonly ClusterOfFailures[];
  /** Not asked: their evidence stands in a replaced version. */
  readonly stale: readonly StaleCase[];
  /** Beside the evaluation's baseline, where it has one. */
  readonly changes: readonly FailureChange[];
  readonly worth?: WorthOfFixes;
  readonly warnings: readonly string[];
}

export interface FailuresApp {
  /**
   * Of what `as` may read: a case whose evidence they may not read is in no count, label or example.
   *
   * @throws app.not-found, app.nothing-evaluated, app.bad-moment; with `worth`
   *   app.golden-not-evaluated and what reading a golden set throws.
   */
  failures(as: As, input: FailuresInput): Promise<FailureReport>;
}
