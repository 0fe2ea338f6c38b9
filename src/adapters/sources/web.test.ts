import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import type { Logger } from "../../foundation/effects.ts";
import type { Source, SourceContent } from "../../ports/source.ts";
import { adapterContext } from "../../testing/adapter-context.ts";
import { describeSource } from "../../testing/source-contract.ts";
import { startWebSite, type WebPage, type WebSite } from "../../testing/web-site.ts";
import { createOutboundClient, createSystemNetwork } from "../outbound/index.ts";
import {
  sourceBadSitemap,
  sourceGone,
  sourceHttpFailed,
  sourceNotFound,
  sourceRobotsRefused,
  sourceTooManyPages,
  sourceTypeRefused,
} from "./errors.ts";
import { sitemapSource } from "./sitemap.ts";
import { createUrlSource, urlSource } from "./url.ts";

type Pages = Readonly<Record<string, WebPage>>;

/** A site, and what opens sources on it through the real client, its private address allowed. */
async function open(pages: Pages | ((origin: string) => Pages)) {
  const site = await startWebSite(typeof pages === "function" ? pages : () => pages);
  const policy = { allowed: new Set([site.origin]), isOpen: true };
  const client = createOutboundClient(policy, createSystemNetwork());
  const warnings: unknown[] = [];
  const logger: Logger = {
    debug: () => undefined,
    warn: (message, fields) => warnings.push([message, fields]),
  };
  const context = adapterContext({ fetchPublic: client.fetch, logger });
  return {
    site,
    warnings,
    fetch: client.fetch,
    at: (path: string): string => site.origin + path,
    urls: (paths: readonly string[], options = {}) =>
      urlSource.create(
        urlSource.options.parse({ urls: paths.map((path) => site.origin + path), ...options }),
        context,
      ),
    sitemap: (path: string, options = {}) =>
      sitemapSource.create(
        sitemapSource.options.parse({ url: site.origin + path, ...options }),
        context,
      ),
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await site[Symbol.asyncDispose]();
    },
  };
}

const toSitemap = (...locations: readonly string[]): WebPage => ({
  type: "application/xml",
  body: `<?xml version="1.0"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${locations
    .map((location) => `<url><loc>${location}</loc></url>`)
    .join("")}</urlset>`,
});
const toIndex = (...locations: readonly string[]): WebPage => ({
  type: "application/xml",
  body: `<sitemapindex>${locations.map((l) => `<sitemap><loc>${l}</loc></sitemap>`).join("")}</sitemapindex>`,
});

const LEAVE: WebPage = { body: "<h1>Leave</h1>", headers: { etag: '"1"' } };
const PAY: WebPage = { body: "<h1>Pay</h1>" };
const SITE: Pages = { "/leave": LEAVE, "/pay": PAY, "/broken": { status: 500 } };

const subjectOf =
  (openSource: (to: Awaited<ReturnType<typeof open>>) => Promise<Source>) => async () => {
    const to = await open((origin) => ({
      ...SITE,
      "/sitemap.xml": toSitemap(...Object.keys(SITE).map((path) => origin + path)),
    }));
    const stop = (): Promise<void> => to[Symbol.asyncDispose]();
    return {
      source: await openSource(to),
      keys: Object.keys(SITE).map(to.at),
      brokenKey: to.at("/broken"),
      spoil: stop,
      close: () => stop().catch(() => undefined),
    };
  };

describeSource(
  "url",
  subjectOf((to) => to.urls(["/leave", "/broken", "/pay"])),
);
describeSource(
  "sitemap",
  subjectOf((to) => to.sitemap("/sitemap.xml")),
);

type FileContent = Extract<SourceContent, { kind: "file" }>;

async function readOne(source: Source, at = 0): Promise<FileContent> {
  const content = await (await source.list())[at]?.read();
  assert.equal(content?.kind, "file");
  return content;
}

const requestsOf = ({ requests }: WebSite): readonly string[] =>
  requests.filter((request) => !request.includes("robots.txt"));

