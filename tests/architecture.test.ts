import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { describe, it } from "node:test";

const NOUNS = ["foundation", "domain"];
const BASE = [...NOUNS, "ports"];
const STAGE = [...BASE, "engine", "trace"];
const LEARNING = [...STAGE, "evaluate", "registry"];

/** Every folder of src/, from the ground up, and what it may import beside itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  foundation: [],
  domain: ["foundation"],
  ports: NOUNS,
  testing: BASE,
  engine: ["foundation"],
  trace: BASE,
  ingest: STAGE,
  retrieve: STAGE,
  answer: STAGE,
  evaluate: [...BASE, "trace"],
  registry: BASE,
  tune: LEARNING,
  decide: LEARNING,
  adapters: [...BASE, "engine"],
  config: NOUNS,
  app: [...LEARNING, "ingest", "retrieve", "answer", "tune", "decide", "adapters", "config"],
  server: [...NOUNS, "app"],
  cli: [...NOUNS, "app", "server"],
};

/** The rest are entered by their `index.ts` alone; engine and adapters by those of their parts. */
const OPEN = new Set([...BASE, "testing"]);

/** Packages that say what a folder is for, and the one folder each belongs to. */
const HOME: Readonly<Record<string, string>> = {
  ai: "adapters",
  hono: "server",
  "@hono/node-server": "server",
  commander: "cli",
  kysely: "adapters",
  pg: "adapters",
  "node:sqlite": "adapters",
  "node:child_process": "adapters",
  "pdfjs-dist": "adapters",
  "@opentelemetry": "adapters",
  mammoth: "adapters",
  cheerio: "adapters",
};

/** The makers of `Access`, and the one file that may call them. */
const ACCESS_MAKERS = /\bgrant(?:Caller|Operator)\b/;
const ACCESS_HOME = new Set(["src/app/access.ts", "src/domain/access.ts"]);

const IMPORT = /(?:\bfrom\s|\bimport\s*\(|^import)\s*["']([^"']+)["']/gm;

interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const isInner = (path: string): boolean => /^src\/[^/]+\/.+\.ts$/.test(path);

function findTrespasses(files: readonly SourceFile[]): readonly string[] {
  const trespasses: string[] = [];
  for (const { path, text } of files.filter((file) => isInner(file.path))) {
    const [, folder = ""] = path.split("/");
    const allowed = MAY_IMPORT[folder];
    if (!allowed) {
      trespasses.push(`${folder}/ has no floor: give it one in tests/architecture.test.ts`);
      continue;
    }
    const isTest = path.endsWith(".test.ts");
    for (const [, specifier = ""] of text.matchAll(IMPORT)) {
      const home = HOME[specifier] ?? HOME[specifier.split("/")[0] ?? ""];
      if (home && home !== folder && !isTest) trespasses.push(`${path} imports ${specifier}`);
      if (!specifier.startsWith(".")) continue;
      const [, target = "", ...inside] = posix.join(posix.dirname(path), specifier).split("/");
      if (target === folder || (target === "testing" && isTest)) continue;
      if (!allowed.includes(target)) trespasses.push(`${path} climbs to ${target}/`);
      else if (!OPEN.has(target) && !isDoor(target, inside))
        trespasses.push(`${path} reaches past the door of ${target}/`);
    }
    if (!isTest && folder !== "testing" && !ACCESS_HOME.has(path) && ACCESS_MAKERS.test(text))
      trespasses.push(`${path} makes an Access`);
    if (folder !== "app" && folder !== "cli" && !isTest && /\bnew Date\(\)/.test(text))
      trespasses.push(`${path} reads the machine's clock`);
  }
  return trespasses;
}

/** `engine/lexical/index.ts` is a door as well: the engine is several engines. */
function isDoor(target: string, inside: readonly string[]): boolean {
  if (target === "engine") return inside.length === 2 && inside[1] === "index.ts";
  // Reading must not load the parsers' libraries, so the write path has a door of its own.
  if (target === "adapters" && inside.join("/") === "parsing.ts") return true;
  // A command loads the code of its own use cases, and not that of all others.
  if (target === "app") return inside.length <= 2 && inside.at(-1) === "index.ts";
  return inside.join("/") === "index.ts";
}

const files: readonly SourceFile[] = globSync("src/**/*.ts").map((path) => ({
  path: path.replaceAll("\\", "/"),
  text: readFileSync(path, "utf8"),
}));

describe("the house", () => {
  it("lets imports go down a floor and in by the door, and packages stay at home", () => {
    assert.deepEqual(findTrespasses(files), []);
  });

  const planted: Readonly<Record<string, SourceFile>> = {
    "an import that climbs": {
      path: "src/engine/lexical/x.ts",
      text: 'import { ask } from "../../app/index.ts";',
    },
    "an import sideways": {
      path: "src/retrieve/x.ts",
      text: 'import { chunkDocument } from "../ingest/index.ts";',
    },
    "an import past a door": {
      path: "src/app/x.ts",
      text: 'import { splitLong } from "../ingest/chunk/split-long.ts";',
    },
    "a dynamic import that climbs": {
      path: "src/domain/x.ts",
      text: 'const store = await import("../ports/store.ts");',
    },
    "an import for its side effect": {
      path: "src/foundation/x.ts",
      text: 'import "../domain/access.ts";',
    },
    "a package away from home": {
      path: "src/retrieve/x.ts",
      text: 'import { DatabaseSync } from "node:sqlite";',
    },
    "a folder without a floor": { path: "src/utils/x.ts", text: "" },
    "an Access made outside the composition root": {
      path: "src/retrieve/x.ts",
      text: 'grantOperator("because");',
    },
    "the machine's clock": { path: "src/ingest/x.ts", text: "const at = new Date();" },
  };
  for (const [name, file] of Object.entries(planted))
    it(`catches ${name}`, () => {
      assert.equal(findTrespasses([file]).length, 1);
    });

  it("has every folder on the map of src/README.md", () => {
    const map = readFileSync("src/README.md", "utf8");
    const folders = new Set(
      files.filter(({ path }) => isInner(path)).map(({ path }) => path.split("/")[1] ?? ""),
    );
    assert.deepEqual(
      [...folders].filter((folder) => !map.includes(`\`${folder}/\``)),
      [],
    );
  });

  it("gives each error code one definition", () => {
    const codes = files.flatMap(({ text }) =>
      [...text.matchAll(/^ {2}code: "([^"]+)",$/gm)].map(([, code]) => code),
    );
    assert.equal(new Set(codes).size, codes.length);
  });
});
