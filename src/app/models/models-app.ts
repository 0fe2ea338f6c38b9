/** @module The use cases of models: what there is, what a hub would bring, added, checked. */
import { basename, isAbsolute, resolve } from "node:path";
import {
  addModel,
  assertFreeName,
  DEFAULT_HUB,
  describeHubModel,
  EMBEDDERS,
  hashRecord,
  listLocalModels,
  openFolderFiles,
  openHubFiles,
  RERANKERS,
  RUNTIME_PACKAGE,
  transformersRuntime,
  verifyModel,
  type HubModel,
  type LocalModel,
} from "../../adapters/index.ts";
import type { LoadedConfig } from "../../config/index.ts";
import type { Entropy } from "../../foundation/effects.ts";
import type { Lender } from "../assemble.ts";
import { chooseEmbedder, openEmbedder, type NamedEmbedder } from "../embedders/choose-embedders.ts";
import type { Guard } from "../resilience/guard.ts";
import type { Purse } from "../spend/spend-meter.ts";
import { tellAsItGoes } from "../tune/events.ts";
import { findNeeds } from "./adapter-needs.ts";
import { checkEmbedder } from "./check-model.ts";
import type {
  AddModelEvent,
  AddModelInput,
  ListedAdapter,
  ListedModel,
  ModelCheck,
  ModelsList,
  ModelUseCases,
} from "./models-input.ts";

export interface ModelsWorkspace {
  readonly loaded: LoadedConfig;
  readonly workingDirectory: string;
  readonly context: Lender;
  readonly guard: Guard;
  readonly entropy: Entropy;
  readonly purse: Purse;
}

export const createModelUseCases = (
  workspace: ModelsWorkspace,
): Omit<ModelUseCases, keyof AsyncDisposable> => ({
  list: async () => list(workspace),
  describe: (input) => describe(workspace, input),
  add: (input) =>
    tellAsItGoes<AddModelEvent>(
      (tell, signal) => add(workspace, { ...input, signal }, tell),
      input.signal,
    ),
  check: (named, signal) => check(workspace, named, signal),
});

function list({ loaded, context: { modelsDirectory } }: ModelsWorkspace): ModelsList {
  const { embedder, reranker } = loaded.config;
  const toListed = ({ name }: { readonly name: string }, chosen: string): ListedAdapter => ({
    name,
    needs: findNeeds(name) ?? "",
    configured: name === chosen,
  });
  return {
    embedders: EMBEDDERS.map((adapter) => toListed(adapter, embedder.adapter)),
    rerankers: RERANKERS.map((adapter) => toListed(adapter, reranker.adapter)),
    directory: modelsDirectory,
    models: listLocalModels(modelsDirectory).map(toListedModel),
    runtime: { ...RUNTIME_PACKAGE, installed: isInstalled() },
  };
}

const toListedModel = (model: LocalModel): ListedModel => ({
  ...model,
  bytes: model.record.files.reduce((sum, { bytes }) => sum + bytes, 0),
  hash: hashRecord(model.record),
});

function isInstalled(): boolean {
  try {
    transformersRuntime.assertInstalled();
    return true;
  } catch {
    return false;
  }
}

/** The default hub sends its readers on to other hosts; one that is named is asked alone. */
const fetchOf = ({ context }: ModelsWorkspace, hub: string | undefined): Lender["fetchPublic"] =>
  hub === undefined ? context.fetchPublic : context.fetchFor({ hub });

const describe = (
  workspace: ModelsWorkspace,
  { model, weights, hub, signal }: AddModelInput,
): Promise<HubModel> =>
  describeHubModel(fetchOf(workspace, hub), { model, hub: hub ?? DEFAULT_HUB, weights, signal });

const isPath = (model: string): boolean =>
  /^\.{0,2}[\\/]|^\.{1,2}$/.test(model) || isAbsolute(model);

async function add(
  workspace: ModelsWorkspace,
  input: AddModelInput & { readonly signal: AbortSignal },
  tell: (event: AddModelEvent) => void,
): Promise<void> {
  const { context, entropy, workingDirectory } = workspace;
  const { model, weights, signal } = input;
  const { modelsDirectory: directory } = context;
  const addedAt = context.clock.now().toISOString();
  const onBytes = (done: number): void => tell({ type: "bytes-written", done });
  const rest = { directory, entropy, onBytes, signal };
  if (isPath(model)) {
    const folder = resolve(workingDirectory, model);
    const name = input.name ?? basename(folder);
    assertFreeName(directory, name);
    const files = openFolderFiles(folder, weights);
    tell({ type: "model-found", files: files.length, bytes: undefined });
    const about = { source: { folder }, addedAt };
    return told(await addModel({ ...rest, name, files, about }));
  }
  const name = input.name ?? model;
  assertFreeName(directory, name);
  const found = await describe(workspace, input);
  const { hub, revision, licence } = found;
  const bytes = found.files.reduce((sum, file) => sum + file.bytes, 0);
  tell({ type: "model-found", files: found.files.length, bytes });
  const files = openHubFiles(fetchOf(workspace, input.hub), found, signal);
  const about = {
    source: { hub, model, revision },
    addedAt,
    ...(licence === undefined ? {} : { licence }),
  };
  told(await addModel({ ...rest, name, files, about }));

  function told(added: LocalModel): void {
    tell({ type: "model-added", model: toListedModel(added) });
  }
}

async function check(
  workspace: ModelsWorkspace,
  named: string | undefined,
  signal: AbortSignal | undefined,
): Promise<ModelCheck> {
  const { context, purse } = workspace;
  const chosen = await chooseEmbedder(workspace, toEmbedder(named));
  const faults = await findFaults(workspace, chosen);
  const embedder = (await openEmbedder(workspace, chosen)).paidBy(purse);
  return { ...(await checkEmbedder(chosen.name, embedder, context.clock, signal)), faults };
}

/** A bare name of a model is one to be run here. */
function toEmbedder(named: string | undefined): string | undefined {
  if (named === undefined || /\.ya?ml$/.test(named)) return named;
  const [adapter = ""] = named.split(":");
  return EMBEDDERS.some(({ name }) => name === adapter) ? named : `transformers:${named}`;
}

async function findFaults(
  { context }: ModelsWorkspace,
  { choice }: NamedEmbedder,
): Promise<readonly string[]> {
  if (choice.adapter !== "transformers") return [];
  const added = listLocalModels(context.modelsDirectory);
  const model = added.find(({ record }) => record.name === choice.options["model"]);
  return model ? verifyModel(model) : [];
}
