/** @module Use cases over documents and the answers that cite them: what is there, and what it says. */
import type { Access } from "../domain/access.ts";
import type { Store } from "../ports/store.ts";
import type { LocalApp } from "./app.ts";
import { notFound } from "./errors.ts";
import { readAnswer, readCitation } from "./read-answer.ts";
import type { As, Writer } from "./writer/writer.ts";

export interface DocumentsContext {
  readonly read: (as: As) => Promise<{ readonly access: Access; readonly store: Store }>;
  readonly writer: Writer;
}

export type DocumentsApp = Pick<
  LocalApp,
  | "ingest"
  | "putDocument"
  | "deleteDocument"
  | "listCollections"
  | "listDocuments"
  | "getDocument"
  | "getAnswer"
  | "getCitation"
>;

export function createDocumentsApp({ read, writer }: DocumentsContext): DocumentsApp {
  return {
    ingest: (input) => writer.ingest(input),
    putDocument: (as, input) => writer.putDocument(as, input),
    deleteDocument: (as, id) => writer.deleteDocument(as, id),
    async listCollections(as) {
      const { access, store } = await read(as);
      return store.listCollections(access);
    },
    async listDocuments(as, input) {
      const { access, store } = await read(as);
      return store.listDocuments(access, input);
    },
    async getDocument(as, id) {
      const { access, store } = await read(as);
      const version = await store.readVersion(access, id);
      if (!version) throw notFound({ what: "document", id });
      const versions = await store.listVersions(access, id);
      return { document: version.document, versions, text: version.text };
    },
    async getAnswer(as, id) {
      const { access, store } = await read(as);
      return readAnswer(store, access, id);
    },
    async getCitation(as, id, number) {
      const { access, store } = await read(as);
      return readCitation(store, access, id, number);
    },
  };
}
