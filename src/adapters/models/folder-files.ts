/** @module The files of a model that lies in a folder already. */
import { createReadStream, readdirSync } from "node:fs";
import { join } from "node:path";
import type { IncomingFile } from "./library.ts";
import { readModel } from "./read-model.ts";
import { listWantedFiles } from "./wanted-files.ts";
import type { Weights } from "./weights.ts";

/** @throws models.incomplete, models.unreadable */
export function openFolderFiles(
  folder: string,
  weights: Weights | undefined,
): readonly IncomingFile[] {
  readModel(folder);
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((name) => name.replaceAll("\\", "/"))
    .toSorted();
  return listWantedFiles(names, weights, folder).map((name) => ({
    name,
    read: () => createReadStream(join(folder, name), { highWaterMark: 2 ** 20 }),
  }));
}
