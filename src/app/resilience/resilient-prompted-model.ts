/** @module Around every prompted model, once: a deadline, retries, a breaker. */
import type { PromptedModel } from "../../ports/prompted-model.ts";
import type { Guard } from "./guard.ts";

/** The model, guarded. @throws what the guard throws. */
export const makeResilientPromptedModel = (model: PromptedModel, guard: Guard): PromptedModel => ({
  ...model,
  ask: (request) =>
    guard.call(model.id, (signal) => model.ask({ ...request, signal }), request.signal),
});
