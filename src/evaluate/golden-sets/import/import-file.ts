/** @module Which format a file is in, and its questions. */
import { importFailed } from "../../errors.ts";
import { importKiln, importLangfuse, importLangfuseCsv, importTensorZero } from "./datasets.ts";
import type { ImportedFile } from "./imported-case.ts";
import { importPromptfooCsv, importPromptfooYaml } from "./promptfoo.ts";
import { importRagas } from "./ragas.ts";
import { importSquad } from "./squad.ts";

/** Besides folders in BEIR's layout. */
export const IMPORT_FORMATS = [
  "promptfoo",
  "langfuse",
  "tensorzero",
  "kiln",
  "ragas",
  "squad",
] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

const isTable = (path: string): boolean => /\.csv$/i.test(path);

/**
 * @param format told from the content where it is not given.
 * @throws evaluate.import-failed
 */
export function importFile(path: string, text: string, format?: ImportFormat): ImportedFile {
  const read = format ?? tellFormat(path, text);
  const imported = READERS[read][isTable(path) ? "table" : "other"](path, text);
  if (imported.cases.length === 0)
    throw importFailed({
      path,
      format: read,
      mistakes: ["it holds no question", ...imported.notes.slice(0, 10)],
    });
  return imported;
}

type Reader = (path: string, text: string) => ImportedFile;

/** Each format as CSV and as anything else. */
const READERS: Readonly<Record<ImportFormat, { readonly table: Reader; readonly other: Reader }>> =
  {
    promptfoo: { table: importPromptfooCsv, other: importPromptfooYaml },
    langfuse: { table: importLangfuseCsv, other: importLangfuse },
    tensorzero: { table: importTensorZero, other: importTensorZero },
    kiln: { table: importKiln, other: importKiln },
    ragas: { table: importRagas, other: importRagas },
    squad: { table: importSquad, other: importSquad },
  };

/** By what only one of them has. */
function tellFormat(path: string, text: string): ImportFormat {
  const head = text.slice(0, 20_000);
  if (isTable(path)) {
    const [columns = ""] = head.split("\n");
    if (/expectedOutput|expected_output/.test(columns)) return "langfuse";
    if (/user_input|ground_truth|reference/.test(columns)) return "ragas";
    return "promptfoo";
  }
  if (/\.ya?ml$/i.test(path)) return "promptfoo";
  if (/\.kiln$/i.test(path) || /"model_type"\s*:\s*"task_run"/.test(head)) return "kiln";
  if (/"paragraphs"\s*:/.test(head)) return "squad";
  if (/"function_name"\s*:/.test(head)) return "tensorzero";
  if (/"expectedOutput"|"expected_output"/.test(head)) return "langfuse";
  throw importFailed({
    path,
    format: "a data set",
    mistakes: [`it is none of ${IMPORT_FORMATS.join(", ")}`],
  });
}
