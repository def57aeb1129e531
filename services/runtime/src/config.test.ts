import { spawnSync } from "node:child_process";
import { z } from "zod";
import { commonConfig, ConfigError, parseConfig, port, url, wholeNumber } from "./config";

const schema = z.object({
  ...commonConfig,
  PORT: port.default(4001),
  ADMIN_PORT: port.default(4101),
  DATABASE_URL: url("postgres", "postgresql").meta({ example: "postgres://okoshko@127.0.0.1/okoshko" }),
  SERVICE_TOKENS: z.string().regex(/^\w+=[^,]{16,}$/, "is not like bot=<at least 16 characters>"),
  BATCH_SIZE: wholeNumber(1, 100).default(20),
});

const good = { DATABASE_URL: "postgres://127.0.0.1/okoshko", SERVICE_TOKENS: "bot=0123456789abcdef" };

function faultsOf(env: NodeJS.ProcessEnv): ConfigError {
  try {
    parseConfig(schema, env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("There was no fault");
}

describe("parseConfig", () => {
  it("fills in what a developer needs not say", () => {
    expect(parseConfig(schema, good)).toEqual({
      ...good,
      NODE_ENV: "development",
      HOST: "127.0.0.1",
      PORT: 4001,
      ADMIN_PORT: 4101,
      LOG_LEVEL: "info",
      REVISION: "unknown",
      CLOCK: "system",
      SHUTDOWN_DELAY_MS: 0,
      BATCH_SIZE: 20,
    });
  });

  it("in production listens to all and waits for the load balancer, unless told otherwise", () => {
    const env = { ...good, NODE_ENV: "production" };
    expect(parseConfig(schema, env)).toMatchObject({ HOST: "0.0.0.0", SHUTDOWN_DELAY_MS: 5000 });
    expect(parseConfig(schema, { ...env, HOST: "::1", SHUTDOWN_DELAY_MS: "0" })).toMatchObject({
      HOST: "::1",
      SHUTDOWN_DELAY_MS: 0,
    });
  });

  it("takes port 0", () => {
    expect(parseConfig(schema, { ...good, PORT: "0" }).PORT).toBe(0);
  });

  it("takes an empty variable for an unset one", () => {
    expect(parseConfig(schema, { ...good, PORT: "", LOG_LEVEL: " " })).toMatchObject({
      PORT: 4001,
      LOG_LEVEL: "info",
    });
    expect(faultsOf({ ...good, DATABASE_URL: "" }).faults).toMatchObject([
      { name: "DATABASE_URL", problem: "is missing" },
    ]);
  });

  it("tells all faults at once: the name, what is wrong, what is expected", () => {
    const { message, faults } = faultsOf({
      PORT: "eighty",
      LOG_LEVEL: "loud",
      SERVICE_TOKENS: "short",
      BATCH_SIZE: "1000",
      CLOCK: "adjustable",
    });
    expect(faults.map(({ name }) => name).sort()).toEqual([
      "BATCH_SIZE",
      "CLOCK_URL",
      "DATABASE_URL",
      "LOG_LEVEL",
      "PORT",
      "SERVICE_TOKENS",
    ]);
    expect(message).toContain("The configuration has 6 faults:");
    expect(message).toMatch(/PORT +is not a whole number, but is "eighty" \(expected: a port number/);
    expect(message).toMatch(/LOG_LEVEL +must be one of fatal, error, .*, but is "loud"/);
    expect(message).toMatch(/BATCH_SIZE +is not between 1 and 100, but is "1000"/);
    expect(message).toMatch(
      /DATABASE_URL +is missing \(.*for example postgres:\/\/okoshko@127\.0\.0\.1\/okoshko\)/,
    );
    expect(message).toMatch(/SERVICE_TOKENS +is not like bot=<at least 16 characters>$/m);
  });

  it("never tells the value of what may be a secret", () => {
    const { message } = faultsOf({
      SERVICE_TOKENS: "hunter2",
      DATABASE_URL: "mysql://root:hunter2@db/okoshko",
    });
    expect(message).not.toContain("hunter2");
  });

  it.each(["-1", "65536", "1e3", "0x50", "80.5", " 80", "٨٠", "99999999999999999999"])(
    "refuses the port %j",
    (value) => {
      expect(faultsOf({ ...good, PORT: value }).faults).toMatchObject([{ name: "PORT" }]);
    },
  );

  it("refuses the adjustable clock in production", () => {
    const env = { ...good, NODE_ENV: "production", CLOCK: "adjustable", CLOCK_URL: "http://127.0.0.1:4000" };
    expect(faultsOf(env).faults).toMatchObject([{ name: "CLOCK" }]);
    expect(parseConfig(schema, { ...env, NODE_ENV: "test" }).CLOCK).toBe("adjustable");
  });
});

describe("readConfig", () => {
  it("prints the list on stderr and ends the process with 1", () => {
    const script = `
      const { readConfig, commonConfig } = require("./dist/config.js");
      readConfig(require("zod").object(commonConfig));
      console.log("went on");
    `;
    const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", script], {
      cwd: `${__dirname}/..`,
      env: { PORT: "x" },
      encoding: "utf8",
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toBe(
      [
        "The configuration has 2 faults:",
        '  PORT        is not a whole number, but is "x" (expected: a port number, 0 for any free one, for example 4001)',
        "  ADMIN_PORT  is missing (expected: a port number, 0 for any free one, for example 4001)",
        "",
      ].join("\n"),
    );
  });
});
