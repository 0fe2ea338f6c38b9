/** @module Replies of earlier evaluations, in the data directory. */
import type { ReplyCache } from "../../evaluate/index.ts";
import type { Store } from "../../ports/store.ts";
import { maintenanceAccess } from "../access.ts";

export const createStoreReplyCache = (store: Store): ReplyCache => ({
  find: (keys) => store.findReplies(maintenanceAccess("evaluation"), keys),
  put: (replies) => store.putReplies(replies),
});

/** Keeps what comes and knows nothing from before. */
export const createFreshReplyCache = (store: Store): ReplyCache => ({
  find: async () => new Map(),
  put: (replies) => store.putReplies(replies),
});
