/** @module Around every generator, once: tried again as long as nothing of its draft was seen. */
import type { Generator } from "../../ports/generator.ts";
import type { Guard } from "./guard.ts";

/**
 * The generator, guarded up to its first event: a draft that has begun is never begun again, for
 * its sentences may have been shown.
 *
 * @throws what the guard throws; behind the first event what the generator throws.
 */
export function makeResilientGenerator(generator: Generator, guard: Guard): Generator {
  return {
    ...generator,
    async *generate(request) {
      const { events, first } = await guard.call(
        generator.id,
        async (signal) => {
          const iterator = generator.generate({ ...request, signal })[Symbol.asyncIterator]();
          return { events: iterator, first: await iterator.next() };
        },
        request.signal,
      );
      try {
        for (let step = first; step.done !== true; step = await events.next()) yield step.value;
      } finally {
        await events.return?.();
      }
    },
  };
}
