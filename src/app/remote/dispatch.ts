/** @module What a server does when a command of its owner asks for a use case. */
import { toPlumblineError } from "../../foundation/errors.ts";
import type { App } from "../app.ts";
import type { RemoteCall, RemoteLine, RemoteMethod } from "./protocol.ts";

type Performed = AsyncGenerator | Promise<unknown>;

/** A signal does not cross the wire: the server's own takes its place. */
const PERFORM: {
  readonly [Method in RemoteMethod]: (
    app: App,
    args: Parameters<App[Method]>,
    signal: AbortSignal,
  ) => Performed;
} = {
  ingest: (app, [input], signal) => app.ingest({ ...input, signal }),
  search: (app, [as, input], signal) => app.search(toAs(as), { ...input, signal }),
  rank: (app, [as, input], signal) => app.rank(toAs(as), { ...input, signal }),
  ask: (app, [as, input], signal) => app.ask(toAs(as), { ...input, signal }),
  streamAnswer: (app, [as, input], signal) => app.streamAnswer(toAs(as), { ...input, signal }),
  getAnswer: (app, [as, id]) => app.getAnswer(toAs(as), id),
  getCitation: (app, [as, id, number]) => app.getCitation(toAs(as), id, number),
  listCollections: (app, [as]) => app.listCollections(toAs(as)),
  listDocuments: (app, [as, input]) => app.listDocuments(toAs(as), input),
  getDocument: (app, [as, id]) => app.getDocument(toAs(as), id),
  deleteDocument: (app, [as, id]) => app.deleteDocument(toAs(as), id),
  createKey: (app, [input]) => app.createKey(input),
  listKeys: (app) => app.listKeys(),
  revokeKey: (app, [id]) => app.revokeKey(id),
  measureRanking: (app, [folder, collections]) =>
    app.measureRanking(folder, collections ?? undefined),
  measureAnswers: (app, [folder, difficulty]) =>
    app.measureAnswers(folder, difficulty ?? undefined),
  doctor: (app, [options]) => app.doctor(options),
};

/** JSON writes an argument that is absent as null. */
const toAs = <T>(as: T | null | undefined): T | undefined => as ?? undefined;

/** Never throws: a failure is the last line. */
export async function* dispatch(
  app: App,
  { method, args }: RemoteCall,
  signal: AbortSignal,
): AsyncGenerator<RemoteLine> {
  // The arguments of a call are those of its method, which the union does not tell here.
  const perform = PERFORM[method] as (app: App, args: unknown, signal: AbortSignal) => Performed;
  try {
    const performed = perform(app, args, signal);
    if (Symbol.asyncIterator in performed) {
      for await (const event of performed) yield { event };
      yield { value: null };
    } else yield { value: (await performed) ?? null };
  } catch (error) {
    const { code, kind, message, hint, details } = toPlumblineError(error);
    yield { error: { code, kind, message, hint, details } };
  }
}
