/** @module What is learned from judged data, lane by lane; nothing here serves or reads by itself. */
export * from "./trainset/index.ts";
export * from "./lanes.ts";
