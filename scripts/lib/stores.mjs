import { join, relative } from "node:path";
import { openLog } from "./log-file.mjs";

const testkit = (module) => import(new URL(`../../services/testkit/dist/${module}.js`, import.meta.url).href);

/** Postgres, with a database for us: the user's own (DATABASE_URL), else the one from npm, kept in .okoshko/. */
export async function startDatabase({ root, state, screen, stopping, onCrash }) {
  const { reachPostgres } = await testkit("reach-stores");
  let url = process.env.DATABASE_URL;
  if (url) {
    await screen.step("Reaching Postgres", async () => `${await reachPostgres(url)} at DATABASE_URL`);
    return url;
  }
  const { startPostgres } = await testkit("postgres");
  await screen.step("Starting Postgres", async () => {
    const log = openLog(join(state, "logs", "postgres.log"));
    const options = {
      directory: join(state, "postgres"),
      port: 54321,
      log: (line) => log.write(`${line}\n`),
    };
    const postgres = await started("Postgres", () => startPostgres(options), { stopping, onCrash });
    const database = new URL(postgres.url);
    database.pathname = "/okoshko";
    url = database.href;
    const version = await reachPostgres(url);
    return `${version} on port ${portOf(postgres, options)} (kept in ${place(root, postgres.dataDirectory, state)})`;
  });
  return url;
}

/** Redis: the user's own (REDIS_URL), else one of ours, kept in .okoshko/. */
export async function startRedisServer({ state, screen, stopping, onCrash }) {
  const { reachRedis } = await testkit("reach-stores");
  let url = process.env.REDIS_URL;
  if (url) {
    await screen.step("Reaching Redis", async () => `${await reachRedis(url)} at REDIS_URL`);
    return url;
  }
  const { startRedis } = await testkit("redis");
  await screen.step("Starting Redis", async (say) => {
    const log = openLog(join(state, "logs", "redis.log"));
    const options = {
      directory: join(state, "redis"),
      port: 63790,
      log: (line) => log.write(`${line}\n`),
      say,
    };
    const redis = await started("Redis", () => startRedis(options), { stopping, onCrash });
    url = redis.url;
    return `${await reachRedis(url)} on port ${portOf(redis, options)} (${redis.how})`;
  });
  return url;
}

export async function eraseStores(state) {
  const [{ erasePostgres }, { eraseRedis }] = await Promise.all([testkit("postgres"), testkit("redis")]);
  await Promise.all([erasePostgres(join(state, "postgres")), eraseRedis(join(state, "redis"))]);
}

/** Throw-away stores for one run of all tests; or those of the environment. Gives the variables that lead to them. */
export async function startTestStores({ screen, stopping }) {
  const [{ startPostgres }, { startRedis }] = await Promise.all([testkit("postgres"), testkit("redis")]);
  const onCrash = (error) => screen.fail(error.message);
  const stores = {};
  const start = (name, variable, begin) =>
    screen.step(`Starting ${name} for tests`, async (say) => {
      if (process.env[variable]) return `${name} at ${variable}`;
      const store = await started(name, () => begin({ say }), { stopping, onCrash });
      stores[variable] = store.url;
      return `${name} for tests on port ${store.port}`;
    });
  await start("Postgres", "TEST_POSTGRES_URL", startPostgres);
  await start("Redis", "TEST_REDIS_URL", startRedis);
  return stores;
}

/** A store that is still starting when Ctrl-C comes is waited for, then stopped. */
async function started(name, start, { stopping, onCrash }) {
  stopping.check();
  const starting = start();
  const whenStarted = (use) => async () => {
    const store = await starting.catch(() => undefined);
    if (store) await use(store);
  };
  stopping.add(name, {
    stop: whenStarted((store) => store.stop()),
    force: whenStarted((store) => store.kill()),
  });
  const store = await starting;
  store.ended.then((how) => stopping.begun || onCrash(new Error(`${name} ended unexpectedly: ${how}`)));
  return store;
}

function portOf({ port }, { port: usual }) {
  return port === usual ? port : `${port}, for ${usual} is taken`;
}

function place(root, directory, state) {
  return directory.startsWith(state) ? `${relative(root, state)}/` : directory;
}
