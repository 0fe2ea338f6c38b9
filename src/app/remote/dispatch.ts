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
  listTraces: (app, [as, query]) => app.listTraces(toAs(as), query),
  getTrace: (app, [as, id]) => app.getTrace(toAs(as), id),
  replayTrace: (app, [as, id]) => app.replayTrace(toAs(as), id),
  computeCosts: (app, [as, input]) => app.computeCosts(toAs(as), input),
  addFeedback: (app, [as, input]) => app.addFeedback(toAs(as), input),
  listFeedback: (app, [as, query]) => app.listFeedback(toAs(as), query),
  listHolds: (app) => app.listHolds(),
  placeHold: (app, [input]) => app.placeHold(input),
  releaseHold: (app, [id]) => app.releaseHold(id),
  runRetention: (app, [input]) => app.runRetention(input),
  evaluate: (app, [input], signal) => app.evaluate({ ...input, signal }),
  listEvaluations: (app, [input]) => app.listEvaluations(input),
  getEvaluation: (app, [id]) => app.getEvaluation(id),
  failures: (app, [as, input], signal) => app.failures(toAs(as), { ...input, signal }),
  decide: (app, [as, request]) => app.decide(toAs(as), request),
  measureArms: (app, [input], signal) => app.measureArms({ ...input, signal }),
  checkEntryGate: (app, [input]) => app.checkEntryGate(input),
  listDecisions: (app, [limit]) => app.listDecisions(limit),
  getDecision: (app, [id]) => app.getDecision(id),
  replayDecision: (app, [id]) => app.replayDecision(id),
  diffDecisions: (app, [before, after]) => app.diffDecisions(before, after),
  monitor: (app, [as, input], signal) => app.monitor(toAs(as), { ...input, signal }),
  getMonitorReport: (app, [as]) => app.getMonitorReport(toAs(as)),
  listRegistry: (app) => app.listRegistry(),
  showRegistered: (app, [id]) => app.showRegistered(id),
  promoteRelease: (app, [input], signal) => app.promoteRelease({ ...input, signal }),
  rollBackRelease: (app, [input]) => app.rollBackRelease(input),
  challengeRelease: (app, [input], signal) => app.challengeRelease({ ...input, signal }),
  diffReleases: (app, [input], signal) => app.diffReleases({ ...input, signal }),
  collectGarbage: (app, [input]) => app.collectGarbage(input),
  verifyRegistry: (app) => app.verifyRegistry(),
  retireRegistered: (app, [input]) => app.retireRegistered(input),
  buildRelease: (app, [input], signal) => app.buildRelease({ ...input, signal }),
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
