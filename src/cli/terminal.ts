/** @module Where a command writes: the answer to stdout, everything else to stderr. */

export interface Terminal {
  /** Columns; 80 where nobody watches. */
  readonly width: number;
  /** A person watches stdout. */
  readonly interactive: boolean;
  /** A person watches stderr: progress bars make sense. */
  readonly watched: boolean;
  readonly color: boolean;
  out(line: string): void;
  /** What is good to know, and nobody misses in a log. */
  err(line: string): void;
  /** What went wrong: said even to those who asked for quiet. */
  problem(line: string): void;
  /** From here on `err` and `draw` say nothing. */
  hush(): void;
  /** Replaces the line last drawn; an empty text clears it. */
  draw(text: string): void;
}

export interface TerminalStreams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly noColor: boolean;
}

export function createTerminal({ stdout, stderr, noColor }: TerminalStreams): Terminal {
  let drawn = false;
  let quiet = false;
  const clear = (): void => {
    if (drawn) stderr.write("\r\u001b[2K");
    drawn = false;
  };
  return {
    width: stdout.columns ?? 80,
    interactive: stdout.isTTY === true,
    watched: stderr.isTTY === true,
    color: stdout.isTTY === true && !noColor,
    out(line) {
      clear();
      stdout.write(`${line}\n`);
    },
    err(line) {
      if (quiet) return;
      clear();
      stderr.write(`${line}\n`);
    },
    problem(line) {
      clear();
      stderr.write(`${line}\n`);
    },
    hush() {
      clear();
      quiet = true;
    },
    draw(text) {
      if (stderr.isTTY !== true || quiet) return;
      clear();
      if (text === "") return;
      stderr.write(text.slice(0, (stderr.columns ?? 80) - 1));
      drawn = true;
    },
  };
}

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

export function paint(terminal: Terminal, style: keyof typeof CODES, text: string): string {
  return terminal.color ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;
}

/** Breaks at blanks; a longer word stands alone. Every line starts with the indent. */
export function wrap(text: string, width: number, indent = ""): readonly string[] {
  const room = Math.max(20, width - indent.length);
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(/\s+/).filter(Boolean)) {
      if (line !== "" && line.length + 1 + word.length > room) {
        lines.push(line);
        line = word;
      } else line = line === "" ? word : `${line} ${word}`;
    }
    lines.push(line);
    return lines.map((each) => `${indent}${each}`);
  });
}

/** Control characters of a document must not reach a terminal. */
export function toPrintable(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is meant
  return text.replaceAll(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g,
    "",
  );
}
