/** @module Models of a hub: what one would bring, and its files, piece by piece. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { AdapterContext } from "../../ports/adapter.ts";
import { badModelName, hubGarbled, hubRefused } from "./errors.ts";
import type { IncomingFile } from "./library.ts";
import { listWantedFiles } from "./wanted-files.ts";
import type { Weights } from "./weights.ts";

export const DEFAULT_HUB = "https://huggingface.co";

export interface HubRequest {
  /** `owner/name`. */
  readonly model: string;
  /** Its address, without a path. */
  readonly hub: string;
  readonly weights: Weights | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface HubFile {
  readonly name: string;
  readonly bytes: number;
  /** Where the hub tells it, as it does for large files. */
  readonly sha256?: string;
}

export interface HubModel {
  readonly model: string;
  readonly hub: string;
  /** The commit that the files are of. */
  readonly revision: string;
  readonly licence?: string;
  /** Those that would be fetched. */
  readonly files: readonly HubFile[];
}

const Reply = z.object({
  sha: z.string().regex(/^[0-9a-f]{7,64}$/),
  cardData: z
    .object({ license: z.union([z.string(), z.array(z.string())]).optional() })
    .optional()
    .catch(undefined),
  siblings: z.array(
    z.object({
      rfilename: z.string(),
      size: z.int().min(0).optional(),
      lfs: z.object({ sha256: z.string().optional(), size: z.int().min(0).optional() }).optional(),
    }),
  ),
});

const NAME = /^[\w.-]+\/[\w.-]+$/;

type Fetch = AdapterContext["fetch"];

/** @throws models.bad-name, models.hub-refused, models.hub-garbled, models.incomplete, the fetch's errors. */
export async function describeHubModel(
  fetch: Fetch,
  { model, hub, weights, signal }: HubRequest,
): Promise<HubModel> {
  if (!NAME.test(model)) throw badModelName({ name: model });
  const url = new URL(`/api/models/${model}?blobs=true`, hub);
  const response = await fetch(url, { headers: { accept: "application/json" }, ...toInit(signal) });
  if (!response.ok) throw await refuse(url, response);
  const parsed = Reply.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success)
    throw hubGarbled({ url: url.href, reason: "it is no description of a model" });
  const { sha: revision, siblings, cardData } = parsed.data;
  const names = siblings.map(({ rfilename }) => rfilename);
  const wanted = new Set(listWantedFiles(names, weights, model));
  const files = siblings
    .filter(({ rfilename }) => wanted.has(rfilename))
    .map(({ rfilename: name, size = 0, lfs }): HubFile => {
      const { sha256 } = lfs ?? {};
      return { name, bytes: lfs?.size ?? size, ...(sha256 === undefined ? {} : { sha256 }) };
    });
  const licence = [cardData?.license ?? []].flat().join(", ");
  return { model, hub, revision, files, ...(licence === "" ? {} : { licence }) };
}

const toInit = (signal: AbortSignal | undefined): { signal?: AbortSignal } =>
  signal ? { signal } : {};

async function refuse(url: URL, response: Response): Promise<Error> {
  await response.body?.cancel();
  return hubRefused({ url: url.href, status: response.status });
}

/** One exchange is limited in bytes and in time; a model is larger than that. */
const PART_BYTES = 16 * 2 ** 20;

/** Files to be added; each is checked against what the hub said of it. */
export const openHubFiles = (
  fetch: Fetch,
  { model, hub, revision, files }: HubModel,
  signal?: AbortSignal,
): readonly IncomingFile[] =>
  files.map((file) => ({
    name: file.name,
    read: () =>
      readFile(fetch, new URL(`/${model}/resolve/${revision}/${file.name}`, hub), file, signal),
  }));

/** @throws models.hub-refused, models.hub-garbled */
async function* readFile(
  fetch: Fetch,
  url: URL,
  { bytes, sha256 }: HubFile,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  for (let from = 0; from < bytes;) {
    const to = Math.min(bytes, from + PART_BYTES) - 1;
    const headers = { range: `bytes=${from}-${to}`, "accept-encoding": "identity" };
    const response = await fetch(url, { headers, ...toInit(signal) });
    if (!response.ok) throw await refuse(url, response);
    const part = new Uint8Array(await response.arrayBuffer());
    // A server that knows no ranges gives the file whole.
    const isWhole = response.status === 200 && from === 0 && part.length === bytes;
    if (!isWhole && (response.status !== 206 || part.length !== to + 1 - from))
      throw hubGarbled({ url: url.href, reason: `${part.length} bytes, not ${to + 1 - from}` });
    hash.update(part);
    yield part;
    from += part.length;
  }
  if (sha256 !== undefined && hash.digest("hex") !== sha256)
    throw hubGarbled({ url: url.href, reason: "its bytes are not those that the hub lists" });
}
