import { Client } from "pg";
import { dumpSchema } from "./dump-schema";
import { startPostgres, type Postgres } from "./postgres";

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

it("says what the migrations made, and nothing about how", async () => {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(`
    create schema shop;
    create table shop.migrations (name text);
    create table shop.bikes (
      id uuid default gen_random_uuid(),
      position bigint generated always as identity,
      wheels integer not null,
      dropped text,
      constraint bikes_pkey primary key (id),
      constraint bikes_have_wheels check (wheels > 0)
    );
    alter table shop.bikes drop column dropped;
    create index bikes_by_wheels on shop.bikes (wheels) where wheels > 2;
    create table shop.bells (bike_id uuid references shop.bikes (id))`);
  await client.end();
  expect(await dumpSchema(postgres.url, "shop")).toBe(
    `create table shop.bells (
  bike_id uuid,
  constraint bells_bike_id_fkey FOREIGN KEY (bike_id) REFERENCES shop.bikes(id)
);

create table shop.bikes (
  id uuid not null default gen_random_uuid(),
  position bigint not null generated always as identity,
  wheels integer not null,
  constraint bikes_pkey PRIMARY KEY (id),
  constraint bikes_have_wheels CHECK ((wheels > 0))
);
CREATE INDEX bikes_by_wheels ON shop.bikes USING btree (wheels) WHERE (wheels > 2);
`,
  );
});
