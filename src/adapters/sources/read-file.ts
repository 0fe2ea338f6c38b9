/** @module One file of a source, whole, within the limit that every source has. */
import { readFile, stat } from "node:fs/promises";
import { sourceNotFound, sourceTooLarge, sourceUnreadable } from "./errors.ts";

const FILE_LIMIT_BYTES = 100 * 1024 * 1024;

/** When it was last changed, ISO 8601. @throws sources.not-found for what is no file. */
export async function readModifiedAt(location: string): Promise<string> {
  const found = await stat(location).catch(() => undefined);
  if (!found?.isFile()) throw sourceNotFound({ location });
  return found.mtime.toISOString();
}

/** @throws sources.too-large, sources.unreadable. */
export async function readWholeFile(
  path: string,
  key: string,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > FILE_LIMIT_BYTES)
      throw sourceTooLarge({ key, bytes: size, limit: FILE_LIMIT_BYTES });
    return await readFile(path, signal ? { signal } : {});
  } catch (error) {
    if (signal?.aborted || sourceTooLarge.is(error)) throw error;
    throw toUnreadable(path, error);
  }
}

export function toUnreadable(location: string, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  return sourceUnreadable({ location, reason }, error);
}
