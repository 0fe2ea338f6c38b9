/** @module Use case: one document from a program, added or replaced in one step. */
import { PlumblineError } from "../foundation/errors.ts";
import { hashJson, sha256 } from "../foundation/hash.ts";
import { toDocumentId } from "../foundation/ids.ts";
import { mayRead, type Access } from "../domain/access.ts";
import type { DocumentRecord, ParsedDocument } from "../domain/document.ts";
import type { Metadata } from "../domain/metadata.ts";
import { permits, toAccessList, type AccessList } from "../domain/principal.ts";
import { resolveAccess, syncSource, type SyncEvent } from "../ingest/index.ts";
import type { CollectionRecord, Store } from "../ports/store.ts";
import type { SourceContent } from "../ports/source.ts";
import { findExtension, parseMediaType, type Parsers } from "../adapters/parsing.ts";
import { CollectionNameSchema } from "../config/index.ts";
import { maintenanceAccess } from "./access.ts";
import type { Assembly } from "./assembly.ts";
import { INGEST } from "./spend/lend-retrieval.ts";
import {
  badCollectionName,
  badUpload,
  noSuchCollection,
  notFound,
  uploadUnreadable,
} from "./errors.ts";
import type { IndexKeeper } from "./indexes/index-keeper.ts";
import { describeCollection } from "./ingest.ts";