describe("url source", () => {
  it("spends one round trip on a page that did not change, by either validator", async () => {
    for (const headers of [
      { etag: 'W/"abc"' },
      { "last-modified": "Sun, 01 Mar 2026 12:00:00 GMT" },
      { etag: '"1"', "last-modified": "Sun, 01 Mar 2026 12:00:00 GMT" },
    ]) {
      await using to = await open({ "/leave": { ...LEAVE, headers } });
      const source = await to.urls(["/leave"]);
      const { validator } = await readOne(source);
      assert.ok(validator !== undefined);
      const before = requestsOf(to.site).length;
      const [item] = await source.list();
      assert.equal(await item?.readIfChanged?.(validator), undefined);
      assert.equal(requestsOf(to.site).length - before, 1);
      to.site.pages.set("/leave", { body: "new", headers: { etag: '"2"' } });
      const changed = await item?.readIfChanged?.(validator);
      assert.equal(Buffer.from((changed as FileContent).bytes).toString(), "new"); // or it fails
      assert.equal(requestsOf(to.site).length - before, 2);
    }
  });

  it("has no validator where the server gives none", async () => {
    await using to = await open({ "/pay": PAY });
    assert.equal((await readOne(await to.urls(["/pay"]))).validator, undefined);
  });

  it("takes a page by its address without the fragment, and twice as once", async () => {
    await using to = await open(SITE);
    const source = await to.urls(["/leave#top", "/leave", "/pay"]);
    assert.deepEqual(
      (await source.list()).map(({ key }) => key),
      [to.at("/leave"), to.at("/pay")],
    );
  });

  it("says that a page is gone, as another failure than one that may pass", async () => {
    await using to = await open({ "/410": { status: 410 }, "/500": { status: 500 } });
    const items = await (await to.urls(["/404", "/410", "/500"])).list();
    const [missing, gone, failed] = items;
    await assert.rejects(async () => missing?.read(), sourceGone.is);
    await assert.rejects(async () => gone?.readIfChanged?.('"1"'), sourceGone.is);
    await assert.rejects(async () => failed?.read(), sourceHttpFailed.is);
    assert.equal(sourceGone({ url: "", status: 404 }).kind, "not-found");
    assert.equal(sourceHttpFailed({ url: "", status: 500 }).kind, "upstream");
  });

  it("names a file by the type that the server says, not by its address", async () => {
    for (const [path, type, expected] of [
      ["/handbook", "text/html; charset=utf-8", "handbook.html"],
      ["/", "text/html", "127.0.0.1.html"],
      ["/report.php", "application/pdf", "report.pdf"],
      ["/page.pdf", "text/html", "page.html"],
      ["/notes.md", "text/plain", "notes.md"],
      ["/notes", "text/plain", "notes.txt"],
      ["/notes.php", "text/plain", "notes.txt"],
      ["/report.pdf", "application/octet-stream", "report.pdf"],
      ["/download", "application/octet-stream", "download"],
      ["/m%C3%BCller", "text/html", "müller.html"],
    ] as const) {
      await using to = await open({ [path]: { type, body: "x" } });
      assert.equal((await readOne(await to.urls([path]))).name, expected, `${path} as ${type}`);
    }
  });

  it("reads no pictures, and says so", async () => {
    for (const type of ["image/png", "video/mp4", "application/zip", "text/css"]) {
      await using to = await open({ "/x": { type, body: "x" } });
      const [item] = await (await to.urls(["/x"])).list();
      await assert.rejects(async () => item?.read(), sourceTypeRefused.is);
    }
  });

  it("takes the characters that the header names, over what the page says", async () => {
    const body = Buffer.from('<meta charset="utf-8"><p>Müller, café</p>', "latin1");
    await using to = await open({ "/x": { type: 'text/html; charset="ISO-8859-1"', body } });
    const { bytes } = await readOne(await to.urls(["/x"]));
    assert.equal(Buffer.from(bytes).toString(), '\uFEFF<meta charset="utf-8"><p>Müller, café</p>');
  });

  it("leaves bytes alone whose header is wrong about them, or names no charset that there is", async () => {
    const body = Buffer.from("<p>Müller</p>", "latin1");
    for (const charset of ["utf-8", "klingon"]) {
      await using to = await open({ "/x": { type: `text/html; charset=${charset}`, body } });
      assert.deepEqual(Buffer.from((await readOne(await to.urls(["/x"]))).bytes), body);
    }
  });

  it("keeps the address as listed for the key, and says where it led", async () => {
    await using to = await open({
      "/old": { status: 301, headers: { location: "/new" } },
      "/new": LEAVE,
    });
    const source = await to.urls(["/old"]);
    assert.equal((await source.list())[0]?.key, to.at("/old"));
    const { name, metadata } = await readOne(source);
    assert.deepEqual([name, metadata], ["new.html", { redirectedTo: to.at("/new") }]);
  });

  it("knows when a page was changed by its header", async () => {
    const headers = { "last-modified": "Sun, 01 Mar 2026 12:00:00 GMT" };
    await using to = await open({ "/x": { ...LEAVE, headers } });
    assert.equal((await readOne(await to.urls(["/x"]))).modifiedAt, "2026-03-01T12:00:00.000Z");
  });
});

