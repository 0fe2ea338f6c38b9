/** @module Every route there is: what is not in this list does not exist. */
import type { Route } from "../route.ts";
import { answerRoute, askRoute } from "./answers.ts";
import {
  collectionsRoute,
  deleteDocumentRoute,
  getDocumentRoute,
  listDocumentsRoute,
  putDocumentRoute,
} from "./documents.ts";
import { callRoute, helloRoute } from "./internal.ts";
import { chatRoute, modelRoute, modelsRoute } from "./openai.ts";
import { searchRoute } from "./search.ts";
import { healthRoute, readyRoute, referenceRoute } from "./state.ts";

export const ROUTES: readonly Route[] = [
  searchRoute,
  askRoute,
  answerRoute,
  putDocumentRoute,
  listDocumentsRoute,
  getDocumentRoute,
  deleteDocumentRoute,
  collectionsRoute,
  chatRoute,
  modelsRoute,
  modelRoute,
  healthRoute,
  readyRoute,
  referenceRoute,
  helloRoute,
  callRoute,
];
