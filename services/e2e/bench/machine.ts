import os from "node:os";
import { Redis } from "ioredis";
import { Client } from "pg";

/** What the figures depend on. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryGiB: number;
  /** Of the last minute, before the run: above 0 somebody else was at work. */
  load: number;
  system: string;
  node: string;
  postgres: string;
  redis: string;
}

export async function describeMachine(stores: { postgresUrl: string; redisUrl: string }): Promise<Machine> {
  const [cpu] = os.cpus();
  return {
    cpu: cpu?.model.trim() ?? "unknown",
    cores: os.availableParallelism(),
    memoryGiB: Math.round((os.totalmem() / 2 ** 30) * 10) / 10,
    load: Math.round((os.loadavg()[0] ?? 0) * 100) / 100,
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    node: process.versions.node,
    postgres: await postgresVersion(stores.postgresUrl),
    redis: await redisVersion(stores.redisUrl),
  };
}

export function machineLine(machine: Machine): string {
  const { cpu, cores, memoryGiB, load, node, postgres, redis } = machine;
  return `${cpu}, ${cores} cores, ${memoryGiB} GiB, Node ${node}, Postgres ${postgres}, Redis ${redis}; load before: ${load}`;
}

async function postgresVersion(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>("show server_version");
  await client.end();
  return rows[0]?.server_version.split(" ")[0] ?? "unknown";
}

async function redisVersion(url: string): Promise<string> {
  const redis = new Redis(url);
  const info = await redis.info("server");
  redis.disconnect();
  return /redis_version:(\S+)/.exec(info)?.[1] ?? "unknown";
}
