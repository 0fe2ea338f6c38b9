/** @module A progress bar with rate and remaining time, where a terminal watches. */
import type { Terminal } from "./terminal.ts";

export interface Progress {
  step(what: string): void;
  note(text: string): void;
  end(): void;
}

const BAR = 24;
/** Drawing more often than the eye sees costs time. */
const DRAW_EVERY_MS = 80;

export function createProgress(terminal: Terminal, total: number): Progress {
  const started = performance.now();
  let done = 0;
  let label = "";
  let note = "";
  let drawnAt = 0;
  const draw = (): void => {
    const now = performance.now();
    if (!terminal.watched || now - drawnAt < DRAW_EVERY_MS) return;
    drawnAt = now;
    const seconds = (now - started) / 1000;
    const rate = seconds > 0 ? done / seconds : 0;
    const filled = total > 0 ? Math.round((BAR * done) / total) : BAR;
    const left = rate > 0 ? formatSeconds((total - done) / rate) : "?";
    const bar = `${"#".repeat(filled)}${".".repeat(BAR - filled)}`;
    const tail = note === "" ? "" : `, ${note}`;
    terminal.draw(`[${bar}] ${done}/${total} ${label} ${rate.toFixed(0)}/s, ${left} left${tail}`);
  };
  return {
    step(what) {
      done++;
      label = what;
      draw();
    },
    note(text) {
      note = text;
      draw();
    },
    end: () => terminal.draw(""),
  };
}

function formatSeconds(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
