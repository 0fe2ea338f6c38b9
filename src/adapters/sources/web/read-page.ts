/** @module One page or file of a site: asked for only if it has changed, named by its type. */
import type { SourceContent, SourceItem } from "../../../ports/source.ts";
import { sourceGone, sourceHttpFailed, sourceTypeRefused } from "../errors.ts";
import { parseMediaType, toFileName, toUtf8 } from "./media-types.ts";
import type { Site, SiteEffects, Sites } from "./site.ts";

export interface ReadPage {
  readonly url: URL;
  readonly sites: Sites;
  readonly fetch: SiteEffects["fetch"];
  readonly signal: AbortSignal | undefined;
  /** Of the last reading. */
  readonly validator?: string;
}

/** The key is the address as it was listed, wherever it leads. */
export function toPageItem(
  url: URL,
  modifiedAt: string | undefined,
  { sites, fetch }: Pick<ReadPage, "sites" | "fetch">,
): SourceItem {
  return {
    key: url.href,
    ...(modifiedAt === undefined ? {} : { modifiedAt }),
    async read(signal) {
      const content = await readPage({ url, sites, fetch, signal });
      // Nobody was asked whether it has changed.
      if (!content) throw sourceHttpFailed({ url: url.href, status: 304 });
      return content;
    },
    readIfChanged: (validator, signal) => readPage({ url, sites, fetch, signal, validator }),
  };
}

/**
 * @returns nothing when the server says that it is what it was.
 * @throws sources.gone, sources.http-failed, sources.robots-refused, sources.type-refused; what the
 *   outbound client throws.
 */
async function readPage(page: ReadPage): Promise<SourceContent | undefined> {
  const { url, sites, signal } = page;
  const site = await sites.find(url, signal);
  site.assertAllowed(url);
  return site.gate.pass(() => exchange(page, site), signal);
}

async function exchange(
  { url, sites, fetch, signal, validator }: ReadPage,
  site: Site,
): Promise<SourceContent | undefined> {
  const headers = { accept: "text/html, application/xhtml+xml, */*;q=0.8", ...ask(validator) };
  const response = await fetch(url, { headers, ...(signal ? { signal } : {}) });
  const { status } = response;
  if (status === 304) return undefined;
  const last = new URL(response.url || url.href);
  try {
    if (status === 404 || status === 410) throw sourceGone({ url: url.href, status });
    if (!response.ok) throw sourceHttpFailed({ url: url.href, status });
    // The rules hold for where it was led to as well.
    if (response.redirected)
      (last.origin === url.origin ? site : await sites.find(last, signal)).assertAllowed(last);
    const media = parseMediaType(response.headers.get("content-type"));
    const name = toFileName(last, media);
    if (name === undefined) throw sourceTypeRefused({ url: url.href, type: media.type });
    const bytes = new Uint8Array(await response.arrayBuffer());
    return {
      kind: "file",
      name,
      bytes: toUtf8(name, bytes, media.charset),
      ...toModifiedAt(response.headers.get("last-modified")),
      ...toValidator(response.headers),
      ...(response.redirected ? { metadata: { redirectedTo: last.href } } : {}),
    };
  } catch (error) {
    if (!response.bodyUsed) await response.body?.cancel();
    throw error;
  }
}

const SEPARATOR = "\n";

/** Both that a server may give: it says which it goes by. */
function toValidator(headers: Headers): { validator?: string } {
  const etag = headers.get("etag") ?? "";
  const lastModified = headers.get("last-modified") ?? "";
  return etag || lastModified ? { validator: `${etag}${SEPARATOR}${lastModified}` } : {};
}

function ask(validator: string | undefined): Record<string, string> {
  const [etag, lastModified] = validator?.split(SEPARATOR) ?? [];
  return {
    ...(etag ? { "if-none-match": etag } : {}),
    ...(lastModified ? { "if-modified-since": lastModified } : {}),
  };
}

function toModifiedAt(header: string | null): { modifiedAt?: string } {
  const time = Date.parse(header ?? "");
  return Number.isNaN(time) ? {} : { modifiedAt: new Date(time).toISOString() };
}