describe("url source, manners", () => {
  const robots = (body: string): Pages => ({
    ...SITE,
    "/robots.txt": { type: "text/plain", body },
  });

  it("reads nothing that robots.txt does not allow, also by way of a redirect", async () => {
    await using to = await open({
      ...robots("User-agent: *\nDisallow: /\nAllow: /leave\nAllow: /away"),
      "/away": { status: 302, headers: { location: "/pay" } },
    });
    const [leave, pay, away] = await (await to.urls(["/leave", "/pay", "/away"])).list();
    assert.equal((await leave?.read())?.kind, "file");
    await assert.rejects(async () => pay?.read(), sourceRobotsRefused.is);
    await assert.rejects(async () => away?.read(), sourceRobotsRefused.is);
    assert.deepEqual(requestsOf(to.site), ["GET /leave", "GET /away", "GET /pay"]);
    const [own] = await (await to.urls(["/pay"], { respectRobots: false })).list();
    assert.equal((await own?.read())?.kind, "file");
  });

  it("goes by the rules for its own name before those for all", async () => {
    const body = "User-agent: *\nDisallow: /\n\nUser-agent: plumbline\nDisallow: /pay";
    await using to = await open(robots(body));
    const [leave, pay] = await (await to.urls(["/leave", "/pay"])).list();
    assert.equal((await leave?.read())?.kind, "file");
    await assert.rejects(async () => pay?.read(), sourceRobotsRefused.is);
  });

  it("asks for robots.txt once a listing", async () => {
    await using to = await open(SITE);
    for (const item of await (await to.urls(["/leave", "/pay"])).list()) await item.read();
    assert.equal(to.site.requests.filter((request) => request.includes("robots")).length, 1);
  });

  it("reads nothing of a site whose robots.txt cannot be had", async () => {
    await using to = await open({ ...SITE, "/robots.txt": { status: 503 } });
    const source = await to.urls(["/leave"]);
    await assert.rejects(source.list(), sourceHttpFailed.is);
    assert.deepEqual(requestsOf(to.site), []);
  });

  it("waits as long between requests as robots.txt asks, up to 10 s", async () => {
    for (const [delay, expected] of [
      ["3", 3000],
      ["86400", 10_000],
    ] as const) {
      await using to = await open(robots(`User-agent: *\nCrawl-delay: ${delay}`));
      let nowMs = 0;
      const waits: number[] = [];
      const source = createUrlSource(
        { urls: [to.at("/leave"), to.at("/pay"), to.at("/leave?2")], respectRobots: true },
        {
          fetch: to.fetch,
          monotonicMs: () => nowMs,
          sleep: async (ms) => {
            waits.push(ms);
            nowMs += ms;
          },
        },
      );
      const items = await source.list();
      await Promise.allSettled(items.map((item) => item.read()));
      assert.deepEqual(waits, [expected, expected]);
    }
  });

  it("asks one site for no more than two pages at a time", async () => {
    let running = 0;
    let most = 0;
    const fetch: typeof globalThis.fetch = async (input) => {
      if (new Request(input).url.endsWith("robots.txt")) return new Response("", { status: 404 });
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running -= 1;
      return new Response("x", { headers: { "content-type": "text/html" } });
    };
    const urls = Array.from({ length: 9 }, (_, at) => `http://site.test/${at}`);
    const effects = { fetch, monotonicMs: () => 0, sleep: () => assert.fail("it waited") };
    const items = await createUrlSource({ urls, respectRobots: true }, effects).list();
    await Promise.all(items.map((item) => item.read()));
    assert.equal(most, 2);
  });
});

const keysOf = async (source: Source): Promise<readonly string[]> =>
  (await source.list()).map(({ key }) => new URL(key).pathname);

