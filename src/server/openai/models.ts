/** @module Collections as models: what a client of OpenAI chooses from. */
import type { As, LocalApp } from "../../app/index.ts";
import { modelNotFound } from "../errors.ts";

/** Everything that may be read. */
const WHOLE = "plumbline";

/** `plumbline`, then one for each collection in which something may be read. */
export async function listModels(app: LocalApp, as: As): Promise<readonly string[]> {
  const collections = await app.listCollections(as);
  return [WHOLE, ...collections.map(({ name }) => `${WHOLE}/${name}`)];
}

/**
 * @returns the collections a model stands for; `undefined` is all of them.
 * @throws server.model-not-found, the same for what is not there and what may not be read.
 */
export async function findModel(
  app: LocalApp,
  as: As,
  model: string,
): Promise<readonly string[] | undefined> {
  if (model === WHOLE) return undefined;
  if (!(await listModels(app, as)).includes(model)) throw modelNotFound({ model });
  return [model.slice(WHOLE.length + 1)];
}
