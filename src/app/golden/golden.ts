/** @module The use cases of golden sets: files beside a data directory, which they only read. */
import { addGolden, type AddGoldenInput, type AddGoldenOutput } from "./add.ts";
import { makeWithModel, type AskModelInput, type AskModelOutput } from "./ask-model.ts";
import { listCandidates, type CandidatesInput, type CandidatesOutput } from "./candidates.ts";
import { checkGolden, type CheckedGolden, type CheckGoldenInput } from "./check.ts";
import { importGolden, type ImportGoldenInput, type ImportGoldenOutput } from "./import.ts";
import { makeGolden, type MakeGoldenInput, type MakeGoldenOutput } from "./make.ts";
import { perturbGolden, type PerturbGoldenInput, type PerturbGoldenOutput } from "./perturb.ts";
import { splitGolden, type SplitGoldenInput, type SplitGoldenOutput } from "./split.ts";
import type { GoldenWorkspace } from "./workspace.ts";

/** Folders are relative to the working directory; what is made never replaces what is there. */
export interface GoldenUseCases {
  /** @throws evaluate.golden-not-found, evaluate.golden-invalid, evaluate.golden-changed. */
  check(input: CheckGoldenInput): Promise<CheckedGolden>;
  /** A next version, or a new set where there is no folder. @throws app.quote-not-found, … */
  add(input: AddGoldenInput): Promise<AddGoldenOutput>;
  /** @throws evaluate.import-failed, app.golden-exists. */
  import(input: ImportGoldenInput): Promise<ImportGoldenOutput>;
  /** @throws app.golden-parts-stored. */
  split(input: SplitGoldenInput): Promise<SplitGoldenOutput>;
  make(input: MakeGoldenInput): Promise<MakeGoldenOutput>;
  /** Resumes what an earlier call with the same `out` began. */
  makeWithModel(input: AskModelInput): Promise<AskModelOutput>;
  perturb(input: PerturbGoldenInput): Promise<PerturbGoldenOutput>;
  listCandidates(input: CandidatesInput): Promise<CandidatesOutput>;
}

export const createGoldenUseCases = (workspace: GoldenWorkspace): GoldenUseCases => ({
  check: (input) => checkGolden(workspace, input),
  add: (input) => addGolden(workspace, input),
  import: (input) => importGolden(workspace, input),
  split: (input) => splitGolden(workspace, input),
  make: (input) => makeGolden(workspace, input),
  makeWithModel: (input) => makeWithModel(workspace, input),
  perturb: (input) => perturbGolden(workspace, input),
  listCandidates: (input) => listCandidates(workspace, input),
});
