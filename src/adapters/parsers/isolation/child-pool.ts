/** @module Children that wait, started and warm, for one file each; a bounded number work. */
import type { Format } from "../formats.ts";
import type { ParserLimits } from "../limits.ts";
import { setReferenced, startChild, type Child } from "./child-process.ts";

export interface ChildPool {
  /**
   * Runs `work` with a child of the format that no other file has seen; waits while as many as
   * the pool's size are at work, first come first served.
   */
  use<T>(format: Format, work: (child: Child) => Promise<T>): Promise<T>;
  [Symbol.asyncDispose](): Promise<void>;
}

interface Spare {
  readonly format: Format;
  readonly child: Child;
}

const isAlive = ({ child }: Spare): boolean => child.exitCode === null && child.signalCode === null;

/** No child is started before the first use, and spares do not keep the process alive. */
export function createChildPool(size: number, limits: ParserLimits): ChildPool {
  let spares: readonly Spare[] = [];
  let working = 0;
  let disposed = false;
  const waiting: (() => void)[] = [];

  const retire = ({ child }: Spare): void => void child.kill("SIGKILL");
  const addSpare = (format: Format): void => {
    if (disposed) return;
    const child = startChild(format, limits);
    // A spare that fails is found dead when it is taken; its pipe must not raise before that.
    child.on("error", () => undefined);
    child.stdin.on("error", () => undefined);
    setReferenced(child, false);
    spares = [...spares, { format, child }];
    // The format that was asked for longest ago gives way.
    for (const old of spares.slice(0, -size)) retire(old);
    spares = spares.slice(-size);
  };
  const take = (format: Format): Child => {
    spares = spares.filter(isAlive);
    const found = spares.find((spare) => spare.format === format);
    spares = spares.filter((spare) => spare !== found);
    return found?.child ?? startChild(format, limits);
  };

  return {
    async use(format, work) {
      if (working >= size) await new Promise<void>((resume) => waiting.push(resume));
      else working += 1;
      try {
        const child = take(format);
        // Files of one format come in rows: the next one starts while this one is parsed.
        addSpare(format);
        return await work(child);
      } finally {
        const next = waiting.shift();
        if (next) next();
        else working -= 1;
      }
    },
    async [Symbol.asyncDispose]() {
      disposed = true;
      const ended = spares
        .filter(isAlive)
        .map(({ child }) => new Promise((resolve) => child.once("close", resolve)));
      for (const spare of spares) {
        setReferenced(spare.child, true);
        retire(spare);
      }
      spares = [];
      await Promise.all(ended);
    },
  };
}
