/** @module Pages and files of the Web, named one by one. */
import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { type AdapterContext, defineAdapter } from "../../ports/adapter.ts";
import type { Source } from "../../ports/source.ts";
import { toPageItem } from "./web/read-page.ts";
import { createSites, type SiteEffects } from "./web/site.ts";

const Options = z.strictObject({
  urls: z.array(z.url({ protocol: /^https?$/ })).min(1),
  /** Off for a site of your own that keeps crawlers out. */
  respectRobots: z.boolean().default(true),
});

/** The key of a page is its address as it is named, without a fragment. */
export const urlSource = defineAdapter({
  port: "source",
  name: "url",
  options: Options,
  create: async (options, context): Promise<Source> =>
    createUrlSource(options, toSiteEffects(context)),
});

export function toSiteEffects({ fetchPublic, clock }: AdapterContext): SiteEffects {
  return {
    fetch: fetchPublic,
    monotonicMs: () => clock.monotonicMs(),
    async sleep(ms, signal) {
      await setTimeout(ms, undefined, signal ? { signal } : {});
    },
  };
}

export function createUrlSource(
  { urls, respectRobots }: z.output<typeof Options>,
  effects: SiteEffects,
): Source {
  const pages = [...new Map(urls.map((url) => [toPageUrl(url).href, toPageUrl(url)])).values()];
  const more = pages.length > 1 ? ` and ${pages.length - 1} more` : "";
  return {
    location: `${pages[0]?.href}${more}`,
    async list(signal) {
      signal?.throwIfAborted();
      const sites = createSites(respectRobots, effects);
      await assertReachable(pages, (url) => sites.find(url, signal));
      return pages.map((url) => toPageItem(url, undefined, { sites, fetch: effects.fetch }));
    },
  };
}

/** What stands behind `#` is a place within the page. */
export function toPageUrl(text: string): URL {
  const url = new URL(text);
  url.hash = "";
  return url;
}

/** One site that is down fails its own pages; when all are, it is more likely the line. */
async function assertReachable(
  pages: readonly URL[],
  find: (url: URL) => Promise<unknown>,
): Promise<void> {
  const found = await Promise.allSettled(pages.map((url) => find(url)));
  const failed = found.filter((result) => result.status === "rejected");
  if (failed.length === found.length) throw failed[0]?.reason;
}
