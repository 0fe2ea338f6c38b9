/** @module The adapters of the write path: sources and parsers, which reading never loads. */
import {
  csvSource,
  fileSource,
  folderSource,
  jsonlSource,
  sitemapSource,
  urlSource,
} from "./sources/index.ts";

export { createFolderSource, findExtension, parseMediaType } from "./sources/index.ts";

export { createParsers, PARSED_EXTENSIONS, type Parsers } from "./parsers/index.ts";

export const SOURCES = [
  folderSource,
  fileSource,
  jsonlSource,
  csvSource,
  urlSource,
  sitemapSource,
] as const;
