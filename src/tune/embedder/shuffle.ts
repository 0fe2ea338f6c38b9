/** @module An order of training texts that a seed and an epoch decide. */
import { createRandom } from "../../foundation/random.ts";

/**
 * The numbers from 0 to `count` − 1 in an order drawn from the seed alone, so that a run that was
 * stopped meets the same batches when it goes on.
 */
export function shuffleNumbers(count: number, seed: string): Uint32Array {
  const random = createRandom(seed);
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const held = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = held;
  }
  return order;
}
