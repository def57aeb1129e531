import path from "node:path";
import { Writable } from "node:stream";
import express, { type Express, type Router } from "express";
import { contract, type SecurityHandlers } from "../src/http/contract";
import { jsonBody } from "../src/http/json-body";
import { notFound, problemHandler } from "../src/http/problem-handler";
import { createLogger, type Logger } from "../src/logger";

export const tablesSpec = path.join(__dirname, "contract", "tables.yaml");

export interface LogLine {
  level: string;
  msg: string;
  [field: string]: unknown;
}

interface CapturedLogger {
  logger: Logger;
  lines: () => LogLine[];
  text: () => string;
}

/** A logger whose lines can be read. */
export function capturedLogger(level = "trace"): CapturedLogger {
  const written: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk.toString());
      done();
    },
  });
  return {
    logger: createLogger({ service: "tables", level, destination }),
    lines: () => written.map((line): LogLine => JSON.parse(line)),
    text: () => written.join(""),
  };
}

const onlyGood: SecurityHandlers = {
  serviceToken: (request) => request.get("authorization") === "Bearer good",
};

/** The middleware list of a service, as short as it can be, around the routes of a test. */
export function tablesApp(
  routes: (router: Router) => void,
  options: { handlers?: SecurityHandlers | undefined; logger?: Logger; validateResponses?: boolean } = {},
): Express {
  const app = express();
  const router = express.Router();
  routes(router);
  app.disable("x-powered-by");
  app.use(jsonBody());
  app.use(
    contract({
      spec: tablesSpec,
      validateResponses: options.validateResponses ?? true,
      handlers: "handlers" in options ? options.handlers : onlyGood,
    }),
  );
  app.use(router);
  app.use(notFound);
  app.use(problemHandler({ logger: options.logger ?? capturedLogger().logger }));
  return app;
}
