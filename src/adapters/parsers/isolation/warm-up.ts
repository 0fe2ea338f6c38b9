/** @module Loads a format's libraries before there is a file, so that no file waits for them. */
import { loadFormat } from "../run-format.ts";
import type { Format } from "../formats.ts";

export async function warmUp(format: Format): Promise<void> {
  await loadFormat(format);
  if (format === "pdf") await (await import("../pdf/open.ts")).warmUpPdf();
}
