/** @module A site on this machine for tests: pages with validators, whatever status they should have. */
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

export interface WebPage {
  /** 200 unless said otherwise. */
  readonly status?: number;
  readonly type?: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface WebSite extends AsyncDisposable {
  readonly origin: string;
  /** By path; what is not there is a 404. Change it between requests. */
  readonly pages: Map<string, WebPage>;
  /** Method, path and conditional headers of each request, oldest first. */
  readonly requests: readonly string[];
}

/** Answers `if-none-match` and `if-modified-since` that equal the page's own headers with 304. */
export async function startWebSite(
  pages: (origin: string) => Readonly<Record<string, WebPage>>,
): Promise<WebSite> {
  const requests: string[] = [];
  const shown = new Map<string, WebPage>();
  const server = createServer((request, response) => {
    const { url = "/", headers } = request;
    const { "if-none-match": tag, "if-modified-since": since } = headers;
    requests.push([request.method, url, tag ?? since].filter(Boolean).join(" "));
    const page = shown.get(url);
    const { status = page ? 200 : 404, type = "text/html", body = "" } = page ?? {};
    const given = page?.headers ?? {};
    const isSame =
      (tag !== undefined && tag === given["etag"]) ||
      (tag === undefined && since !== undefined && since === given["last-modified"]);
    if (isSame) response.writeHead(304, given).end();
    else response.writeHead(status, { "content-type": type, ...given }).end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // it listens on a port
  const origin = `http://127.0.0.1:${port}`;
  for (const [path, page] of Object.entries(pages(origin))) shown.set(path, page);
  return {
    origin,
    pages: shown,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
