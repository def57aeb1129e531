import { rmSync } from "node:fs";
import stopStores from "@okoshko/testkit/jest-global-teardown";
import { started } from "./start-demos";

export default async function stopDemos(): Promise<void> {
  const { systems = [], logs } = started.demosOfStories ?? {};
  await Promise.all(systems.map((system) => system.stop()));
  if (logs !== undefined) rmSync(logs, { recursive: true });
  await stopStores();
}
