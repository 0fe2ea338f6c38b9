/** @module Places that documents come from. */
export { csvSource } from "./csv.ts";
export { fileSource } from "./file.ts";
export { createFolderSource, folderSource } from "./folder.ts";
export { jsonlSource } from "./jsonl.ts";
export { sitemapSource } from "./sitemap.ts";
export { urlSource } from "./url.ts";
export { findExtension, parseMediaType } from "./web/media-types.ts";
export * from "./errors.ts";
