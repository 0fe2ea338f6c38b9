/** @module What the use cases refuse. */
import { defineError } from "../foundation/errors.ts";

export const badPrincipal = defineError({
  code: "app.bad-principal",
  kind: "invalid",
  message: ({ principal }: { principal: string }) =>
    `${JSON.stringify(principal)} is not a principal`,
  hint: () => "write user:NAME or group:NAME, several with commas: --as user:maria,group:hr",
});

export const unknownCollection = defineError({
  code: "app.unknown-collection",
  kind: "not-found",
  message: ({ name }: { name: string; known: readonly string[] }) =>
    `there is no collection ${name}`,
  hint: ({ known }: { name: string; known: readonly string[] }) =>
    known.length > 0
      ? `collections here: ${known.join(", ")}`
      : "ingest something first: plumbline ingest FOLDER --collection NAME",
});

export const badCollectionName = defineError({
  code: "app.bad-collection-name",
  kind: "invalid",
  message: ({ name }: { name: string }) => `${JSON.stringify(name)} cannot name a collection`,
  hint: () => "use lower-case letters, digits, - and _, a letter first, such as hr or legal-eu",
});

export const indexingFixed = defineError({
  code: "app.indexing-fixed",
  kind: "conflict",
  message: ({ name, indexing }: { name: string; indexing: string }) =>
    `collection ${name} was made with ${indexing} indexing, which cannot change`,
  hint: () => "use another collection name for the other kind of indexing",
});

export const nothingToIngest = defineError({
  code: "app.nothing-to-ingest",
  kind: "invalid",
  message: () => "no path was given and no source is configured",
  hint: () => "name a folder or file: plumbline ingest ./docs --collection docs",
});

export const collectionNeeded = defineError({
  code: "app.collection-needed",
  kind: "invalid",
  message: ({ path }: { path: string }) => `into which collection should ${path} go?`,
  hint: () =>
    "add --collection NAME; collections are searched together and share one access default",
});

export const unknownAdapter = defineError({
  code: "app.unknown-adapter",
  kind: "invalid",
  message: ({ port, name }: { port: string; name: string; known: readonly string[] }) =>
    `there is no ${port} adapter named ${name}`,
  hint: ({ known }: { port: string; name: string; known: readonly string[] }) =>
    `known ones: ${known.join(", ")}`,
});

export const badAdapterOptions = defineError({
  code: "app.bad-adapter-options",
  kind: "invalid",
  message: ({
    port,
    name,
    mistakes,
  }: {
    port: string;
    name: string;
    mistakes: readonly string[];
  }) => `the options of ${port} ${name} are not valid:\n  ${mistakes.join("\n  ")}`,
  hint: () => "mend the options named, in plumbline.yaml or on the command line",
});

export const notFound = defineError({
  code: "app.not-found",
  kind: "not-found",
  message: ({ what, id }: { what: string; id: string }) => `there is no ${what} ${id}`,
  hint: () => "check the id; what you may not read looks like what is not there",
});

export const badQueries = defineError({
  code: "app.bad-queries",
  kind: "invalid",
  message: ({ path, mistakes }: { path: string; mistakes: readonly string[] }) =>
    `${path} is not a list of queries:\n  ${mistakes.join("\n  ")}`,
  hint: () => 'each line is one JSON object with "id" or "_id", and "text"',
});

export const badFilter = defineError({
  code: "app.bad-filter",
  kind: "invalid",
  message: ({ mistakes }: { mistakes: readonly string[] }) =>
    `the filter is not valid:\n  ${mistakes.join("\n  ")}`,
  hint: () => "examples: type=policy  year>=2025  year<=2026-06-30  path^=hr/  owner?  !draft?",
});

export const egressRefused = defineError({
  code: "app.egress-refused",
  kind: "denied",
  message: ({ origin }: { origin: string }) => `a connection to ${origin} was not allowed`,
  hint: () => "only origins written in plumbline.yaml are contacted",
});
