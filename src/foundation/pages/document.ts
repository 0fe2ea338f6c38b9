/** @module One report as one HTML file: no script, no request, nothing that is not in it. */
import { sha256Bytes } from "../hash.ts";
import { html, type Markup } from "./markup.ts";

export interface PageParts {
  readonly title: string;
  /** The one style sheet; the policy allows it by its hash, and nothing else. */
  readonly style: string;
  readonly version: string;
  /** Of the first link, for those who read by keyboard; its target is `#main`. */
  readonly skip: string;
  readonly header: Markup;
  readonly main: Markup;
  readonly footer: Markup;
}

/** Ends with a line break. */
export function renderDocument(parts: PageParts): string {
  const hash = Buffer.from(sha256Bytes(parts.style)).toString("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  // Made whole, because a blank more would be another hash.
  const style: Markup = { markup: `<style>${parts.style}</style>` };
  const { markup } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="generator" content="plumbline ${parts.version}" />
        <title>${parts.title}</title>
        ${style}
      </head>
      <body>
        <a class="skip" href="#main">${parts.skip}</a>
        ${parts.header}
        <main id="main">${parts.main}</main>
        ${parts.footer}
      </body>
    </html> `;
  return markup;
}
