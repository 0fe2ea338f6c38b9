/** @module What a lane has computed so far, kept so that one who was stopped goes on from there. */

/** Values are JSON; a value that was never kept, or only half, is `undefined`. */
export interface Checkpoint {
  read(key: string): unknown;
  keep(key: string, value: unknown): Promise<void>;
}

export const NO_CHECKPOINT: Checkpoint = {
  read: () => undefined,
  keep: async () => undefined,
};

/** A list of so many finite numbers, or `undefined`. */
export function readNumbers(value: unknown, length: number): Float64Array | undefined {
  if (!Array.isArray(value) || value.length !== length) return undefined;
  const numbers = value.filter((each) => typeof each === "number");
  return numbers.length === length ? Float64Array.from(numbers) : undefined;
}