describe("sitemap source", () => {
  it("lists the pages of a sitemap, packed, plain or in an index, each once", async () => {
    const list = (origin: string) => [`${origin}/b?x=1&amp;y=2`, `${origin}/a`, `${origin}/a#top`];
    for (const toPages of [
      (origin: string): Pages => ({ "/sitemap.xml": toSitemap(...list(origin)) }),
      (origin: string): Pages => ({
        "/sitemap.xml": {
          type: "application/gzip",
          body: gzipSync(String(toSitemap(...list(origin)).body)),
        },
      }),
      (origin: string): Pages => ({
        "/sitemap.xml": {
          type: "text/plain",
          body: `${list(origin).join("\r\n").replace("&amp;", "&")}\n`,
        },
      }),
      (origin: string): Pages => ({
        "/sitemap.xml": toIndex(`${origin}/one.xml`, `${origin}/two.xml`, `${origin}/sitemap.xml`),
        "/one.xml": toSitemap(`${origin}/a`),
        "/two.xml": toSitemap(...list(origin)),
      }),
    ]) {
      await using to = await open(toPages);
      const keys = (await (await to.sitemap("/sitemap.xml")).list()).map(({ key }) => key);
      assert.deepEqual(keys, [to.at("/a"), to.at("/b?x=1&y=2")]);
    }
  });

  it("finds the sitemaps of a site in its robots.txt, else where they usually are", async () => {
    await using to = await open((origin) => ({
      "/robots.txt": {
        type: "text/plain",
        body: `User-agent: *\nAllow: /\nSitemap: ${origin}/one.xml\nsitemap: ${origin}/two.xml\n`,
      },
      "/one.xml": toSitemap(`${origin}/a`),
      "/two.xml": toSitemap(`${origin}/b`),
      "/sitemap.xml": toSitemap(`${origin}/c`),
    }));
    assert.deepEqual(await keysOf(await to.sitemap("/robots.txt")), ["/a", "/b"]);
    assert.deepEqual(await keysOf(await to.sitemap("/")), ["/a", "/b"]);
    to.site.pages.delete("/robots.txt");
    assert.deepEqual(await keysOf(await to.sitemap("/")), ["/c"]);
    await assert.rejects(keysOf(await to.sitemap("/robots.txt")), sourceBadSitemap.is);
  });

  it("keeps to what is included and not excluded", async () => {
    const paths = ["/", "/handbook/leave", "/handbook/drafts/pay", "/news/2026", "/handbook"];
    await using to = await open((origin) => ({
      "/sitemap.xml": toSitemap(...paths.map((path) => origin + path)),
    }));
    const keys = async (options: object) => keysOf(await to.sitemap("/sitemap.xml", options));
    assert.deepEqual(await keys({}), paths.toSorted());
    assert.deepEqual(await keys({ include: ["handbook/**"], exclude: ["**/drafts/**"] }), [
      "/handbook/leave",
    ]);
  });

  it("takes no pages of other hosts, and says how many it left", async () => {
    await using to = await open((origin) => ({
      "/sitemap.xml": toSitemap(
        `${origin}/a`,
        "http://169.254.169.254/latest",
        `${origin.replace(/:\d+$/, "")}/b`,
        "file:///etc/passwd",
        "/c",
      ),
    }));
    assert.deepEqual(await keysOf(await to.sitemap("/sitemap.xml")), ["/a", "/c"]);
    assert.deepEqual(to.warnings, [
      ["sitemap-foreign-pages", { sitemap: to.at("/sitemap.xml"), foreign: 3 }],
    ]);
  });

  it("knows when a page was changed by the sitemap", async () => {
    const entry = (path: string, modified: string) =>
      `<url><loc>${path}</loc><lastmod>${modified}</lastmod><image:image><image:loc>/i</image:loc></image:image></url>`;
    await using to = await open({
      "/sitemap.xml": {
        body: `<urlset>${entry("/a", "2026-03-01")}${entry("/b", "2026-03-01T12:00:00+01:00")}${entry("/c", "soon")}</urlset>`,
      },
    });
    const items = await (await to.sitemap("/sitemap.xml")).list();
    assert.deepEqual(
      items.map(({ modifiedAt }) => modifiedAt),
      ["2026-03-01T00:00:00.000Z", "2026-03-01T11:00:00.000Z", undefined],
    );
  });

  it("gives no part of a list: what is missing would be deleted", async () => {
    await using to = await open((origin) => ({
      "/many.xml": toSitemap(`${origin}/a`, `${origin}/b`, `${origin}/c`),
      "/index.xml": toIndex(`${origin}/many.xml`, `${origin}/missing.xml`),
      "/failing.xml": { status: 500 },
      "/page.xml": { body: "<html><body>Not found</body></html>" },
      "/text.xml": { body: "Not found" },
      "/bomb.xml": { body: gzipSync(Buffer.alloc(60e6, 0x20)) },
      "/cut.xml": { body: gzipSync("<urlset></urlset>").subarray(0, 20) },
      "/empty.xml": { body: "<urlset></urlset>" },
    }));
    const list = async (path: string, options = {}) => (await to.sitemap(path, options)).list();
    await assert.rejects(list("/many.xml", { maxPages: 2 }), sourceTooManyPages.is);
    assert.equal((await list("/many.xml", { maxPages: 3 })).length, 3);
    await assert.rejects(list("/index.xml"), sourceNotFound.is);
    await assert.rejects(list("/failing.xml"), sourceHttpFailed.is);
    for (const path of ["/page.xml", "/text.xml", "/bomb.xml", "/cut.xml"])
      await assert.rejects(list(path), sourceBadSitemap.is, path);
    assert.deepEqual(await list("/empty.xml"), []);
  });
});
