import { readFileSync } from "node:fs";
import path from "node:path";
import { dumpSchema } from "@okoshko/testkit/dump-schema";
import { type Api, startApi } from "../test/api";
import { type BusinessModel } from "./business/business.model";
import { models, rows } from "./database";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());

it("has a dump that is up to date; `npm run schema` writes it", async () => {
  const written = readFileSync(path.join(__dirname, "..", "migrations", "schema.sql"), "utf8");
  expect(await dumpSchema(api.url, "booking")).toBe(written);
});

it.each(models.map((model) => [model.name, model as typeof BusinessModel] as const))(
  "has the columns of its model, and the model has the columns of the table: %s",
  async (_, model) => {
    const { tableName } = model.getTableName() as unknown as { tableName: string };
    const sql = `
      select column_name as name, udt_name as type
      from information_schema.columns
      where table_schema = 'booking' and table_name = $1`;
    const columns = await rows<{ name: string; type: string }>(api.db, sql, [tableName], null);
    const attributes = Object.values(model.getAttributes());
    expect(attributes.map(({ field }) => field).sort()).toEqual(columns.map(({ name }) => name).sort());
    const keys = attributes.filter(({ primaryKey }) => primaryKey).map(({ field }) => field);
    expect(keys.length).toBeGreaterThan(0);
    for (const { field, type } of attributes) {
      const column = columns.find(({ name }) => name === field);
      expect([field, typeOf(String((type as { key?: string }).key), type)]).toEqual([field, column?.type]);
    }
  },
);

/** What Postgres calls the type of a model's attribute. */
function typeOf(key: string, type: unknown): string | undefined {
  if (key === "RANGE")
    return (type as { _subtype: string })._subtype === "INTEGER" ? "int4range" : "tstzrange";
  if (key === "ARRAY") {
    const { type: element } = type as { type: { key: string } };
    return `_${typeOf(element.key, element)}`;
  }
  return {
    UUID: "uuid",
    TEXT: "text",
    INTEGER: "int4",
    SMALLINT: "int2",
    BIGINT: "int8",
    BOOLEAN: "bool",
    DATE: "timestamptz",
    DATEONLY: "date",
    JSONB: "jsonb",
    "DOUBLE PRECISION": "float8",
  }[key];
}
