/** @module The embedders of indexes that are kept beside the configured one. */
import type { ChosenAdapter } from "../../domain/release.ts";
import { hashJson } from "../../foundation/hash.ts";
import { EMBEDDERS } from "../../adapters/index.ts";
import { redact, resolveSecrets } from "../../config/index.ts";
import { createPaidAdapter } from "../assemble.ts";
import { toEnvironment, type Assembly } from "../assembly.ts";
import { makeResilient } from "../resilience/resilient-embedder.ts";
import type { Paid } from "../spend/paid-ports.ts";

export type MakeEmbedder = (choice: ChosenAdapter) => Promise<Paid<"embedder">>;

/** Each choice is made once; secrets stand in it by reference. */
export function createEmbedderMaker(
  assembly: Pick<Assembly, "embedder" | "loaded" | "context" | "guard">,
): MakeEmbedder {
  const { loaded, context, guard } = assembly;
  const { embedder: configured } = loaded.config;
  const made = new Map<string, Promise<Paid<"embedder">>>([
    [hashJson(redact(configured, loaded.secrets)), Promise.resolve(assembly.embedder)],
  ]);
  const environment = toEnvironment(loaded);
  const make = async (choice: ChosenAdapter): Promise<Paid<"embedder">> => {
    const resolved = resolveSecrets(choice, "embedder", environment, new Map()) as ChosenAdapter; // the same shape
    return createPaidAdapter(EMBEDDERS, "embedder", resolved, context, (embedder) =>
      makeResilient(embedder, guard),
    );
  };
  return (choice) => {
    const key = hashJson({ adapter: choice.adapter, options: choice.options });
    const known = made.get(key) ?? make(choice);
    made.set(key, known);
    known.catch(() => made.delete(key));
    return known;
  };
}
