/** @module The adapters of the write path: sources and parsers, which reading never loads. */
import { csvSource, fileSource, folderSource, jsonlSource } from "./sources/index.ts";

export { createFolderSource } from "./sources/index.ts";

export { createParsers, PARSED_EXTENSIONS, type Parsers } from "./parsers/index.ts";

export const SOURCES = [folderSource, fileSource, jsonlSource, csvSource] as const;
