/** @module Two histories of one store that differ only in what an audience may not read. */
import { mayRead, type Access } from "../../src/domain/access.ts";
import type { AnswerRecord } from "../../src/domain/answer-record.ts";
import { NOBODY, type AccessList } from "../../src/domain/principal.ts";
import { createRandom, type Random } from "../../src/foundation/random.ts";
import type { DocumentPut, WriteBatch } from "../../src/ports/store.ts";
import {
  batchOf,
  callerOf,
  changeOf,
  PREFIXES,
  putDocument,
  recordAnswer,
  WORDS,
} from "../../src/testing/store-fixtures.ts";

export const COLLECTIONS = ["hr", "legal"] as const;
export const VOCABULARY =
  "leave train plane visa desk badge laptop invoice budget audit nurse clinic".split(" ");
const PRINCIPALS = ["user:ana", "user:bob", "group:hr", "group:legal", "public"];

export type Step =
  | { readonly kind: "commit"; readonly batch: WriteBatch }
  | { readonly kind: "optimize" }
  | { readonly kind: "answer"; readonly record: AnswerRecord };

export interface Twins {
  readonly audience: readonly Access[];
  readonly histories: readonly [readonly Step[], readonly Step[]];
  /** Of both stores, hidden and visible. */
  readonly puts: readonly DocumentPut[];
  readonly answerIds: readonly string[];
  readonly filters: readonly WriteBatch["puts"][number]["metadata"][];
}

const pick = <T>(random: Random, values: readonly T[]): T => {
  const value = values[random.below(values.length)];
  if (value === undefined) throw new Error("nothing to pick from");
  return value;
};

function makeList(random: Random): AccessList {
  const some = (): string[] =>
    Array.from({ length: 1 + random.below(2) }, () => pick(random, PRINCIPALS));
  return {
    allow: Array.from({ length: random.below(8) === 0 ? 2 : 1 }, some),
    deny: random.below(4) === 0 ? [pick(random, PRINCIPALS)] : [],
  };
}

function makeHiddenList(random: Random, audience: readonly Access[]): AccessList {
  for (let attempt = 0; attempt < 20; attempt++) {
    const list = makeList(random);
    if (!audience.some((access) => mayRead(access, list))) return list;
  }
  return NOBODY;
}

function makeVisibleList(random: Random, audience: readonly Access[]): AccessList {
  for (let attempt = 0; attempt < 20; attempt++) {
    const list = makeList(random);
    if (audience.some((access) => mayRead(access, list))) return list;
  }
  return { allow: [["public"]], deny: [] };
}

/** Few titles and words, so that hidden and visible documents share terms, and whole texts. */
function makeDocument(
  random: Random,
  place: { readonly key: string; readonly collection: string },
  access: AccessList,
): DocumentPut {
  const words = (): string =>
    Array.from({ length: 1 + random.below(6) }, () => pick(random, VOCABULARY)).join(" ");
  return putDocument({
    ...place,
    access,
    title: pick(random, ["Notes", "Rules", "Leave"]),
    text: Array.from({ length: 1 + random.below(2) }, words).join("\n\n"),
    analyzer: random.below(4) === 0 ? PREFIXES : WORDS,
    embedded: random.below(6) > 0,
    metadata:
      random.below(3) === 0 ? {} : { year: 2020 + random.below(4), team: pick(random, VOCABULARY) },
  });
}

/** What happens in both stores. `dark` documents end unreadable, each store in its own way. */
interface Chapter {
  readonly collection: string;
  readonly puts: readonly DocumentPut[];
  readonly deletes: readonly string[];
  readonly accessChanges: WriteBatch["accessChanges"];
  readonly dark: readonly DocumentPut[];
}

function writeStory(random: Random, audience: readonly Access[]): readonly Chapter[] {
  const alive = new Map<string, DocumentPut>();
  let named = 0;
  return Array.from({ length: 2 + random.below(3) }, () => {
    const collection = pick(random, COLLECTIONS);
    const [deletes, dark, accessChanges]: [
      string[],
      DocumentPut[],
      WriteBatch["accessChanges"][number][],
    ] = [[], [], []];
    const puts: DocumentPut[] = [];
    for (const [key, put] of alive) {
      if (!key.startsWith(collection)) continue;
      const fate = random.below(12);
      if (fate === 0) deletes.push(put.id);
      else if (fate === 1) dark.push(put);
      else if (fate === 2) accessChanges.push(changeOf(put.id, makeVisibleList(random, audience)));
      else if (fate === 3)
        puts.push(makeDocument(random, { key, collection }, makeVisibleList(random, audience)));
      if (fate < 2) alive.delete(key);
    }
    for (let fresh = 1 + random.below(6); fresh > 0; fresh--) {
      const key = `${collection}-${named++}.md`;
      // Some are hidden in both stores at first, and the same: they may come to light later.
      const list =
        random.below(6) === 0
          ? makeHiddenList(random, audience)
          : makeVisibleList(random, audience);
      const put = makeDocument(random, { key, collection }, list);
      alive.set(key, put);
      puts.push(put);
    }
    return { collection, puts, deletes, accessChanges, dark };
  });
}

