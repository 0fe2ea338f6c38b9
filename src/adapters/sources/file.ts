/** @module One file as a source of one document. */
import { basename, resolve } from "node:path";
import { z } from "zod";
import { defineAdapter } from "../../ports/adapter.ts";
import type { Source, SourceItem } from "../../ports/source.ts";
import { readModifiedAt, readWholeFile } from "./read-file.ts";

/** The key is the file's name. */
export const fileSource = defineAdapter({
  port: "source",
  name: "file",
  options: z.strictObject({ path: z.string().min(1) }),
  async create({ path }, { baseDirectory }): Promise<Source> {
    const location = resolve(baseDirectory, path);
    return {
      location,
      async list() {
        const modifiedAt = await readModifiedAt(location);
        const key = basename(location);
        const read: SourceItem["read"] = async (signal) => {
          return { kind: "file", name: key, bytes: await readWholeFile(location, key, signal) };
        };
        return [{ key, modifiedAt, read }];
      },
    };
  },
});
