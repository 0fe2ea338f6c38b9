/** @module /v1/releases: what answers, what did before, and what is tried. */
import { ownerOnly } from "../../app/index.ts";
import { defineRoute } from "../route.ts";
import { ReleasesReply } from "../schemas/replies.ts";

export const releasesRoute = defineRoute({
  method: "GET",
  path: "/v1/releases",
  operation: "listReleases",
  summary: "Releases, artifacts and decisions about them; for keys with the owner's rights alone",
  scope: "read",
  work: "light",
  replies: {
    200: { description: "As plumbline registry list --json prints it", schema: ReleasesReply },
  },
  async handle({ context, as }) {
    assertOwner(as, "the registry");
    return { json: await context.app.listRegistry() };
  },
});

/** What was not promoted is nobody's to ask but the owner's. @throws app.owner-only */
export function assertOwner(as: readonly string[] | undefined, what: string): void {
  if (as !== undefined) throw ownerOnly({ what });
}
