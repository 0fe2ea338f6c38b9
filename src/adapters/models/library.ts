/** @module The folder of added models: what is there, whole or not at all, and whether it still is. */
import { createHash } from "node:crypto";
import { createReadStream, existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Entropy } from "../../foundation/effects.ts";
import { badModelName, modelExists, modelUnreadable } from "./errors.ts";
import {
  ModelRecordSchema,
  RECORD_FILE,
  type ModelFile,
  type ModelRecord,
} from "./model-record.ts";
import { readModel } from "./read-model.ts";

/** Where staged folders begin with a dot, which no name does. */
const STAGING = ".adding-";
const NAME = /^[A-Za-z0-9][\w.-]*(?:\/[A-Za-z0-9][\w.-]*)?$/;

export interface LocalModel {
  readonly folder: string;
  readonly record: ModelRecord;
}

/** One file of a model that is being added; pieces come in order. */
export interface IncomingFile {
  readonly name: string;
  read(): AsyncIterable<Uint8Array>;
}

export interface AddRequest {
  readonly directory: string;
  readonly entropy: Entropy;
  readonly name: string;
  readonly files: readonly IncomingFile[];
  /** All of the record but the files. */
  readonly about: Pick<ModelRecord, "source" | "licence" | "addedAt">;
  /** Told the bytes written so far, of all files. */
  readonly onBytes?: (done: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** By name; folders without a record are none of its models. */
export function listLocalModels(directory: string): readonly LocalModel[] {
  const found: LocalModel[] = [];
  for (const folder of listFolders(directory))
    for (const candidate of [folder, ...listFolders(folder)]) {
      const record = readRecord(candidate);
      if (record) found.push({ folder: candidate, record });
    }
  return found.toSorted((a, b) => (a.record.name < b.record.name ? -1 : 1));
}

const listFolders = (directory: string): readonly string[] =>
  existsSync(directory)
    ? readdirSync(directory, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
        .map((entry) => join(directory, entry.name))
    : [];

/** @throws models.unreadable */
export function readRecord(folder: string): ModelRecord | undefined {
  const path = join(folder, RECORD_FILE);
  if (!existsSync(path)) return undefined;
  try {
    return ModelRecordSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    throw modelUnreadable({ file: path, reason: "it is no record of a model" }, error);
  }
}

/** @throws models.bad-name, models.exists */
export function assertFreeName(directory: string, name: string): void {
  if (!NAME.test(name)) throw badModelName({ name });
  const folder = join(directory, name);
  if (existsSync(folder)) throw modelExists({ model: name, folder });
}

/**
 * All files, then their record, in a folder of another name that is renamed at the end: what broke off
 * leaves nothing.
 *
 * @throws models.bad-name, models.exists, models.incomplete, models.unreadable, what reading throws.
 */
export async function addModel(request: AddRequest): Promise<LocalModel> {
  const { directory, entropy, name, about, onBytes, signal } = request;
  assertFreeName(directory, name);
  const folder = join(directory, name);
  const staging = join(directory, STAGING + Buffer.from(entropy.bytes(8)).toString("hex"));
  try {
    const files: ModelFile[] = [];
    let done = 0;
    for (const file of request.files) {
      const onPiece = (bytes: number): void => onBytes?.((done += bytes));
      files.push(await writeFile(staging, file, onPiece, signal));
    }
    const record: ModelRecord = { format: "plumbline.model/1", name, ...about, files };
    const text = new TextEncoder().encode(`${JSON.stringify(record, undefined, 2)}\n`);
    await writeFile(
      staging,
      { name: RECORD_FILE, read: () => once(text) },
      () => undefined,
      signal,
    );
    readModel(staging, name);
    await mkdir(dirname(folder), { recursive: true });
    await rename(staging, folder);
    return { folder, record };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function writeFile(
  folder: string,
  { name, read }: IncomingFile,
  onPiece: (bytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<ModelFile> {
  const path = join(folder, ...name.split("/"));
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, "w", 0o600);
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    for await (const piece of read()) {
      signal?.throwIfAborted();
      await file.writeFile(piece);
      hash.update(piece);
      bytes += piece.length;
      onPiece(piece.length);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { name, bytes, sha256: hash.digest("hex") };
}

/** @returns a sentence for each file that is not as it was added; none where all are. */
export async function verifyModel({ folder, record }: LocalModel): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const { name, sha256 } of record.files) {
    const path = join(folder, ...name.split("/"));
    if (!existsSync(path)) faults.push(`${name} is gone`);
    else if ((await hashFile(path)) !== sha256)
      faults.push(`${name} was changed since it was added`);
  }
  return faults;
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path, { highWaterMark: 2 ** 20 }))
    hash.update(piece as Uint8Array); // a stream without encoding gives bytes
  return hash.digest("hex");
}