/** Tells the story with hidden documents of its own woven in. */
class Weaver {
  readonly steps: Step[] = [];
  readonly puts: DocumentPut[] = [];
  readonly #random: Random;
  readonly #audience: readonly Access[];
  readonly #name: string;
  /** How much is hidden: 0 is a store that holds only the story. */
  readonly #density: number;
  readonly #hidden = new Map<string, DocumentPut>();

  constructor(random: Random, audience: readonly Access[], name: string) {
    this.#random = random;
    this.#audience = audience;
    this.#name = name;
    this.#density = random.below(4);
  }

  tell(chapter: Chapter): void {
    for (let extra = this.#random.below(1 + this.#density); extra > 0; extra--)
      this.#commit(this.#hiddenBatch(pick(this.#random, COLLECTIONS)));
    const own = this.#hiddenBatch(chapter.collection);
    const darkened = chapter.dark.map((put) => this.#darken(put));
    this.#commit({
      collection: chapter.collection,
      puts: this.#shuffleIn(chapter.puts, [...own.puts, ...darkened.flatMap(({ puts }) => puts)]),
      deletes: [...chapter.deletes, ...own.deletes, ...darkened.flatMap(({ deletes }) => deletes)],
      accessChanges: [
        ...chapter.accessChanges,
        ...own.accessChanges,
        ...darkened.flatMap(({ accessChanges }) => accessChanges),
      ],
    });
    if (this.#random.below(4) === 0) this.steps.push({ kind: "optimize" });
  }

  answer(record: AnswerRecord): void {
    this.steps.push({ kind: "answer", record });
  }

  #commit(batch: WriteBatch): void {
    this.puts.push(...batch.puts);
    this.steps.push({ kind: "commit", batch });
  }

  #hiddenBatch(collection: string): WriteBatch {
    const random = this.#random;
    const [puts, deletes, accessChanges]: [
      DocumentPut[],
      string[],
      WriteBatch["accessChanges"][number][],
    ] = [[], [], []];
    if (this.#density === 0) return batchOf({ collection });
    for (const put of this.#hidden.values()) {
      const fate = random.below(6);
      if (fate === 0) deletes.push(put.id);
      else if (fate === 1)
        accessChanges.push(changeOf(put.id, makeHiddenList(random, this.#audience)));
    }
    for (const id of deletes) this.#hidden.delete(id);
    for (let fresh = random.below(2 * this.#density); fresh > 0; fresh--) {
      const key = `hidden-${this.#name}-${random.below(10)}.md`;
      const put = makeDocument(random, { key, collection }, makeHiddenList(random, this.#audience));
      if (puts.some(({ id }) => id === put.id)) continue;
      this.#hidden.set(put.id, put);
      puts.push(put);
    }
    return batchOf({ collection, puts, deletes, accessChanges });
  }

  #darken(put: DocumentPut): WriteBatch {
    const list = makeHiddenList(this.#random, this.#audience);
    const way = this.#random.below(3);
    if (way === 0) return batchOf({ deletes: [put.id] });
    if (way === 1) return batchOf({ accessChanges: [changeOf(put.id, list)] });
    return batchOf({ puts: [{ ...put, title: "Secret", access: list }] });
  }

  /** Keeps the order of `visible`; each hidden one goes to a random place. */
  #shuffleIn(
    visible: readonly DocumentPut[],
    hidden: readonly DocumentPut[],
  ): readonly DocumentPut[] {
    const woven = [...visible];
    for (const put of hidden) woven.splice(this.#random.below(woven.length + 1), 0, put);
    return woven;
  }
}

export function makeTwins(seed: number): Twins {
  const random = createRandom(`twins/${seed}`);
  const audience = Array.from({ length: 2 }, () =>
    callerOf(...PRINCIPALS.filter(() => random.below(3) === 0)),
  );
  const story = writeStory(random, audience);
  const told = story.flatMap(({ puts }) => puts);
  const weavers = ["a", "b"].map((name) => {
    const weaver = new Weaver(createRandom(`twins/${seed}/${name}`), audience, name);
    for (const chapter of story) weaver.tell(chapter);
    return weaver;
  });
  const answerIds = ["ans_shared00000000000000", "ans_hidden00000000000000"];
  const principals = audience.flatMap((access) =>
    access.kind === "caller" ? [[...access.principals]] : [],
  );
  const passages = told.filter(() => random.below(8) === 0);
  const found = told.filter(() => random.below(4) === 0);
  const ranked = found.map(({ id, version }) => `chk_${id.slice(4)}_${version.hash.slice(0, 8)}_0`);
  const shared = { id: answerIds[0] ?? "", principals: principals[0] ?? [], passages, ranked };
  for (const [index, weaver] of weavers.entries()) {
    weaver.answer(recordAnswer(shared));
    // The same id in both stores, and in each an answer that the audience must not see.
    const hidden = { id: answerIds[1] ?? "", principals: ["user:zoe", `user:${index}`] };
    weaver.answer(recordAnswer({ ...hidden, passages: weaver.puts.slice(0, 2) }));
  }
  const [a, b] = weavers;
  return {
    audience,
    histories: [a?.steps ?? [], b?.steps ?? []],
    puts: [...(a?.puts ?? []), ...(b?.puts ?? [])],
    answerIds,
    filters: told.map(({ metadata }) => metadata),
  };
}
