import { dashboard, lines } from "../panels.mjs";
import { of, quantile, rate, share } from "../queries.mjs";

const operations = "db_client_operation_duration_seconds";
const postgres = 'db_system_name="postgresql"';
const redis = 'db_system_name="redis"';
/** Of exporters, which are no instance of ours. */
const there = '{namespace="$namespace"}';

export const stores = dashboard({
  uid: "okoshko-stores",
  title: "Okoshko / Postgres and Redis",
  description: "The stores as the services see them, and as their exporters do where these are installed.",
  rows: [
    {
      title: "Postgres, as the services see it",
      panels: [
        lines({
          title: "Statements",
          description: "By service and kind.",
          unit: "ops",
          queries: [
            [
              rate(`${operations}_count${of("", postgres)}`, "job, db_operation_name"),
              "{{job}} {{db_operation_name}}",
            ],
          ],
          stacked: true,
        }),
        lines({
          title: "Time of a statement",
          description: "p95 by service. A few milliseconds are normal; COMMIT is what the disk takes.",
          unit: "s",
          queries: [[quantile(0.95, operations, of("", postgres), "job"), "{{job}}"]],
          warn: 0.05,
          alarm: 0.5,
          exemplars: true,
        }),
        lines({
          title: "Statements that failed",
          description:
            "By SQLSTATE: 40P01 is a deadlock, 55P03 a lock not given, 57014 a time-out, 23505 often wanted.",
          unit: "ops",
          queries: [
            [
              rate(`${operations}_count${of("", `${postgres},error_type!=""`)}`, "job, error_type"),
              "{{job}} {{error_type}}",
            ],
          ],
        }),
        lines({
          title: "Pools: used",
          description: "Share of a pool's connections that are taken. At 1 people wait.",
          unit: "percentunit",
          queries: [
            [
              `max by (job, db_client_connection_pool_name) (db_client_connections${of("", 'db_client_connection_state="used"')} / ignoring (db_client_connection_state) db_client_connection_max${of("")})`,
              "{{job}} {{db_client_connection_pool_name}}",
            ],
          ],
          warn: 0.8,
          alarm: 1,
        }),
        lines({
          title: "Pools: who waits",
          description:
            "For a connection. More than none for long: the pool is too small, or a statement too slow.",
          unit: "none",
          queries: [
            [
              `sum by (job, db_client_connection_pool_name) (db_client_connection_pending_requests${of("")})`,
              "{{job}} {{db_client_connection_pool_name}}",
            ],
          ],
          warn: 1,
          alarm: 10,
          runbook: "OkoshkoBookingApiSlow",
        }),
        lines({
          title: "Dependencies",
          description: "1 while it answers, 0 while it does not.",
          unit: "bool_yes_no",
          queries: [[`min by (job, dependency) (dependency_up${of("")})`, "{{job}} {{dependency}}"]],
          alarm: 1,
          isBad: "below",
          runbook: "OkoshkoDatabaseDown",
        }),
      ],
    },
    {
      title: "Redis, as the services see it",
      panels: [
        lines({
          title: "Commands",
          description: "The ten most used, by service.",
          unit: "ops",
          queries: [
            [
              `topk(10, ${rate(`${operations}_count${of("", redis)}`, "job, db_operation_name")})`,
              "{{job}} {{db_operation_name}}",
            ],
          ],
        }),
        lines({
          title: "Time of a command",
          description: "p95 by service. A millisecond is normal.",
          unit: "s",
          queries: [[quantile(0.95, operations, of("", redis), "job"), "{{job}}"]],
          warn: 0.01,
          alarm: 0.1,
          exemplars: true,
        }),
        lines({
          title: "Commands that failed",
          description: "While Redis is away the bot puts updates off and messages wait; nothing is lost.",
          unit: "ops",
          queries: [[rate(`${operations}_count${of("", `${redis},error_type!=""`)}`, "job"), "{{job}}"]],
          warn: 0.1,
          runbook: "OkoshkoRedisDown",
        }),
      ],
    },
    {
      title: "Postgres, by its exporter",
      panels: [
        lines({
          title: "Connections",
          description: "Of those that the server allows.",
          unit: "percentunit",
          queries: [
            [`sum(pg_stat_activity_count${there}) / max(pg_settings_max_connections${there})`, "used"],
          ],
          warn: 0.7,
          alarm: 0.9,
        }),
        lines({
          title: "Transactions",
          description: "Committed and rolled back.",
          unit: "ops",
          queries: [
            [rate(`pg_stat_database_xact_commit${there}`), "committed"],
            [rate(`pg_stat_database_xact_rollback${there}`), "rolled back"],
          ],
        }),
        lines({
          title: "Oldest transaction",
          description: "A long one holds the event feed back, and with it all messages.",
          unit: "s",
          queries: [[`max(pg_stat_activity_max_tx_duration${there})`, "age"]],
          warn: 30,
          alarm: 60,
          runbook: "OkoshkoFeedLagging",
        }),
        lines({
          title: "Read from memory",
          description: "Share of blocks that did not have to come from the disk.",
          unit: "percentunit",
          queries: [
            [
              share(
                rate(`pg_stat_database_blks_hit${there}`),
                `(${rate(`pg_stat_database_blks_hit${there}`)} + ${rate(`pg_stat_database_blks_read${there}`)})`,
              ),
              "hits",
            ],
          ],
          warn: 0.95,
          isBad: "below",
        }),
        lines({
          title: "Deadlocks",
          description: "In an hour. None is expected.",
          unit: "none",
          queries: [[`sum by () (increase(pg_stat_database_deadlocks${there}[1h]))`, "deadlocks"]],
          warn: 1,
        }),
        lines({
          title: "Size",
          description: "By database.",
          unit: "bytes",
          queries: [[`max by (datname) (pg_database_size_bytes${there})`, "{{datname}}"]],
        }),
      ],
    },
    {
      title: "Redis, by its exporter",
      panels: [
        lines({
          title: "Memory",
          description:
            "What it uses, and its limit. Nothing may be evicted: what it keeps is not a cache alone.",
          unit: "bytes",
          queries: [
            [`max(redis_memory_used_bytes${there})`, "used"],
            [`max(redis_memory_max_bytes${there} > 0)`, "limit"],
          ],
        }),
        lines({
          title: "Evicted keys",
          description: "In an hour. Any means that maxmemory-policy is not noeviction.",
          unit: "none",
          queries: [[`sum by () (increase(redis_evicted_keys_total${there}[1h]))`, "evicted"]],
          alarm: 1,
        }),
        lines({
          title: "Clients and commands",
          description: "Connections, and commands a second.",
          unit: "none",
          queries: [
            [`max(redis_connected_clients${there})`, "connections"],
            [rate(`redis_commands_processed_total${there}`), "commands/s"],
          ],
        }),
      ],
    },
  ],
});
