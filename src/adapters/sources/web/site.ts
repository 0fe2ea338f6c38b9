/** @module The manners of a guest: robots.txt kept to, one site not asked too often. */
import robotsParser from "robots-parser";
import type { AdapterContext } from "../../../ports/adapter.ts";
import { sourceHttpFailed, sourceRobotsRefused } from "../errors.ts";
import { createGate, type Gate, type GateEffects } from "./gate.ts";

/** The package exports the function itself; its types describe it as a member of that. */
const parseRobots = robotsParser as unknown as typeof robotsParser.default;

/** The name that robots.txt may give rules for. */
const USER_AGENT = "plumbline";
/** What of a robots.txt is read (RFC 9309, section 2.5, asks for at least as much). */
const ROBOTS_CHARACTERS = 500 * 1024;

export interface Site {
  /** Addresses that its robots.txt gives for sitemaps. */
  readonly sitemaps: readonly string[];
  /** @throws sources.robots-refused */
  assertAllowed(url: URL): void;
  readonly gate: Gate;
}

export interface SiteEffects extends GateEffects {
  readonly fetch: AdapterContext["fetchPublic"];
}

export interface Sites {
  /**
   * The site of an address, its robots.txt read once.
   *
   * @throws what the outbound client throws; sources.http-failed for a robots.txt that the site
   *   cannot give: until it can, nothing may be read there (RFC 9309, section 2.3.1.4).
   */
  find(url: URL, signal?: AbortSignal): Promise<Site>;
}

/** Made anew for each listing, so that changed rules count from the next one on. */
export function createSites(respectRobots: boolean, effects: SiteEffects): Sites {
  const sites = new Map<string, Promise<Site>>();
  return {
    find({ origin }, signal) {
      const site = sites.get(origin) ?? openSite(origin, respectRobots, effects, signal);
      sites.set(origin, site);
      return site;
    },
  };
}

async function openSite(
  origin: string,
  respectRobots: boolean,
  effects: SiteEffects,
  signal: AbortSignal | undefined,
): Promise<Site> {
  const url = `${origin}/robots.txt`;
  const robots = parseRobots(url, await readRobots(url, effects.fetch, signal));
  const delaySeconds = respectRobots ? (robots.getCrawlDelay(USER_AGENT) ?? 0) : 0;
  return {
    sitemaps: robots.getSitemaps(),
    gate: createGate(delaySeconds * 1000, effects),
    assertAllowed({ href }) {
      if (respectRobots && robots.isAllowed(href, USER_AGENT) === false)
        throw sourceRobotsRefused({ url: href });
    },
  };
}

/** A site without one allows everything. */
async function readRobots(
  url: string,
  fetch: SiteEffects["fetch"],
  signal: AbortSignal | undefined,
): Promise<string> {
  const response = await fetch(url, signal ? { signal } : {});
  const { status, ok } = response;
  if (ok) return (await response.text()).slice(0, ROBOTS_CHARACTERS);
  await response.body?.cancel();
  if (status === 429 || status >= 500) throw sourceHttpFailed({ url, status });
  return "";
}
