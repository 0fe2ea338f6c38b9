/** @module Mistakes on the command line. */
import { defineError } from "../foundation/errors.ts";

export const needQuestion = defineError({
  code: "cli.need-question",
  kind: "invalid",
  message: ({ command }: { command: string }) => `${command} needs a question`,
  hint: ({ command }: { command: string }) =>
    `plumbline ${command} "your question", or --queries FILE for many`,
});

export const usage = defineError({
  code: "cli.usage",
  kind: "invalid",
  message: ({ reason }: { reason: string }) => reason,
  hint: () => "plumbline --help lists the commands, plumbline COMMAND --help their options",
});

export const serverDiffers = defineError({
  code: "cli.server-differs",
  kind: "conflict",
  message: ({ pid, difference }: { pid: number; difference: string }) =>
    `the server of this data directory (process ${pid}) has ${difference}, and it alone may write`,
  hint: ({ pid }: { pid: number; difference: string }) =>
    `stop process ${pid} and start it again with these settings, or give this command the server's`,
});
