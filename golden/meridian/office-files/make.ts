// Makes the DOCX and PDF files of the Meridian documents from content/*.md.
//   node golden/meridian/office-files/make.ts            writes them
//   node golden/meridian/office-files/make.ts --check    exits 1 when a committed file differs

import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { parseContent } from "./content.ts";
import { renderDocx } from "./docx.ts";
import { renderPdf } from "./pdf.ts";

interface OfficeFile {
  readonly output: string;
  readonly bytes: Buffer;
}

const CONTENT_FOLDER = join(import.meta.dirname, "content");
const DOCUMENTS_FOLDER = join(import.meta.dirname, "..", "documents");

async function makeAll(): Promise<readonly OfficeFile[]> {
  const names = (await readdir(CONTENT_FOLDER)).filter((name) => name.endsWith(".md")).sort();
  const files: OfficeFile[] = [];
  for (const name of names) files.push(await makeOne(join(CONTENT_FOLDER, name)));
  return files;
}

async function makeOne(path: string): Promise<OfficeFile> {
  const content = parseContent(await readFile(path, "utf8"));
  const { output } = content.meta;
  const render = output.endsWith(".pdf") ? renderPdf : renderDocx;
  return { output, bytes: await render(content) };
}

async function write({ output, bytes }: OfficeFile): Promise<void> {
  const path = join(DOCUMENTS_FOLDER, output);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
  console.log(`wrote ${output} (${bytes.length} bytes)`);
}

async function differs({ output, bytes }: OfficeFile): Promise<boolean> {
  const committed = await readFile(join(DOCUMENTS_FOLDER, output)).catch(() => undefined);
  return committed === undefined || !bytes.equals(committed);
}

async function check(files: readonly OfficeFile[]): Promise<void> {
  for (const file of files) {
    if (!(await differs(file))) continue;
    console.error(`${file.output} is not what make.ts makes. Run it without --check.`);
    process.exitCode = 1;
  }
}

const files = await makeAll();
if (process.argv.includes("--check")) await check(files);
else for (const file of files) await write(file);
