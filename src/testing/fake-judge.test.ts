import { createFakeJudge } from "./fake-judge.ts";
import { describeJudge } from "./judge-contract.ts";

describeJudge("fake", async () => createFakeJudge());
