/** @module What is told to and by the use cases of models. */
import type { HubModel, LocalModel, Weights } from "../../adapters/index.ts";

export interface ListedAdapter {
  readonly name: string;
  /** What it takes to use it, in words. */
  readonly needs: string;
  /** plumbline.yaml names it. */
  readonly configured: boolean;
}

export interface ListedModel extends LocalModel {
  readonly bytes: number;
  /** SHA-256 over the names and hashes of its files. */
  readonly hash: string;
}

export interface ModelsList {
  readonly embedders: readonly ListedAdapter[];
  readonly rerankers: readonly ListedAdapter[];
  /** Where added models lie. */
  readonly directory: string;
  readonly models: readonly ListedModel[];
  /** What runs them, and whether it is installed. */
  readonly runtime: {
    readonly name: string;
    readonly version: string;
    readonly installed: boolean;
  };
}

export interface AddModelInput {
  /** A path (`./…`, `/…`), or `owner/name` on the hub. */
  readonly model: string;
  /** Default: the last part of the path, or the name on the hub. */
  readonly name?: string | undefined;
  readonly weights?: Weights | undefined;
  /** Another hub's address. */
  readonly hub?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type AddModelEvent =
  | { readonly type: "model-found"; readonly files: number; readonly bytes: number | undefined }
  | { readonly type: "bytes-written"; readonly done: number }
  | { readonly type: "model-added"; readonly model: ListedModel };

export interface ModelCheck {
  readonly name: string;
  readonly fingerprint: string;
  readonly dimensions: number;
  /** Weight of the dense leg where none was fitted. */
  readonly alpha: number;
  /** Until the first text was embedded. */
  readonly loadMs: number;
  /** Of one question, afterwards. */
  readonly queryMs: number;
  readonly textsPerSecond: number;
  /** Cosine of two sentences that say the same in other words. */
  readonly related: number;
  /** Cosine of the first with one about something else. */
  readonly unrelated: number;
  /** Files of an added model that are not as they were added. */
  readonly faults: readonly string[];
}

export interface ModelUseCases extends AsyncDisposable {
  list(): Promise<ModelsList>;
  /** What a name on a hub would bring; nothing is fetched but that. */
  describe(input: AddModelInput): Promise<HubModel>;
  /** Whole when the last event comes, and not there at all otherwise. */
  add(input: AddModelInput): AsyncGenerator<AddModelEvent>;
  /** @param named an adapter, `adapter:MODEL`, a model's name, a configuration file; default: what is configured. */
  check(named?: string, signal?: AbortSignal): Promise<ModelCheck>;
}
