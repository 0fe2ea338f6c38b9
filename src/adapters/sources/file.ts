/** @module One file as a source of one document. */
import { readFile, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { z } from "zod";
import { defineAdapter } from "../../ports/adapter.ts";
import type { Source } from "../../ports/source.ts";
import { sourceNotFound } from "./errors.ts";

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
        const found = await stat(location).catch(() => undefined);
        if (!found?.isFile()) throw sourceNotFound({ location });
        const name = basename(location);
        const read = async () => ({ kind: "file", name, bytes: await readFile(location) }) as const;
        return [{ key: name, modifiedAt: found.mtime.toISOString(), read }];
      },
    };
  },
});
