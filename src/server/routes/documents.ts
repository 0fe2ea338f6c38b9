/** @module /v1/documents and /v1/collections: what may be read, and putting and deleting it. */
import type { DocumentRecord } from "../../domain/document.ts";
import { parseFilter, type As } from "../../app/index.ts";
import { documentBody } from "../document-body.ts";
import { defineRoute } from "../route.ts";
import { DocumentQuery, DocumentsQuery } from "../schemas/requests.ts";
import {
  CollectionsReply,
  DeletedReply,
  DocumentsReply,
  OneDocumentReply,
  PutReply,
} from "../schemas/replies.ts";

/** Who else may read a document is the owner's to know. */
function toTold(as: As, document: DocumentRecord): Partial<DocumentRecord> {
  if (as === undefined) return document;
  const { access: _, ...told } = document;
  return told;
}

export const putDocumentRoute = defineRoute({
  method: "POST",
  path: "/v1/documents",
  operation: "putDocument",
  summary: "Add a document, or replace the one of its key; durable and searchable when it replies",
  scope: "write",
  work: "upload",
  body: documentBody,
  replies: {
    200: { description: "Replaced, or unchanged", schema: PutReply },
    201: { description: "Added", schema: PutReply },
  },
  async handle({ context, as, body, signal }) {
    const { document, outcome } = await context.app.putDocument(as, { ...body, signal });
    return {
      status: outcome === "added" ? 201 : 200,
      json: { document: toTold(as, document), outcome },
      headers: { Location: `/v1/documents/${document.id}` },
    };
  },
});

export const listDocumentsRoute = defineRoute({
  method: "GET",
  path: "/v1/documents",
  operation: "listDocuments",
  summary: "The documents that may be read, in the order of ingestion, page by page",
  scope: "read",
  work: "search",
  query: DocumentsQuery,
  replies: { 200: { description: "A page", schema: DocumentsReply } },
  async handle({ context, as, query: { collection, filter, limit, after } }) {
    const documents = await context.app.listDocuments(as, {
      ...(collection === undefined ? {} : { collection }),
      ...(after === undefined ? {} : { after }),
      filter: parseFilter(filter ?? []),
      limit,
    });
    // A page that began behind a document which has gone would look like the last one.
    if (documents.length === 0 && after !== undefined) await context.app.getDocument(as, after);
    const next = documents.length === limit ? documents.at(-1)?.id : undefined;
    const told = documents.map((document) => toTold(as, document));
    return { json: { documents: told, ...(next === undefined ? {} : { next }) } };
  },
});

export const getDocumentRoute = defineRoute({
  method: "GET",
  path: "/v1/documents/:id",
  operation: "getDocument",
  summary: "One document with its versions",
  scope: "read",
  work: "light",
  query: DocumentQuery,
  replies: { 200: { description: "The document", schema: OneDocumentReply } },
  async handle({ context, as, params, query }) {
    const { document, versions, text } = await context.app.getDocument(as, params["id"] ?? "");
    const json = { document: toTold(as, document), versions };
    return { json: query.text === "true" ? { ...json, text } : json };
  },
});

export const deleteDocumentRoute = defineRoute({
  method: "DELETE",
  path: "/v1/documents/:id",
  operation: "deleteDocument",
  summary: "Remove a document from every leg and read, at once",
  scope: "write",
  work: "upload",
  replies: { 200: { description: "It is gone", schema: DeletedReply } },
  async handle({ context, as, params }) {
    const id = params["id"] ?? "";
    await context.app.deleteDocument(as, id);
    return { json: { deleted: id } };
  },
});

export const collectionsRoute = defineRoute({
  method: "GET",
  path: "/v1/collections",
  operation: "listCollections",
  summary: "The collections in which something may be read",
  scope: "read",
  work: "light",
  replies: { 200: { description: "Collections", schema: CollectionsReply } },
  async handle({ context, as }) {
    const collections = await context.app.listCollections(as);
    const told = collections.map(({ name, language, documents }) => ({
      name,
      language,
      documents,
    }));
    return { json: { collections: told } };
  },
});
