import { it as test } from "node:test";
import { NotHere } from "./helm.mjs";
import { findTool } from "./tool.mjs";

/** `start`, or `reason`: why nothing of the chart can be tested here. */
export const tool = findTool();

/** What can't be tested here counts as skipped, and says why. */
export const it = (title, work) =>
  test(title, { skip: tool.reason ?? false }, async (context) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof NotHere)) throw error;
      context.skip(error.message);
    }
  });
