/** @module Which embedders are compared: the configured one, and those that are named beside it. */
import { resolve } from "node:path";
import { EMBEDDERS } from "../../adapters/index.ts";
import { loadConfig, type Config } from "../../config/index.ts";
import { createPaidAdapter } from "../assemble.ts";
import type { Assembly } from "../assembly.ts";
import { makeResilient } from "../resilience/resilient-embedder.ts";
import type { Paid } from "../spend/paid-ports.ts";

export interface NamedEmbedder {
  readonly name: string;
  readonly choice: Config["embedder"];
}

const CONFIG_FILE = /\.ya?ml$/;

type Workspace = Pick<Assembly, "loaded" | "workingDirectory">;

/**
 * @param name an adapter, `adapter:MODEL` or a configuration file; absent: the configured one.
 * @throws config.not-found, config.invalid, config.secret-missing
 */
export async function chooseEmbedder(
  { loaded, workingDirectory }: Workspace,
  name: string | undefined,
): Promise<NamedEmbedder> {
  const { embedder } = loaded.config;
  if (name === undefined) return { name: nameOf(embedder), choice: embedder };
  if (CONFIG_FILE.test(name)) {
    const path = resolve(workingDirectory, name);
    const { config } = await loadConfig({ workingDirectory, environment: process.env, path });
    return { name, choice: config.embedder };
  }
  const [adapter = "", ...rest] = name.split(":");
  const options = rest.length > 0 ? { model: rest.join(":") } : {};
  return { name, choice: { adapter, options } };
}

/** The configured one first. @throws config.not-found, config.invalid, config.secret-missing */
export async function chooseEmbedders(
  workspace: Workspace,
  named: readonly string[],
): Promise<readonly NamedEmbedder[]> {
  const chosen: NamedEmbedder[] = [];
  for (const name of [undefined, ...named]) chosen.push(await chooseEmbedder(workspace, name));
  return chosen;
}

const nameOf = ({ adapter, options }: Config["embedder"]): string =>
  typeof options["model"] === "string" ? `${adapter}:${options["model"]}` : adapter;

/** Anew, so that what opening it takes is seen. @throws app.unknown-adapter, app.bad-adapter-options */
export const openEmbedder = (
  { context, guard }: Pick<Assembly, "context" | "guard">,
  { choice }: NamedEmbedder,
): Promise<Paid<"embedder">> =>
  createPaidAdapter(EMBEDDERS, "embedder", choice, context, (embedder) =>
    makeResilient(embedder, guard),
  );
