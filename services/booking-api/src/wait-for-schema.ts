import path from "node:path";
import { waitForSchemaAsProcess } from "@okoshko/runtime/wait-for-schema";
import { readDatabaseConfig } from "./config";

waitForSchemaAsProcess({
  service: "booking-api",
  schema: "booking",
  directory: path.join(__dirname, "..", "migrations"),
  config: readDatabaseConfig(),
});
