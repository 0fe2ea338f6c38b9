import { PlumblineError } from "../foundation/errors.ts";
import { createFakeSource } from "./fake-source.ts";
import { describeSource } from "./source-contract.ts";

const gone = new PlumblineError({
  code: "test.gone",
  kind: "unavailable",
  message: "it has gone",
  hint: "bring it back",
  details: {},
});

describeSource("fake", async () => {
  const source = createFakeSource({ "b.md": "Two", "a.md": "One", "c.md": gone });
  return {
    source,
    keys: ["a.md", "b.md", "c.md"],
    brokenKey: "c.md",
    spoil: () => {
      source.failure = gone;
    },
    close: () => undefined,
  };
});
