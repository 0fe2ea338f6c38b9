/** @module What tuning tells, for people. */
import type { TuneCheck, TuneEvent, TuneResult } from "../../app/index.ts";
import { paint, toPrintable, wrap, type Terminal } from "../terminal.ts";

const points = (value: number): string => (100 * value).toFixed(2);

/** Drawn over itself where somebody watches. */
export function showEvent(terminal: Terminal, event: TuneEvent): void {
  if (!terminal.watched) return;
  switch (event.type) {
    case "tune-started":
      return terminal.draw(`${event.questions} questions to learn from`);
    case "tune-read":
      return terminal.draw(`question ${event.done} of ${event.of}`);
    case "tune-tried":
      return terminal.draw(`${event.what}  nDCG@10 ${points(event.mean)}`);
    case "tune-completed":
      return terminal.draw("");
  }
}

const say = (terminal: Terminal, text: string, indent = "  "): void => {
  for (const line of wrap(toPrintable(text), terminal.width, indent)) terminal.out(line);
};

export function printResult(terminal: Terminal, result: TuneResult): void {
  const { lane, collection, verdict, artifact, release, reasons, found, questions } = result;
  terminal.out(paint(terminal, "bold", `${lane} of ${collection}: ${verdict}`));
  say(terminal, `${questions} questions learned from${toLeftOut(result.leftOut)}`);
  for (const reason of reasons) say(terminal, reason);
  for (const line of found) say(terminal, line);
  if (artifact === undefined || release === undefined) {
    terminal.out("  nothing was registered; what serves stays as it is");
    return;
  }
  terminal.out(`  ${artifact}  ${release}`);
  terminal.out(`  plumbline registry promote ${release} --golden … puts it to work`);
}

export function printCheck(terminal: Terminal, check: TuneCheck): void {
  const { gate, verdict, questions, least, leftOut, collect } = check;
  terminal.out(paint(terminal, "bold", `${gate.lane}: ${verdict}`));
  say(terminal, `${questions} questions to learn from, ${least} to start${toLeftOut(leftOut)}`);
  for (const sentence of collect) say(terminal, sentence);
}

function toLeftOut(leftOut: TuneCheck["leftOut"]): string {
  const told = Object.entries(leftOut).map(([reason, count]) => `${count} ${reason}`);
  return told.length === 0 ? "" : `; left out: ${told.join(", ")}`;
}