export interface PutDocumentInput {
  readonly collection: string;
  /** Names the document among what callers with the same rights put into the collection. */
  readonly key: string;
  readonly content:
    | { readonly kind: "text"; readonly text: string }
    /** The name says by its extension how it is read; without one the media type does. */
    | {
        readonly kind: "file";
        readonly name?: string | undefined;
        readonly mediaType?: string | undefined;
        readonly bytes: Uint8Array;
      };
  readonly title?: string | undefined;
  readonly metadata?: Metadata | undefined;
  /** Principals that may read; without it the collection's default. */
  readonly access?: readonly string[] | undefined;
  readonly deny?: readonly string[] | undefined;
  readonly language?: string | undefined;
  /** ISO 8601: when the content is from. */
  readonly modifiedAt?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface PutDocumentOutput {
  readonly document: DocumentRecord;
  readonly outcome: "added" | "replaced" | "unchanged";
}

/** What a stored key of at most 500 characters says in every list and citation. */
const KEY = /^[^\p{Cc}]{1,500}$/u;

/**
 * Commits one document. Callers have a name space of their own by their rights: whether somebody
 * else uses the same key in the collection is nothing they could learn.
 *
 * @throws app.no-such-collection, app.upload-unreadable, errors of `parsers.*` and `ingest.*`.
 */
export async function putDocument(
  assembly: Assembly,
  store: Store,
  parsers: Parsers,
  access: Access,
  input: PutDocumentInput,
  indexes: Pick<IndexKeeper, "listPlans">,
): Promise<PutDocumentOutput> {
  if (!KEY.test(input.key))
    throw badUpload({ reason: "key must be 1 to 500 printable characters" });
  const collection = await findWritable(assembly, store, access, input.collection);
  const configured = toConfigured(input);
  const admits = resolveAccess(undefined, configured, collection.defaultAccess);
  if (!mayRead(access, admits)) throw uploadUnreadable({ key: input.key });
  const source = toUploadSource(access);
  const id = toDocumentId(collection.name, source, input.key);
  const operator = maintenanceAccess("put document");
  const known = await store.readSource(operator, collection.name, source, input.key);
  const { loaded, clock, spend } = assembly;
  const embedder = assembly.embedder.paidBy(spend.purseOf(store, INGEST));
  let outcome: PutDocumentOutput["outcome"] = known.length > 0 ? "replaced" : "added";
  for await (const event of syncSource({
    jobId: "",
    collection,
    source,
    from: { location: input.key, list: async () => [toItem(input)] },
    embedder,
    access: configured,
    allowDeletes: false,
    chunking: loaded.config.chunking,
    plans: () => indexes.listPlans(store, collection.name),
    known,
    parse: async (request) => withGiven(await parsers.parse(request), input),
    parserIdOf: (name) => `${parsers.parserFor(name)?.id ?? "none"}+${hashGiven(input)}`,
    findVectors: (hashes, fingerprint) => store.readEmbeddings(operator, fingerprint, hashes),
    // A document that came by itself is no job: its reply says how it went.
    store: { commit: (batch) => store.commit(batch), putJob: async () => undefined },
    clock,
    concurrency: 1,
    ...(input.signal ? { signal: input.signal } : {}),
  })) {
    refuseRejected(event);
    if (event.type === "document-unchanged") outcome = "unchanged";
  }
  const document = await store.findDocument(operator, id);
  if (!document) throw notFound({ what: "document", id });
  // What the file says of its own access narrows, and may leave out whoever sent it.
  return { document, outcome };
}

/** @throws app.not-found, also for what may not be read. */
export async function deleteDocument(store: Store, access: Access, id: string): Promise<void> {
  const document = await store.findDocument(access, id);
  if (!document) throw notFound({ what: "document", id });
  const { collection } = document;
  await store.commit({ collection, puts: [], deletes: [id], accessChanges: [] });
}

/** The owner makes collections; a caller writes where there is something for that caller to read. */
async function findWritable(
  assembly: Assembly,
  store: Store,
  access: Access,
  name: string,
): Promise<CollectionRecord> {
  if (!CollectionNameSchema.safeParse(name).success) throw badCollectionName({ name });
  const { stored, record } = await describeCollection(assembly, store, name, {});
  if (access.kind === "caller") {
    const seen = (await store.listCollections(access)).some((each) => each.name === name);
    if (!seen && !permits(record.defaultAccess, access.principals))
      throw noSuchCollection({ name });
  }
  const { documents: _, chunks: __, ...before } = stored;
  if (hashJson(before) !== hashJson(record)) await store.putCollection(record);
  return record;
}

const toConfigured = ({ access, deny }: PutDocumentInput): AccessList | undefined =>
  access ? toAccessList(access, deny) : deny && { allow: [], deny: [...deny] };

function toUploadSource(access: Access): string {
  if (access.kind === "operator") return "api";
  return `api:${hashJson([...access.principals].sort()).slice(0, 8)}`;
}

function toItem(input: PutDocumentInput) {
  const { key, content, modifiedAt } = input;
  const name = content.kind === "file" ? toFileName(key, content) : "";
  return {
    key,
    ...(modifiedAt === undefined ? {} : { modifiedAt }),
    read: async (): Promise<SourceContent> =>
      content.kind === "file"
        ? { kind: "file", name, bytes: content.bytes }
        : {
            kind: "record",
            title: input.title ?? "",
            text: content.text,
            metadata: input.metadata ?? {},
            ...(input.language ? { language: input.language } : {}),
            ...(modifiedAt ? { modifiedAt } : {}),
          },
  };
}

type FileContent = Extract<PutDocumentInput["content"], { kind: "file" }>;

/** @throws app.bad-upload */
function toFileName(key: string, { name, mediaType }: FileContent): string {
  if (name !== undefined) return name;
  const { type } = parseMediaType(mediaType ?? null);
  const extension = findExtension(type);
  if (extension === undefined)
    throw badUpload({ reason: type === "" ? "its file has no name" : `${type} is not read` });
  return `${key}.${extension}`;
}

/** What the caller says of a file wins over what the file says of itself. */
function withGiven(parsed: ParsedDocument, input: PutDocumentInput): ParsedDocument {
  const { title, metadata, language, modifiedAt } = input;
  return {
    ...parsed,
    metadata: { ...parsed.metadata, ...metadata },
    ...(title ? { title } : {}),
    ...(language ? { language } : {}),
    ...(modifiedAt ? { modifiedAt } : {}),
  };
}

/** Another title on the same bytes is another document version. */
function hashGiven({ title, metadata, language, modifiedAt }: PutDocumentInput): string {
  return sha256(JSON.stringify([title, metadata, language, modifiedAt])).slice(0, 12);
}

function refuseRejected(event: SyncEvent): void {
  if (event.type !== "document-rejected") return;
  const { code, kind, message, hint, key } = event;
  throw new PlumblineError({ code, kind, message, hint, details: { key } });
}
