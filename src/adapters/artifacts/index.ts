/** @module Where artifacts are kept. */
export { createFileArtifactStore, type FileArtifactStoreOptions } from "./file-artifact-store.ts";
