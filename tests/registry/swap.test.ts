import assert from "node:assert/strict";
import { it } from "node:test";
import { setImmediate } from "node:timers/promises";
import type { Answer } from "../../src/domain/answer.ts";
import type { LocalApp } from "../../src/app/index.ts";
import { decide, GATE, GOOD, makeWorld, questionOf, recordReleases, BAD, ROOMS } from "./world.ts";

const CLIENTS = 32;
/** `PLUMBLINE_SWAPS=100` is the whole figure; each promotion runs its gate. */
const SWAPS = Number(process.env["PLUMBLINE_SWAPS"] ?? 2);
const ASKED = 12;
/** Of the clients, those that wait for nothing while a pointer moves. */
const FLOOD = 4;

const passagesOf = async (app: LocalApp, { id }: Pick<Answer, "id">): Promise<string> => {
  const { passages } = await app.getAnswer(undefined, id);
  return passages.map(({ documentId, rank }) => `${rank} ${documentId}`).join();
};

it("R09 answers every client wholly by one release while releases are promoted and rolled back", async () => {
  using world = await makeWorld(BAD);
  const [good = "", bad = ""] = await recordReleases(world, GOOD, BAD);
  await using app = await world.open(BAD);
  const expected = new Map<string, string>();
  for (const release of [good, bad])
    for (let room = 0; room < ASKED; room++) {
      const answer = await app.ask(undefined, { question: questionOf(room), release });
      expected.set(`${release} ${room}`, await passagesOf(app, answer));
    }
  const differing = Array.from({ length: ASKED }, (_, room) => room).filter(
    (room) => expected.get(`${good} ${room}`) !== expected.get(`${bad} ${room}`),
  );
  assert.ok(differing.length > ASKED / 2, "releases that find the same prove nothing");
  const over = new AbortController();
  const answers: { readonly answer: Answer; readonly room: number }[] = [];
  const clients = Array.from({ length: CLIENTS }, async (_, client) => {
    for (let asked = client; !over.signal.aborted; asked++) {
      const room = asked % ASKED;
      answers.push({ answer: await app.ask(undefined, { question: questionOf(room) }), room });
      // Requests come off a socket: each waits for a turn of the loop.
      await setImmediate();
    }
  });
  /** Asks without a pause while something else is done, so that it is done amid answers. */
  const amid = async <T>(work: Promise<T>): Promise<T> => {
    const done = new AbortController();
    const asking = Array.from({ length: FLOOD }, async (_, client) => {
      for (let asked = client; !done.signal.aborted; asked++) {
        const room = asked % ASKED;
        answers.push({ answer: await app.ask(undefined, { question: questionOf(room) }), room });
      }
    });
    try {
      return await work;
    } finally {
      done.abort();
      await Promise.all(asking);
    }
  };
  const afterAll = async (): Promise<void> => {
    for (const goal = answers.length + CLIENTS; answers.length < goal;) await setImmediate();
  };
  let slowestMs = 0;
  try {
    for (let swap = 0; swap < SWAPS; swap++) {
      const events = app.promoteRelease({ release: good, ...GATE });
      // From the last reply on it is judged, and the pointer moves.
      for (let left = 2 * ROOMS; left > 0;)
        if ((await events.next()).value?.type === "case-replied") left--;
      const promoted = await amid(decide(events));
      assert.equal(promoted.moved, true, promoted.reasons.join("; "));
      await afterAll();
      const started = performance.now();
      await amid(app.rollBackRelease({}));
      slowestMs = Math.max(slowestMs, performance.now() - started);
      await afterAll();
    }
  } finally {
    over.abort();
    await Promise.all(clients);
  }
  const counts: Record<string, number> = {};
  for (const { answer, room } of answers) {
    const { release } = answer;
    counts[release] = (counts[release] ?? 0) + 1;
    assert.equal(await passagesOf(app, answer), expected.get(`${release} ${room}`), `room ${room}`);
    assert.equal((await app.getTrace(undefined, answer.id)).release, release);
  }
  assert.deepEqual(Object.keys(counts).toSorted(), [good, bad].toSorted());
  if (SWAPS > 2)
    console.log(JSON.stringify({ swaps: SWAPS, clients: CLIENTS, answers: counts, slowestMs }));
});
