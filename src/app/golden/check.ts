/** @module Use case: what is wrong with a golden set. */
import {
  checkGoldenSet,
  parsePin,
  readCorpusTexts,
  toFacts,
  writeGoldenSet,
  type GoldenCheck,
  type GoldenFiles,
  type ReadText,
} from "../../evaluate/index.ts";
import { readValues } from "../../engine/evidence/index.ts";
import { openGoldenSet, openUnpinned, writeGoldenFiles } from "./set-folder.ts";
import { textTools } from "./text-tools.ts";
import { findDocuments, type GoldenWorkspace } from "./workspace.ts";

export interface CheckGoldenInput {
  /** `folder@hash` pins a version. */
  readonly folder: string;
  readonly effect?: number | undefined;
  /** Collections that hold the documents; default: all. */
  readonly collections?: readonly string[] | undefined;
  /** Makes a version of its own of files that were changed by hand. */
  readonly accept?: boolean | undefined;
}

export interface CheckedGolden extends GoldenCheck {
  /** What evaluates a set over the documents that it brings along, one after the other. */
  readonly commands: readonly string[];
}

/** @throws evaluate.golden-changed unless the change is accepted. */
export async function checkGolden(
  workspace: GoldenWorkspace,
  { folder, effect, collections, accept = false }: CheckGoldenInput,
): Promise<CheckedGolden> {
  const { workingDirectory } = workspace.assembly;
  if (accept) acceptChanges(workingDirectory, folder);
  const opened = openGoldenSet(workingDirectory, folder);
  const own = readOwnCorpus(opened.files);
  if (own) {
    const found = await checkGoldenSet(opened, { tools: textTools, effect, readValues, ...own });
    return { ...found, commands: listCommands(folder, opened.set.name) };
  }
  const documents = await findDocuments(workspace, collections);
  // Documents of other collections say nothing of a set whose own are not here.
  const relevant =
    documents &&
    opened.set.cases.some(({ grades }) => [...grades.keys()].some((key) => documents.keys.has(key)))
      ? documents
      : undefined;
  const found = await checkGoldenSet(opened, {
    tools: textTools,
    effect,
    readValues,
    documents: relevant?.keys,
    read: relevant?.read,
  });
  return { ...found, commands: [] };
}

/** Its documents have a data directory to themselves: others would answer its questions. */
function listCommands(folder: string, name: string): readonly string[] {
  const path = parsePin(folder).folder;
  const safe = name.replaceAll(/[^\p{L}\p{N}_-]+/gu, "-");
  const data = `--data .plumbline-${safe}`;
  const corpus = `${path.replace(/\/+$/, "")}/corpus.jsonl`;
  return [
    `plumbline ingest ${quote(corpus)} --collection ${safe} --access public ${data}`,
    `plumbline evaluate ${quote(folder)} ${data}`,
  ];
}

const quote = (path: string): string =>
  /^[\w./@-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;

/** A set that brings its documents along is held to them, not to what was ingested since. */
function readOwnCorpus(
  files: GoldenFiles,
): { readonly documents: ReadonlySet<string>; readonly read: ReadText } | undefined {
  const texts = readCorpusTexts(files);
  if (!texts) return undefined;
  return { documents: new Set(texts.keys()), read: async (key) => texts.get(key) };
}

function acceptChanges(workingDirectory: string, folder: string): void {
  const { path, files, set, manifest } = openUnpinned(workingDirectory, folder);
  if (manifest?.hash === set.hash) return;
  const written = writeGoldenSet(toFacts(manifest, set.name, manifest?.hash), set.cases, files);
  writeGoldenFiles(path, written.files, files);
}
