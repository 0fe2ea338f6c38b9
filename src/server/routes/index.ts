/** @module Every route there is: what is not in this list does not exist. */
import type { Route } from "../route.ts";
import { answerRoute, askRoute, feedbackRoute } from "./answers.ts";
import { decideRoute } from "./decisions.ts";
import {
  collectionsRoute,
  deleteDocumentRoute,
  getDocumentRoute,
  listDocumentsRoute,
  putDocumentRoute,
} from "./documents.ts";
import { callRoute, helloRoute } from "./internal.ts";
import { monitorRoute } from "./monitor.ts";
import { chatRoute, modelRoute, modelsRoute } from "./openai.ts";
import { releasesRoute } from "./releases.ts";
import { searchRoute } from "./search.ts";
import { healthRoute, readyRoute, referenceRoute } from "./state.ts";

export const ROUTES: readonly Route[] = [
  searchRoute,
  askRoute,
  answerRoute,
  feedbackRoute,
  decideRoute,
  monitorRoute,
  releasesRoute,
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
