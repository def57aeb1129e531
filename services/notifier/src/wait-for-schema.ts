import path from "node:path";
import { waitForSchemaAsProcess } from "@okoshko/runtime/wait-for-schema";
import { readMigrationConfig } from "./config";

waitForSchemaAsProcess({
  service: "notifier",
  schema: "notifier",
  directory: path.join(__dirname, "..", "migrations"),
  config: readMigrationConfig(),
});
