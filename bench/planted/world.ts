/** @module A made-up catalogue of machines: one fact a case, each document written to lose it in its own way. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfig, openApp, systemClock, systemEntropy } from "../../src/app/index.ts";
import { assemble, type Assembly } from "../../src/app/assembly.ts";
import { openSqliteStore } from "../../src/adapters/index.ts";
import type { GoldenCase } from "../../src/domain/golden-set.ts";
import { hashJson } from "../../src/foundation/hash.ts";
import { createRandom } from "../../src/foundation/random.ts";
import type { Store } from "../../src/ports/store.ts";
import { goldenCaseOf } from "../../src/testing/reply-cases.ts";

/** Cases of each planted fault. */
export const EACH = 20;

/** What happened to the documents of a group before anything was asked. */
export const GROUPS = [
  "sound",
  "deleted",
  "replaced",
  "hidden",
  "drawn",
  "elsewhere",
  "crowded",
  "repeated",
  "unknown",
] as const;
export type Group = (typeof GROUPS)[number];

interface Machine {
  readonly name: string;
  readonly watts: number;
  readonly kilograms: number;
}

export interface World extends AsyncDisposable {
  readonly assembly: Assembly;
  readonly store: Store;
  casesOf(group: Group): readonly GoldenCase[];
}

const SYLLABLES =
  "bar cel dor fen gul hab jen kol lum mar nor pel quin ros sel tor vek wil yan zam".split(" ");

/** Names of three syllables, none twice. */
function* makeMachines(): Generator<Machine> {
  const random = createRandom("planted/machines");
  const syllable = (): string => SYLLABLES[random.below(SYLLABLES.length)] ?? "";
  for (const taken = new Set<string>(); ;) {
    const name = `${syllable()}${syllable()}${syllable()}`;
    if (taken.has(name)) continue;
    taken.add(name);
    yield {
      name: `${name[0]?.toUpperCase()}${name.slice(1)}`,
      watts: 1000 + random.below(8000),
      kilograms: 100 + random.below(800),
    };
  }
}

const toFact = ({ name, watts }: Machine): string =>
  `The ${name} pump draws ${watts} watts at full load.`;
const toAside = ({ name, kilograms }: Machine): string =>
  `Its case weighs ${kilograms} kilograms and the ${name} is painted grey.`;
const toText = (machine: Machine): string => `${toFact(machine)} ${toAside(machine)}`;
const toKey = (group: Group, { name }: Machine): string => `${group}-${name}`;

/** Its facts are written by a script, which no parser runs. */
const DRAWN_PAGE = "drawn.html";

/** Long enough that two documents of it are one text, whatever few words differ. */
function makeBoilerplate(): string {
  const random = createRandom("planted/boilerplate");
  const word = (): string => SYLLABLES[random.below(SYLLABLES.length)] ?? "";
  const words = Array.from({ length: 220 }, () => `${word()}${word()}`);
  return `Words that are on the plate: ${words.join(" ")}.`;
}

export async function makeWorld(path: string): Promise<World> {
  const machines = makeMachines();
  const groups = new Map(
    GROUPS.map((group) => [group, Array.from({ length: EACH }, () => machines.next().value)]),
  );
  const of = (group: Group): readonly Machine[] => groups.get(group) ?? [];
  const loaded = await loadConfig({ workingDirectory: path, environment: {} });
  const options = { loaded, workingDirectory: path };
  await write(path, options, of);
  const assembly = await assemble({
    ...options,
    clock: systemClock,
    entropy: systemEntropy,
    log: () => undefined,
  });
  const store = openSqliteStore({
    directory: loaded.dataDirectory,
    mode: "read",
    clock: systemClock,
  });
  return {
    assembly,
    store,
    casesOf: (group) => of(group).map((machine, at) => toCase(group, machine, of(group), at)),
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]();
      await assembly.outbound[Symbol.asyncDispose]();
    },
  };
}

type Groups = (group: Group) => readonly Machine[];

async function write(
  path: string,
  options: Parameters<typeof openApp>[0],
  of: Groups,
): Promise<void> {
  await using app = await openApp(options);
  const ingest = async (
    name: string,
    rows: readonly { readonly _id: string; readonly text: string }[],
    { access = "group:staff", collection = "catalogue" } = {},
  ): Promise<void> => {
    writeFileSync(join(path, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
    for await (const _ of app.ingest({ path: name, collection, access: [access] }));
  };
  const rowsOf = (group: Group, text = toText) =>
    of(group).map((machine) => ({ _id: toKey(group, machine), text: text(machine) }));
  for (const group of ["sound", "crowded", "deleted"] as const)
    await ingest(`${group}.jsonl`, rowsOf(group));
  for (const { id, key } of await app.listDocuments(undefined, { limit: 1000 }))
    if (key.startsWith("deleted-")) await app.deleteDocument(undefined, id);
  await ingest("replaced.jsonl", rowsOf("replaced"));
  await ingest("replaced.jsonl", rowsOf("replaced", toAside));
  await ingest("hidden.jsonl", rowsOf("hidden"), { access: "group:board" });
  await ingest("elsewhere.jsonl", rowsOf("elsewhere"), { collection: "annex" });
  const plate = makeBoilerplate();
  await ingest(
    "repeated.jsonl",
    rowsOf("repeated", (machine) => `${toText(machine)} ${plate}`),
  );
  // Of another number, and named once more, so that it is the better one of the two.
  const repeats = rowsOf("repeated", (machine) => {
    const text = toText({ ...machine, watts: machine.watts + 1 });
    return `${machine.name} pump: ${text} ${plate}`;
  });
  await ingest(
    "repeats.jsonl",
    repeats.map((row) => ({ ...row, _id: `again-${row._id}` })),
  );
  const page = of("drawn").map(
    (machine) =>
      `<h2>${machine.name}</h2><p>${toAside(machine)}</p><script>document.write("${toFact(machine)}")</script>`,
  );
  writeFileSync(join(path, DRAWN_PAGE), `<html><body>${page.join("")}</body></html>`);
  const drawn = { path: DRAWN_PAGE, collection: "catalogue", access: ["group:staff"] };
  for await (const _ of app.ingest(drawn));
}

const documentOf = (group: Group, machine: Machine): string =>
  group === "drawn" ? DRAWN_PAGE : toKey(group, machine);

function toCase(group: Group, machine: Machine, all: readonly Machine[], at: number): GoldenCase {
  const { name, watts } = machine;
  const others = [1, 2, 3].map((step) => all[(at + step) % all.length]?.name ?? "");
  const text =
    group === "crowded"
      ? `Not the ${others.join(" pump, not the ")} pump: ${others.join(" ")} aside, how many watts does the ${name} draw?`
      : `How many watts does the ${name} pump draw at full load?`;
  const isKnown = group !== "unknown";
  const document = documentOf(group, machine);
  const draft: Partial<GoldenCase> = {
    id: toKey(group, machine),
    group: toKey(group, machine),
    text,
    answerable: isKnown,
    answers: isKnown ? [`${watts} watts`] : [],
    checks: isKnown ? { numbers: [String(watts)] } : {},
    evidence: isKnown ? [[{ document, quote: toFact(machine) }]] : [],
    grades: new Map(isKnown ? [[document, 1]] : []),
    principals: ["group:staff"],
    ...(group === "elsewhere" ? { collection: "catalogue" } : {}),
  };
  return goldenCaseOf({ ...draft, hash: hashJson([draft.id, draft.text]) });
}
