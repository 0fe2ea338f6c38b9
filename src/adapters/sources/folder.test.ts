import assert from "node:assert/strict";
import { chmodSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { adapterContext } from "../../testing/adapter-context.ts";
import { describeSource } from "../../testing/source-contract.ts";
import {
  makeTemporaryDirectory,
  type TemporaryDirectory,
} from "../../testing/temporary-directory.ts";
import { sourceNotFound, sourceTooLarge, sourceUnreadable } from "./errors.ts";
import { folderSource } from "./folder.ts";

/** A folder with these files; a name that ends in `/` is a folder. */
function makeFolder(files: Readonly<Record<string, string>>): TemporaryDirectory {
  const directory = makeTemporaryDirectory();
  for (const [name, text] of Object.entries(files)) {
    const path = join(directory.path, name);
    mkdirSync(dirname(path), { recursive: true });
    if (name.endsWith("/")) mkdirSync(path, { recursive: true });
    else writeFileSync(path, text);
  }
  return directory;
}

const openSource = (path: string, options: { include?: string[]; exclude?: string[] } = {}) =>
  folderSource.create(
    folderSource.options.parse({ path: ".", ...options }),
    adapterContext({ baseDirectory: path }),
  );

async function keysOf(
  files: Readonly<Record<string, string>>,
  options: { include?: string[]; exclude?: string[] } = {},
): Promise<readonly string[]> {
  using directory = makeFolder(files);
  return (await (await openSource(directory.path, options)).list()).map(({ key }) => key);
}

describeSource("folder", async () => {
  const directory = makeFolder({ "b.md": "Pay", "hr/a.md": "Leave" });
  let edits = 0;
  return {
    source: await openSource(directory.path),
    keys: ["b.md", "hr/a.md"],
    spoil: () => rmSync(directory.path, { recursive: true }),
    change: () => writeFileSync(join(directory.path, "b.md"), `Pay ${edits++}`),
    close: () => directory[Symbol.dispose](),
  };
});

describe("folder source", () => {
  it("gives keys in code unit order, whatever order the folder has them in", async () => {
    const files = { "b/z.md": "", "a.md": "", "b.md": "", "B.md": "", "ä.md": "", "b/a.md": "" };
    assert.deepEqual(await keysOf(files), ["B.md", "a.md", "b.md", "b/a.md", "b/z.md", "ä.md"]);
  });

  it("leaves out hidden files and folders, and what is nobody's document", async () => {
    const files = {
      "a.md": "",
      ".hidden.md": "",
      ".git/x.md": "",
      "node_modules/p/readme.md": "",
      "py/__pycache__/x.md": "",
    };
    assert.deepEqual(await keysOf(files), ["a.md"]);
  });

  it("leaves out what an ignore file names, from its folder downwards", async () => {
    const files = {
      ".gitignore": "*.tmp\n/build/\n",
      "a.tmp": "",
      "a.md": "",
      "build/x.md": "",
      "sub/build/x.md": "",
      "sub/.plumblineignore": "drafts/\nold-*\n",
      "sub/drafts/x.md": "",
      "sub/old-1.md": "",
      "old-2.md": "",
    };
    assert.deepEqual(await keysOf(files), ["a.md", "old-2.md", "sub/build/x.md"]);
  });

  it("lets the nearer ignore file have the last word", async () => {
    const files = {
      ".gitignore": "*.log\n",
      "a.log": "",
      "keep/.gitignore": "!*.log\n",
      "keep/b.log": "",
    };
    assert.deepEqual(await keysOf(files), ["keep/b.log"]);
  });

  it("takes what is included and not excluded, whole folders too", async () => {
    const files = { "a.md": "", "a.txt": "", "hr/b.md": "", "hr/old/c.md": "", "it/d.md": "" };
    assert.deepEqual(await keysOf(files, { include: ["**/*.md"], exclude: ["it/**"] }), [
      "a.md",
      "hr/b.md",
      "hr/old/c.md",
    ]);
    assert.deepEqual(await keysOf(files, { exclude: ["hr", "it/"] }), ["a.md", "a.txt"]);
    assert.deepEqual(await keysOf(files, { include: ["hr/*"] }), ["hr/b.md"]);
  });

  it("follows no link, neither to a file nor to a folder", async () => {
    using outside = makeFolder({ "secret.md": "", "in/x.md": "" });
    using directory = makeFolder({ "a.md": "" });
    symlinkSync(join(outside.path, "secret.md"), join(directory.path, "file.md"));
    symlinkSync(join(outside.path, "in"), join(directory.path, "folder"));
    symlinkSync(directory.path, join(directory.path, "circle"));
    const items = await (await openSource(directory.path)).list();
    assert.deepEqual(
      items.map(({ key }) => key),
      ["a.md"],
    );
  });

  it("dates an item by its file", async () => {
    using directory = makeFolder({ "a.md": "Leave" });
    const at = new Date("2024-05-06T07:08:09.000Z");
    utimesSync(join(directory.path, "a.md"), at, at);
    const [item] = await (await openSource(directory.path)).list();
    assert.equal(item?.modifiedAt, at.toISOString());
  });

  it("throws for a folder that cannot be listed, rather than leave its files out", async () => {
    using directory = makeFolder({ "a.md": "", "locked/b.md": "" });
    const locked = join(directory.path, "locked");
    const source = await openSource(directory.path);
    // Whoever may read everything has to become somebody else for a moment.
    const isRoot = process.geteuid?.() === 0;
    chmodSync(directory.path, 0o755);
    chmodSync(locked, 0o000);
    if (isRoot) process.seteuid?.(65_534);
    try {
      await assert.rejects(source.list(), sourceUnreadable.is);
    } finally {
      if (isRoot) process.seteuid?.(0);
      chmodSync(locked, 0o755);
    }
  });

  it("reports a file that has gone, or is too large, when it is read", async () => {
    using directory = makeFolder({ "a.md": "Leave", "b.md": "Pay" });
    const [gone, large] = await (await openSource(directory.path)).list();
    rmSync(join(directory.path, "a.md"));
    await assert.rejects(async () => gone?.read(), sourceUnreadable.is);
    // A file with a hole takes no room.
    const { truncateSync } = await import("node:fs");
    truncateSync(join(directory.path, "b.md"), 100 * 1024 * 1024 + 1);
    await assert.rejects(async () => large?.read(), sourceTooLarge.is);
  });

  it("refuses a file, and a place that is not there", async () => {
    using directory = makeFolder({ "a.md": "" });
    for (const path of ["a.md", "nowhere"]) {
      const source = await openSource(join(directory.path, path));
      await assert.rejects(source.list(), sourceNotFound.is);
    }
  });

  it("stops listing for a signal", async () => {
    using directory = makeFolder({ "a.md": "" });
    const source = await openSource(directory.path);
    await assert.rejects(source.list(AbortSignal.abort(new Error("enough"))), /enough/);
  });
});
