import { it as test } from "node:test";
import { prepareTool } from "./tool.mjs";

/** Why nothing of the chart can be tested here; each test then counts as skipped, and says it. */
export const reason = prepareTool();

export const it = (title, work) => test(title, { skip: reason ?? false }, work);
