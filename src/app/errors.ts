/** @module What the use cases refuse. */
import { defineError } from "../foundation/errors.ts";

export const badPrincipal = defineError({
  code: "app.bad-principal",
  kind: "invalid",
  message: ({ principal }: { principal: string }) =>
    `${JSON.stringify(principal)} is not a principal`,
  hint: () => "write user:NAME or group:NAME, several with commas: --as user:maria,group:hr",
});

export const judgeMissing = defineError({
  code: "app.judge-missing",
  kind: "invalid",
  message: () => "no judge is configured",
  hint: () =>
    "name one in plumbline.yaml: evaluate: {judge: {adapter: openai, options: {model: …, apiKey: {env: …}}}}",
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

export const badLanguage = defineError({
  code: "app.bad-language",
  kind: "invalid",
  message: ({ language }: { language: string }) =>
    `${JSON.stringify(language)} is not a language code`,
  hint: () => "use a code such as de or pt-BR, or auto for what each document is in",
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

export const badHistory = defineError({
  code: "app.bad-history",
  kind: "invalid",
  message: ({ path, mistakes }: { path: string; mistakes: readonly string[] }) =>
    `${path} is not a conversation:\n  ${mistakes.join("\n  ")}`,
  hint: () => 'each line is one JSON object with "role" (user or assistant) and "text"',
});

export const badFilter = defineError({
  code: "app.bad-filter",
  kind: "invalid",
  message: ({ mistakes }: { mistakes: readonly string[] }) =>
    `the filter is not valid:\n  ${mistakes.join("\n  ")}`,
  hint: () => "examples: type=policy  year>=2025  year<=2026-06-30  path^=hr/  owner?  !draft?",
});

export const badKeyName = defineError({
  code: "app.bad-key-name",
  kind: "invalid",
  message: ({ name }: { name: string }) => `${JSON.stringify(name)} cannot name a key`,
  hint: () => "say in 1 to 100 characters who will use it: --name intranet-search",
});

export const badExpiry = defineError({
  code: "app.bad-expiry",
  kind: "invalid",
  message: ({ given }: { given: string }) => `${JSON.stringify(given)} is no time in the future`,
  hint: () => "write a number of days such as 90d, or a date such as 2027-06-30",
});

export const keyUnknown = defineError({
  code: "app.key-unknown",
  kind: "denied",
  message: () => "the key opens nothing here",
  hint: () => "check that it was copied whole; plumbline keys list shows which keys there are",
});

export const keyRevoked = defineError({
  code: "app.key-revoked",
  kind: "denied",
  message: ({ id }: { id: string }) => `${id} was revoked`,
  hint: () => "ask for a new one: plumbline keys create --name NAME",
});

export const keyExpired = defineError({
  code: "app.key-expired",
  kind: "denied",
  message: ({ id, expiresAt }: { id: string; expiresAt: string }) =>
    `${id} expired at ${expiresAt}`,
  hint: () => "ask for a new one: plumbline keys create --name NAME",
});

export const writerStopped = defineError({
  code: "app.writer-stopped",
  kind: "unavailable",
  message: () => "the writing thread ended before it was done",
  hint: () =>
    "try again: it is started anew, and what it acknowledged is kept; if it ends again, run plumbline doctor",
});

export const serverGone = defineError({
  code: "app.server-gone",
  kind: "unavailable",
  message: ({ pid, reason }: { pid: number; reason: string }) =>
    `the server of this data directory (process ${pid}) did not answer to the end: ${reason}`,
  hint: () => "run the command again: without a server it reads and writes the directory itself",
});

export const uploadUnreadable = defineError({
  code: "app.upload-unreadable",
  kind: "invalid",
  message: ({ key }: { key: string }) => `you could not read ${key} yourself once it is there`,
  hint: () => "name a principal of yours in access, or leave access to the collection's default",
});

export const noSuchCollection = defineError({
  code: "app.no-such-collection",
  kind: "not-found",
  message: ({ name }: { name: string }) => `there is no collection ${name} that you may write to`,
  hint: () => "GET /v1/collections lists what you may read; the owner makes new collections",
});

export const badUpload = defineError({
  code: "app.bad-upload",
  kind: "invalid",
  message: ({ reason }: { reason: string }) => `the document cannot be taken: ${reason}`,
  hint: () => "give it as text, or as a file with a name such as leave.pdf",
});

export const spendCapReached = defineError({
  code: "app.spend-cap-reached",
  kind: "limited",
  message: ({ cap, limitUsd, spentUsd }: { cap: string; limitUsd: number; spentUsd: number }) =>
    `costs.caps.${cap} is reached: $${spentUsd.toFixed(4)} of $${limitUsd} spent`,
  hint: ({ cap }: { cap: string; limitUsd: number; spentUsd: number }) =>
    `wait for the next ${cap.toLowerCase().includes("day") ? "day (UTC)" : "month"} or raise costs.caps.${cap}; what costs nothing goes on, such as plumbline search with local adapters`,
});

export const badFeedback = defineError({
  code: "app.bad-feedback",
  kind: "invalid",
  message: ({ reason }: { reason: string }) => `the feedback cannot be taken: ${reason}`,
  hint: () => "plumbline show ANSWER prints the answer with the numbers of its citations",
});

export const badMoment = defineError({
  code: "app.bad-moment",
  kind: "invalid",
  message: ({ given }: { given: string }) => `${JSON.stringify(given)} is no time`,
  hint: () =>
    "write a date such as 2026-11-01, a time such as 2026-11-01T09:00Z, or 7d for days ago",
});

export const badHold = defineError({
  code: "app.bad-hold",
  kind: "invalid",
  message: ({ reason }: { reason: string }) => `the hold cannot be placed: ${reason}`,
  hint: () => "name one of --document doc_…, --collection NAME, --person user:NAME, and a --reason",
});

export const serviceResting = defineError({
  code: "app.service-resting",
  kind: "upstream",
  message: ({ name }: { name: string }) => `${name} failed five times in a row and is left alone`,
  hint: () => "it is tried again after 30 s; the failures before this one say what is wrong",
});

export const deadlinePassed = defineError({
  code: "app.deadline-passed",
  kind: "timeout",
  message: ({ name, seconds }: { name: string; seconds: number }) =>
    `${name} was not done after ${seconds} s`,
  hint: () => "try again later, or ask for less at once",
});

export const goldenForeign = defineError({
  code: "app.golden-foreign",
  kind: "conflict",
  message: ({ path }: { path: string }) => `${path} is a golden set in the layout of others`,
  hint: () => "make one of ours from it first: plumbline golden import FOLDER --out golden/NAME",
});

export const goldenExists = defineError({
  code: "app.golden-exists",
  kind: "conflict",
  message: ({ path }: { path: string }) => `${path} is there already`,
  hint: () => "name a folder that is not there yet with --out",
});

export const goldenPartsStored = defineError({
  code: "app.golden-parts-stored",
  kind: "conflict",
  message: ({ path }: { path: string }) => `the cases of ${path} have their parts already`,
  hint: () =>
    "leave them: what was fitted to a case must not be tested on it; --again draws all parts anew",
});

export const quoteNotFound = defineError({
  code: "app.quote-not-found",
  kind: "invalid",
  message: ({ document, reason }: { document: string; reason: string }) =>
    `the quote is not in ${document}: ${reason}`,
  hint: () =>
    "copy the words from the text that was ingested: plumbline documents show DOCUMENT --text",
});

export const fileUnreadable = defineError({
  code: "app.file-unreadable",
  kind: "not-found",
  message: ({ path, reason }: { path: string; reason: string }) =>
    `${path} cannot be read: ${reason}`,
  hint: () => "check the path; relative ones start at the working directory",
});

export const baselineNotFound = defineError({
  code: "app.baseline-not-found",
  kind: "not-found",
  message: ({ baseline }: { baseline: string }) => `there is no baseline ${baseline}`,
  hint: () =>
    "name an evaluation of plumbline evaluate list, a file that --json has written, last or none",
});

export const goldenNeeded = defineError({
  code: "app.golden-needed",
  kind: "invalid",
  message: () => "what should be asked? No golden set was named",
  hint: () => "plumbline evaluate golden/hr, or --run FILE with --qrels FILE",
});

export const noDocuments = defineError({
  code: "app.no-documents",
  kind: "not-found",
  message: () => "there are no documents to make questions from",
  hint: () => "ingest some first: plumbline ingest FOLDER --collection NAME",
});

export const noQuestionMaker = defineError({
  code: "app.no-question-maker",
  kind: "invalid",
  message: () => "no model is configured that makes questions",
  hint: () =>
    "add questionMaker to plumbline.yaml, such as { adapter: openai-compatible, options: { … } }",
});

export const goldenNotEvaluated = defineError({
  code: "app.golden-not-evaluated",
  kind: "invalid",
  message: ({
    golden,
    evaluation,
    caseId,
  }: {
    golden: string;
    evaluation: string;
    caseId: string;
  }) => `the golden set ${golden} does not hold case ${caseId} as ${evaluation} asked it`,
  hint: () => "name the golden set that was evaluated, at its version: --worth FOLDER@HASH",
});

export const nothingEvaluated = defineError({
  code: "app.nothing-evaluated",
  kind: "not-found",
  message: () => "nothing was evaluated yet, so no failure is known",
  hint: () => "plumbline evaluate FOLDER first, or --traces for what users asked",
});

export const queryAdapterInvalid = defineError({
  code: "app.query-adapter-invalid",
  kind: "invalid",
  message: ({ artifact, reason }: { artifact: string; reason: string }) =>
    `${artifact} holds no query adapter that can be used here: ${reason}`,
  hint: () => "tune it anew for the embedder that is configured: plumbline tune adapter",
});

export const nothingToCompare = defineError({
  code: "app.nothing-to-compare",
  kind: "invalid",
  message: ({ golden, collection }: { golden: string; collection: string }) =>
    `no question of ${golden} has a relevant document in ${collection}`,
  hint: () => "name the collection that the golden set is about, or another --part",
});

export const cannotReadLabels = defineError({
  code: "app.no-labels-file",
  kind: "not-found",
  message: ({ path }: { path: string }) => `there is no file ${path}`,
  hint: () => "name a file of {text, label} lines, relative to the working directory",
});

export const nothingToLearn = defineError({
  code: "app.nothing-to-learn",
  kind: "invalid",
  message: ({ lane }: { lane: string; why: readonly string[] }) =>
    `there is nothing that the ${lane} lane could learn from`,
  hint: ({ why }: { lane: string; why: readonly string[] }) =>
    why.length > 0
      ? why.join("; ")
      : "plumbline trainset check says what was left out, and what to collect",
});
