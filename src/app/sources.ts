/** @module Which sources there are: configured ones, and those that a command once named. */
import { statSync } from "node:fs";
import { dirname, extname, relative, resolve, sep } from "node:path";
import { z } from "zod";
import { AccessListSchema, toAccessList, type AccessList } from "../domain/principal.ts";
import type { AccessRuleConfig, LoadedConfig } from "../config/index.ts";
import type { Store } from "../ports/store.ts";

const SourceEntrySchema = z.strictObject({
  collection: z.string(),
  /** Stable name within the collection: part of every document id. */
  name: z.string(),
  adapter: z.string(),
  options: z.record(z.string(), z.unknown()),
  access: AccessListSchema.optional(),
});

export type SourceDefinition = Readonly<z.output<typeof SourceEntrySchema>>;

const SETTING = "sources";

export function toList(rule: AccessRuleConfig): AccessList {
  return Array.isArray(rule) ? toAccessList(rule) : toAccessList(rule.allow, rule.deny);
}

/**
 * The path seen from the folder that holds the data directory: the same wherever the command
 * runs, and on another machine too.
 */
export function toSourceName(dataDirectory: string, path: string): string {
  return relative(dirname(dataDirectory), path).split(sep).join("/") || ".";
}

/** Which adapter reads a path, by what is there. */
export function chooseSourceAdapter(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found || found.isDirectory()) return "folder";
  const extension = extname(path).toLowerCase();
  if (extension === ".jsonl" || extension === ".ndjson") return "jsonl";
  return extension === ".csv" || extension === ".tsv" ? "csv" : "file";
}

/** A place that somebody named, as the source that reads it. */
export type Place = Pick<SourceDefinition, "name" | "adapter" | "options">;

const SITEMAP = /\/(?:robots\.txt|[^/]*sitemap[^/]*\.(?:xml|txt)(?:\.gz)?)$/i;

/** An address of the Web is a page, or a list of pages when it is called so; the rest is a path. */
export function toPlace(
  given: string,
  { workingDirectory, dataDirectory }: { workingDirectory: string; dataDirectory: string },
): Place {
  if (!isAddress(given)) {
    const path = resolve(workingDirectory, given);
    const name = toSourceName(dataDirectory, path);
    return { name, adapter: chooseSourceAdapter(path), options: { path } };
  }
  const { href, pathname } = new URL(given);
  return SITEMAP.test(pathname)
    ? { name: href, adapter: "sitemap", options: { url: href } }
    : { name: href, adapter: "url", options: { urls: [href] } };
}

const isAddress = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text);

/** What a source is called that has no name: its address, or the first of them. */
function findAddress({ url, urls }: SourceDefinition["options"]): string | undefined {
  const [first]: unknown[] = Array.isArray(urls) ? urls : [url];
  return typeof first === "string" ? first : undefined;
}

export function listConfiguredSources(loaded: LoadedConfig): readonly SourceDefinition[] {
  return Object.entries(loaded.config.collections).flatMap(([collection, { sources }]) =>
    sources.map((source) => {
      const { adapter, options, access } = source;
      const absolute = toAbsolute(loaded, source);
      return {
        collection,
        name: toConfiguredName(loaded, source),
        adapter,
        options: absolute ? { ...options, path: absolute } : options,
        ...(access === undefined ? {} : { access: toList(access) }),
      };
    }),
  );
}

type ConfiguredSource = LoadedConfig["config"]["collections"][string]["sources"][number];

/** What its documents say that they are from. */
export function toConfiguredName(loaded: LoadedConfig, source: ConfiguredSource): string {
  const { name, options, adapter } = source;
  const absolute = toAbsolute(loaded, source);
  if (name !== undefined) return name;
  return absolute
    ? toSourceName(loaded.dataDirectory, absolute)
    : (findAddress(options) ?? adapter);
}

const toAbsolute = (
  { baseDirectory }: LoadedConfig,
  { options: { path } }: ConfiguredSource,
): string | undefined =>
  typeof path === "string" && path ? resolve(baseDirectory, path) : undefined;

export async function listRememberedSources(store: Store): Promise<readonly SourceDefinition[]> {
  const stored = z.array(SourceEntrySchema).safeParse(await store.getSetting(SETTING));
  return stored.success ? stored.data : [];
}

export async function rememberSource(store: Store, definition: SourceDefinition): Promise<void> {
  const others = (await listRememberedSources(store)).filter(
    ({ collection, name }) => collection !== definition.collection || name !== definition.name,
  );
  await store.putSetting(SETTING, [...others, definition]);
}
