/** @module What every training of rows shares: its state, its events, its loop of epochs. */
/** Where a run stands between two epochs: enough to go on from there with the same result. */
export interface TrainingState {
  readonly epoch: number;
  readonly rows: Float32Array;
  /** What Adagrad keeps of each row. */
  readonly squares: Float32Array;
}

export type TrainingEvent =
  | {
      readonly type: "batch-trained";
      readonly epoch: number;
      readonly batch: number;
      readonly batches: number;
      readonly loss: number;
    }
  | {
      readonly type: "epoch-trained";
      readonly epoch: number;
      /** Mean over the batches. */
      readonly loss: number;
      /** Changed by the next epoch: copy what is to be kept. */
      readonly state: TrainingState;
    };

/** How the length of a step changes over the epochs. */
export interface RateSchedule {
  readonly epochs: number;
  readonly rate: number;
  /** It stays, or falls in a line to a tenth. */
  readonly schedule: "constant" | "linear";
}

export interface ResumeOptions {
  /** The state that `epoch-trained` gave; it is changed. Absent: from the start. */
  readonly from?: TrainingState | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Share of the first rate that is left at the end of a linear schedule. */
const LAST_RATE = 0.1;

/**
 * Runs the epochs that are left, in batches that `order` gives for each.
 *
 * @param step trains on one batch and returns its loss.
 * @throws what `signal` was aborted with, between two batches.
 */
export async function* runEpochs(
  start: Float32Array,
  dimensions: number,
  { epochs, rate, schedule }: RateSchedule,
  tools: {
    readonly order: (epoch: number) => readonly Uint32Array[];
    readonly step: (batch: Uint32Array, state: TrainingState, rate: number) => number;
  },
  { from, signal }: ResumeOptions,
): AsyncGenerator<TrainingEvent> {
  const squares = from?.squares ?? new Float32Array(start.length / dimensions);
  let state = from ?? { epoch: 0, rows: Float32Array.from(start), squares };
  while (state.epoch < epochs) {
    const epoch = state.epoch + 1;
    const batches = tools.order(epoch);
    let sum = 0;
    for (const [at, batch] of batches.entries()) {
      signal?.throwIfAborted();
      const progress = (state.epoch + at / batches.length) / epochs;
      const fall = schedule === "linear" ? (1 - LAST_RATE) * progress : 0;
      const loss = tools.step(batch, state, rate * (1 - fall));
      sum += loss;
      yield { type: "batch-trained", epoch, batch: at + 1, batches: batches.length, loss };
    }
    state = { ...state, epoch };
    yield { type: "epoch-trained", epoch, loss: sum / Math.max(1, batches.length), state };
  }
}

/** An order in batches; the last one may be smaller. */
export function cutBatches(order: Uint32Array, size: number): readonly Uint32Array[] {
  return Array.from({ length: Math.ceil(order.length / size) }, (_, at) =>
    order.subarray(at * size, (at + 1) * size),
  );
}
