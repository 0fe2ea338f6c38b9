/** @module Releases from their content: ids, the artifacts they name, and whether they still hold. */
import { findArtifactIds } from "../domain/artifact-manifest.ts";
import type { Release, ReleaseContent } from "../domain/release.ts";
import { toReleaseId } from "../foundation/ids.ts";
import { releaseCorrupt } from "./errors.ts";

/** The content with the artifacts that its options name. */
export const makeContent = ({
  base,
  collections,
}: Pick<ReleaseContent, "base" | "collections">): ReleaseContent => ({
  format: "plumbline.release/1",
  base,
  collections,
  artifacts: findArtifactIds({ base, collections }),
});

/** Equal content is one release, whoever makes it and when. */
export function makeRelease(
  content: Pick<ReleaseContent, "base" | "collections">,
  made: Pick<Release, "createdAt" | "origin"> & { readonly parent?: string | undefined },
): Release {
  const whole = makeContent(content);
  const { createdAt, origin, parent } = made;
  return {
    id: toReleaseId(whole),
    content: whole,
    createdAt,
    origin,
    ...(parent === undefined ? {} : { parent }),
  };
}

/** @throws registry.release-corrupt */
export function assertRelease({ id, content }: Release): void {
  const format: string = content.format;
  if (format !== "plumbline.release/1")
    throw releaseCorrupt({ id, reason: `it has format ${format}` });
  if (toReleaseId(content) !== id)
    throw releaseCorrupt({ id, reason: "its content has another id" });
  const named = findArtifactIds({ base: content.base, collections: content.collections });
  if (named.join() !== content.artifacts.join())
    throw releaseCorrupt({ id, reason: "it lists other artifacts than its settings name" });
}
