/** @module Artifacts as folders of files, each below the hash of its manifest. */
import { existsSync, statfsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { z } from "zod";
import {
  ARTIFACT_KINDS,
  PARENT_ROLES,
  TAINTS,
  type ArtifactCard,
  type ArtifactManifest,
  type ArtifactRecord,
  type Taint,
} from "../../domain/artifact.ts";
import {
  hashManifest,
  isArtifactId,
  isFileName,
  makeManifest,
  toArtifactId,
} from "../../domain/artifact-manifest.ts";
import { NO_FAULTS, type Entropy, type Faults } from "../../foundation/effects.ts";
import { sha256, toCanonicalJson } from "../../foundation/hash.ts";
import {
  artifactCorrupt,
  artifactDiskFull,
  artifactInvalid,
  artifactNotFound,
} from "../../ports/artifact-errors.ts";
import type { ArtifactPut, ArtifactStore, ReadArtifact } from "../../ports/artifact-store.ts";
import { syncFolder, writeDurably } from "./durable-files.ts";

export interface FileArtifactStoreOptions {
  /** The folder that holds `sha256/`; made by the first put. */
  readonly directory: string;
  readonly entropy: Entropy;
  readonly faults?: Faults;
}

const MANIFEST = "manifest.json";
const CARD = "card.json";
const TAINT = "taint.json";
const FILES = "files";

const ManifestSchema: z.ZodType<ArtifactManifest> = z.strictObject({
  format: z.literal("plumbline.artifact/1"),
  kind: z.enum(ARTIFACT_KINDS),
  files: z.array(
    z.strictObject({
      name: z.string().refine(isFileName),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      bytes: z.int().min(0),
    }),
  ),
  parents: z.array(z.strictObject({ role: z.enum(PARENT_ROLES), id: z.string().min(1) })),
  recipe: z.record(z.string(), z.unknown()),
});
const TaintSchema = z.strictObject({ taint: z.enum(TAINTS) });

/** Left free for the operator, as by the store. */
const RESERVED_BYTES = 64 * 1024 * 1024;

export function createFileArtifactStore(options: FileArtifactStoreOptions): ArtifactStore {
  const { directory } = options;
  const toFolder = (hash: string): string =>
    join(directory, "sha256", hash.slice(0, 2), hash.slice(2));
  const open = async (id: string): Promise<{ hash: string; folder: string }> => {
    const hash = await locate(directory, id);
    if (hash === undefined) throw artifactNotFound({ id });
    return { hash, folder: toFolder(hash) };
  };
  const find = async (id: string): Promise<ArtifactRecord | undefined> => {
    const hash = await locate(directory, id);
    return hash === undefined ? undefined : readRecord(toFolder(hash), hash);
  };
  const read = async (id: string): Promise<ReadArtifact> => {
    const { hash, folder } = await open(id);
    return readWhole(folder, hash);
  };
  const listIds = async (): Promise<readonly string[]> =>
    (await listFolders(directory)).map(toArtifactId).toSorted();
  return {
    put: (content, card) => put(options, toFolder, content, card),
    read,
    find,
    listIds,
    async list() {
      const records: ArtifactRecord[] = [];
      for (const id of await listIds())
        try {
          const record = await find(id);
          if (record) records.push(record);
        } catch (error) {
          if (!artifactCorrupt.is(error)) throw error;
        }
      return records;
    },
    async verify(id) {
      try {
        await read(id);
        return [];
      } catch (error) {
        return [error instanceof Error ? error.message : String(error)];
      }
    },
    async setTaint(id, taint) {
      const { hash, folder } = await open(id);
      const record = await readRecord(folder, hash);
      await guarded(directory, () => writeTaint(folder, taint));
      return { ...record, taint };
    },
    async remove(id) {
      const hash = await locate(directory, id);
      if (hash !== undefined) await remove(options, toFolder(hash), hash);
    },
    sweep: (before) => sweep(directory, before),
  };
}

async function writeTaint(folder: string, taint: Taint): Promise<void> {
  const next = join(folder, `${TAINT}.part`);
  await writeDurably(next, toText({ taint }));
  await rename(next, join(folder, TAINT));
  await syncFolder(folder);
}

/** Under another name first: what is removed by halves must not look like an artifact. */
async function remove(
  { directory, entropy, faults = NO_FAULTS }: FileArtifactStoreOptions,
  folder: string,
  hash: string,
): Promise<void> {
  const going = join(directory, "going", `${hash}-${toSuffix(entropy)}`);
  await mkdir(dirname(going), { recursive: true, mode: 0o700 });
  await rename(folder, going);
  await syncFolder(dirname(folder));
  faults.hit("artifact:unlinked");
  await rm(going, { recursive: true, force: true });
}

const toText = (value: unknown): Uint8Array => Buffer.from(`${toCanonicalJson(value)}\n`);
const toSuffix = (entropy: Entropy): string => Buffer.from(entropy.bytes(8)).toString("hex");

async function put(
  { directory, entropy, faults = NO_FAULTS }: FileArtifactStoreOptions,
  toFolder: (hash: string) => string,
  content: ArtifactPut,
  card: ArtifactCard,
): Promise<ArtifactRecord> {
  checkContent(content);
  const manifest = makeManifest(content);
  const hash = hashManifest(manifest);
  const folder = toFolder(hash);
  if (existsSync(folder)) return (await readWhole(folder, hash)).record;
  const making = join(directory, "making", `${hash.slice(0, 16)}-${toSuffix(entropy)}`);
  try {
    await guarded(directory, async () => {
      await mkdir(making, { recursive: true, mode: 0o700 });
      checkSpace(directory);
      for (const [name, bytes] of content.files)
        await writeDurably(join(making, FILES, ...name.split("/")), bytes);
      await writeDurably(join(making, CARD), toText(card));
      faults.hit("artifact:written");
      await writeDurably(join(making, MANIFEST), toText(manifest));
      await syncFolders(making);
      faults.hit("artifact:synced");
      await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
      await rename(making, folder);
      faults.hit("artifact:renamed");
      await syncFolder(dirname(folder));
    });
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    // Somebody else put the same at the same time: then it is there.
    if (!isTaken(error) || !existsSync(folder)) throw error;
  }
  return (await readWhole(folder, hash)).record;
}

/** @throws registry.artifact-invalid */
function checkContent({ files }: ArtifactPut): void {
  if (files.size === 0) throw artifactInvalid({ reason: "it has no file" });
  for (const name of files.keys())
    if (!isFileName(name))
      throw artifactInvalid({ reason: `${JSON.stringify(name)} cannot name a file` });
}

function checkSpace(directory: string): void {
  const { bavail, bsize } = statfsSync(directory);
  if (bavail * bsize < RESERVED_BYTES) throw artifactDiskFull({ directory });
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined;
const isTaken = (error: unknown): boolean =>
  ["EEXIST", "ENOTEMPTY"].includes(String(codeOf(error)));

async function guarded(directory: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (codeOf(error) === "ENOSPC" || codeOf(error) === "EDQUOT")
      throw artifactDiskFull({ directory }, error);
    throw error;
  }
}

/** Hashes of the manifests, as the folders are named. */
async function listFolders(directory: string): Promise<readonly string[]> {
  const root = join(directory, "sha256");
  if (!existsSync(root)) return [];
  const hashes: string[] = [];
  for (const start of await readdir(root)) hashes.push(...(await listBelow(directory, start)));
  return hashes.toSorted();
}

async function listBelow(directory: string, start: string): Promise<readonly string[]> {
  const folder = join(directory, "sha256", start);
  if (!existsSync(folder)) return [];
  const hashes = (await readdir(folder)).map((rest) => `${start}${rest}`);
  return hashes.filter((hash) => /^[0-9a-f]{64}$/.test(hash));
}

async function locate(directory: string, id: string): Promise<string | undefined> {
  if (!isArtifactId(id)) return undefined;
  const hashes = await listBelow(directory, id.slice(4, 6));
  return hashes.find((hash) => toArtifactId(hash) === id);
}

async function readPart(folder: string, id: string, file: string): Promise<Uint8Array> {
  try {
    return await readFile(join(folder, ...file.split("/")));
  } catch (error) {
    throw artifactCorrupt({ id, file, reason: "cannot be read" }, error);
  }
}

async function parsePart<T>(
  folder: string,
  id: string,
  file: string,
  schema: z.ZodType<T>,
): Promise<T> {
  const bytes = await readPart(folder, id, file);
  try {
    return schema.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  } catch (error) {
    throw artifactCorrupt({ id, file, reason: "does not read as what it is" }, error);
  }
}

async function readRecord(folder: string, hash: string): Promise<ArtifactRecord> {
  const id = toArtifactId(hash);
  const manifest = await parsePart(folder, id, MANIFEST, ManifestSchema);
  if (hashManifest(manifest) !== hash)
    throw artifactCorrupt({ id, file: MANIFEST, reason: "has another hash" });
  // Cards are told, not computed with; they were written here.
  const card = (await parsePart(folder, id, CARD, z.looseObject({}))) as unknown as ArtifactCard;
  const taint: Taint = existsSync(join(folder, TAINT))
    ? (await parsePart(folder, id, TAINT, TaintSchema)).taint
    : "clean";
  return { id, sha256: hash, manifest, card, taint };
}

/** @throws registry.artifact-corrupt naming the first file that is not as it was. */
async function readWhole(folder: string, hash: string): Promise<ReadArtifact> {
  const record = await readRecord(folder, hash);
  const { id, manifest } = record;
  const files = new Map<string, Uint8Array>();
  for (const { name, sha256: wanted, bytes: length } of manifest.files) {
    const file = `${FILES}/${name}`;
    const bytes = await readPart(folder, id, file);
    if (bytes.length !== length)
      throw artifactCorrupt({ id, file, reason: `has ${bytes.length} bytes, not ${length}` });
    if (sha256(bytes) !== wanted) throw artifactCorrupt({ id, file, reason: "has another hash" });
    files.set(name, bytes);
  }
  const root = join(folder, FILES);
  const there = await readdir(root, { recursive: true, withFileTypes: true });
  for (const entry of there) {
    const name = relative(root, join(entry.parentPath, entry.name)).replaceAll(sep, "/");
    if (!entry.isDirectory() && !files.has(name))
      throw artifactCorrupt({ id, file: `${FILES}/${name}`, reason: "does not belong to it" });
  }
  return { record, files };
}

/** The folder, and all below it: names of files are durable by the folder that holds them. */
async function syncFolders(folder: string): Promise<void> {
  const below = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of below)
    if (entry.isDirectory()) await syncFolder(join(entry.parentPath, entry.name));
  await syncFolder(folder);
}

async function sweep(directory: string, before: Date): Promise<number> {
  let swept = 0;
  for (const place of ["making", "going"]) {
    const root = join(directory, place);
    if (!existsSync(root)) continue;
    for (const name of await readdir(root)) {
      const { mtime } = await stat(join(root, name));
      if (mtime >= before) continue;
      await rm(join(root, name), { recursive: true, force: true });
      swept++;
    }
  }
  return swept;
}
