import { Client } from "pg";
import { aDatabase, silent } from "../test/notifier-world";
import { createPool, inTransaction } from "./database";

it("survives a connection that breaks between two statements of a transaction", async () => {
  const database = await aDatabase();
  const pool = createPool({ url: database.url, size: 1, logger: silent });
  const other = new Client({ connectionString: database.url });
  await other.connect();
  try {
    const torn = inTransaction(pool, async (tx) => {
      const { rows } = await tx.query<{ pid: number }>("select pg_backend_pid() as pid");
      const gone = new Promise((resolve) => tx.once("end", resolve));
      await other.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
      // Nothing is under way on the connection now, so nobody but a listener of its own hears of this.
      await gone;
      await tx.query("select 1");
    });
    await expect(torn).rejects.toThrow();
    expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  } finally {
    await other.end();
    await pool.end();
    await database.drop();
  }
});
