/** @module A handbook of rooms, a golden set over it, and two configurations of unequal worth. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfig, openApp, type AppOptions, type LocalApp } from "../../src/app/index.ts";
import type { GateEvent } from "../../src/app/index.ts";
import { createRandom } from "../../src/foundation/random.ts";
import {
  makeTemporaryDirectory,
  type TemporaryDirectory,
} from "../../src/testing/temporary-directory.ts";

export const ROOMS = 40;

const WORDS = ["amber", "birch", "copper", "dune", "ember", "flint", "grove", "harbor"];
const nameOf = (room: number): string => `${WORDS[room % 8]} ${WORDS[(room >> 3) + 1]}`;

export const questionOf = (room: number): string => `Who has the key of the ${nameOf(room)} room?`;
const keeperOf = (room: number): string => `Keeper${room}`;

/** Finds by words, and finds the room. */
export const GOOD = "retrieve: { alpha: 0 }\n";
/** Ranks by the dense leg alone, which knows rooms hardly apart. */
export const BAD = "reranker: { adapter: none }\nretrieve: { alpha: 1 }\n";
/** Answers next to nothing. */
export const SHY = "retrieve: { alpha: 0 }\nanswer: { threshold: 1 }\n";

/** How busy the machine is decides nothing. */
export const LIMITS = "limits: { latencyTimes: 50, latencySlackMs: 1000 }\n";

/** One measure decides, so that forty questions are enough. */
const POLICY = `primary: { measures: [nDCG@10], must: improve }\n${LIMITS}`;

const toLines = (rows: readonly object[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join("");

export interface World extends Disposable {
  readonly directory: string;
  /** With a configuration; what was opened before must be closed first. */
  open(yaml: string, options?: Partial<AppOptions>): Promise<LocalApp>;
}

export async function makeWorld(yaml: string): Promise<World> {
  const temporary: TemporaryDirectory = makeTemporaryDirectory();
  const { path } = temporary;
  mkdirSync(join(path, "set", "qrels"), { recursive: true });
  const rooms = Array.from({ length: ROOMS }, (_, room) => room);
  const files: Readonly<Record<string, string>> = {
    "rooms.jsonl": toLines(
      rooms.map((room) => ({
        _id: `room-${room}`,
        text: `${keeperOf(room)} has the key of the ${nameOf(room)} room.`,
      })),
    ),
    "set/queries.jsonl": toLines(
      rooms.map((room) => ({ _id: `q${room}`, text: questionOf(room) })),
    ),
    "set/answers.jsonl": toLines(
      rooms.map((room) => ({ _id: `q${room}`, answers: [keeperOf(room)] })),
    ),
    "set/qrels/test.tsv": `query-id\tcorpus-id\tscore\n${rooms.map((room) => `q${room}\troom-${room}\t1\n`).join("")}`,
    "policy.yaml": POLICY,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  const random = createRandom("registry");
  const entropy = {
    bytes: (length: number) => Uint8Array.from({ length }, () => random.below(256)),
  };
  const world: World = {
    directory: path,
    async open(text, options = {}) {
      writeFileSync(join(path, "plumbline.yaml"), text);
      const loaded = await loadConfig({ workingDirectory: path, environment: {} });
      return openApp({ loaded, workingDirectory: path, entropy, ...options });
    },
    [Symbol.dispose]: () => temporary[Symbol.dispose](),
  };
  await using app = await world.open(yaml);
  const input = { path: "rooms.jsonl", collection: "rooms", access: ["public"] };
  for await (const _ of app.ingest(input));
  return world;
}

/** Opens each configuration once, so that its release is on record. */
export async function recordReleases(
  world: World,
  ...yamls: readonly string[]
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const yaml of yamls) {
    await using app = await world.open(yaml);
    ids.push((await app.listRegistry()).configured);
  }
  return ids;
}

export async function decide(events: AsyncIterable<GateEvent>) {
  for await (const event of events) if (event.type === "release-decided") return event.decision;
  throw new Error("nothing was decided");
}

export const GATE = { golden: "set", policy: "policy.yaml" };
