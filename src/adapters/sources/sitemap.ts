/** @module All pages that a site lists in its sitemaps. */
import { matchesGlob } from "node:path";
import { z } from "zod";
import type { Logger } from "../../foundation/effects.ts";
import { defineAdapter } from "../../ports/adapter.ts";
import type { Source, SourceItem } from "../../ports/source.ts";
import {
  sourceBadSitemap,
  sourceHttpFailed,
  sourceNotFound,
  sourceTooManyPages,
} from "./errors.ts";
import { toPageUrl, toSiteEffects } from "./url.ts";
import { parseSitemap, type Sitemap } from "./web/parse-sitemap.ts";
import { toPageItem } from "./web/read-page.ts";
import { createSites, type SiteEffects, type Sites } from "./web/site.ts";

const Options = z.strictObject({
  /** A sitemap, a robots.txt that names some, or a site, whose robots.txt is looked at. */
  url: z.url({ protocol: /^https?$/ }),
  /** Globs of the path in the address, without the first `/`; a page must match one. */
  include: z.array(z.string().min(1)).default(["**"]),
  exclude: z.array(z.string().min(1)).default([]),
  /** More is an error: a part of the list would delete the other part. */
  maxPages: z.int().min(1).max(100_000).default(5000),
  /** Off for a site of your own that keeps crawlers out. */
  respectRobots: z.boolean().default(true),
});

type SitemapOptions = z.output<typeof Options>;

/** Sitemaps that one listing reads, an index and what it names. */
const MAX_SITEMAPS = 500;

/**
 * The key of a page is its address as listed. Of a site's own pages only: a sitemap cannot name
 * pages of another host, but for `www.` in front of its own.
 */
export const sitemapSource = defineAdapter({
  port: "source",
  name: "sitemap",
  options: Options,
  create: async (options, context): Promise<Source> =>
    createSitemapSource(options, toSiteEffects(context), context.logger),
});

export function createSitemapSource(
  options: SitemapOptions,
  effects: SiteEffects,
  logger: Logger,
): Source {
  const start = toPageUrl(options.url);
  return {
    location: start.href,
    async list(signal) {
      const sites = createSites(options.respectRobots, effects);
      const pages = new Map<string, SourceItem>();
      let foreign = 0;
      for await (const { location, modified } of walk(start, sites, effects, signal)) {
        const url = URL.parse(location, start.href);
        if (!url || !isOfSite(url, start)) foreign += 1;
        else if (isWanted(url, options)) {
          url.hash = "";
          const { fetch } = effects;
          pages.set(url.href, toPageItem(url, toModifiedAt(modified), { sites, fetch }));
        }
        if (pages.size > options.maxPages)
          throw sourceTooManyPages({ url: start.href, limit: options.maxPages });
      }
      if (foreign > 0) logger.warn("sitemap-foreign-pages", { sitemap: start.href, foreign });
      return [...pages.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
    },
  };
}

const toHost = ({ hostname, port }: URL): string => `${hostname.replace(/^www\./, "")}:${port}`;
const isOfSite = (url: URL, start: URL): boolean =>
  /^https?:$/.test(url.protocol) && toHost(url) === toHost(start);

function isWanted(
  { pathname }: URL,
  { include, exclude }: Pick<SitemapOptions, "include" | "exclude">,
): boolean {
  const path = pathname.slice(1);
  // The front page has no name that a glob could match.
  const matches = (glob: string): boolean => glob === "**" || matchesGlob(path, glob);
  return include.some(matches) && !exclude.some(matches);
}

/** A date without a time is taken as its start, in UTC. */
function toModifiedAt(modified: string | undefined): string | undefined {
  const time = Date.parse(modified ?? "");
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/** Every page of a sitemap and of those that it names, each sitemap once. */
async function* walk(
  start: URL,
  sites: Sites,
  effects: SiteEffects,
  signal: AbortSignal | undefined,
): AsyncGenerator<Sitemap["pages"][number]> {
  const due = await findSitemaps(start, sites, signal);
  const seen = new Set(due.map(({ href }) => href));
  for (const url of due) {
    const { pages, sitemaps } = await readSitemap(url, sites, effects, signal);
    yield* pages;
    for (const location of sitemaps) {
      const next = URL.parse(location, url.href);
      if (!next || seen.has(next.href)) continue;
      if (seen.size >= MAX_SITEMAPS)
        throw sourceBadSitemap({ url: start.href, reason: `more than ${MAX_SITEMAPS} sitemaps` });
      seen.add(next.href);
      due.push(next);
    }
  }
}

async function findSitemaps(start: URL, sites: Sites, signal?: AbortSignal): Promise<URL[]> {
  const isRobots = start.pathname === "/robots.txt";
  if (!isRobots && start.pathname !== "/") return [start];
  const { sitemaps } = await sites.find(start, signal);
  if (sitemaps.length > 0) return sitemaps.map((url) => new URL(url, start.href));
  if (isRobots)
    throw sourceBadSitemap({ url: start.href, reason: "no line of it names a sitemap" });
  return [new URL("/sitemap.xml", start.href)];
}

/** One that cannot be read would be a shorter list, so it stops the sync. */
async function readSitemap(
  url: URL,
  sites: Sites,
  { fetch }: SiteEffects,
  signal: AbortSignal | undefined,
): Promise<Sitemap> {
  const { gate } = await sites.find(url, signal);
  return gate.pass(async () => {
    const response = await fetch(url, signal ? { signal } : {});
    const { status, ok } = response;
    if (ok) return parseSitemap(url.href, new Uint8Array(await response.arrayBuffer()));
    await response.body?.cancel();
    if (status === 404 || status === 410) throw sourceNotFound({ location: url.href });
    throw sourceHttpFailed({ url: url.href, status });
  }, signal);
}
