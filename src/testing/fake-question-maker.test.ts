import { createFakeQuestionMaker } from "./fake-question-maker.ts";
import { describeQuestionMaker } from "./question-maker-contract.ts";

describeQuestionMaker("fake", async () => createFakeQuestionMaker());
