/**
 * @module How often the class of a failure is right where it is known: `node bench/planted-failures.ts`.
 *
 * Every class and cause is planted in one stage of a release that answers rightly without it. The
 * documents are made up; nothing is downloaded and no model is asked.
 */
import { makeTemporaryDirectory } from "../src/testing/temporary-directory.ts";
import { attributeFaults, countRight, renderConfusion } from "./planted/attribute-faults.ts";
import { EACH, makeWorld } from "./planted/world.ts";

using directory = makeTemporaryDirectory();
await using world = await makeWorld(directory.path);
const planted = await attributeFaults(world);
for (const line of renderConfusion(planted)) console.log(line);
const all = planted.length * EACH;
const total = (of: "byClass" | "byCause"): number =>
  planted.reduce((sum, each) => sum + countRight(each)[of], 0);
console.log(
  `\n${total("byClass")} of ${all} in the class that was planted, ${total("byCause")} with its cause`,
);
