/** @module Places that documents come from. */
export { csvSource } from "./csv.ts";
export { fileSource } from "./file.ts";
export { createFolderSource, folderSource } from "./folder.ts";
export { jsonlSource } from "./jsonl.ts";
export * from "./errors.ts";
