import express from "express";
import request from "supertest";
import { capturedLogger } from "../../test/tables-app";
import { jsonBody } from "./json-body";
import { problemHandler } from "./problem-handler";

// No contract here: what this middleware refuses must be refused for an operation with an open schema too, such as the
// webhook that takes whatever Telegram sends.
const app = express();
app.use(jsonBody());
app.post("/", (req, res) => void res.json(req.body));
app.use(problemHandler({ logger: capturedLogger().logger }));

const post = (text: string) => request(app).post("/").set("Content-Type", "application/json").send(text);
const nested = (depth: number): string => '{"a":'.repeat(depth) + "1" + "}".repeat(depth);

it("takes what our schemas and Telegram's updates look like", async () => {
  await post(nested(60)).expect(200);
  await post('{"proto":1,"constructor":"x","a":[null,1,"__proto__"]}').expect(200);
});

it.each(['{"__proto__":{"admin":true}}', '{"a":[1,{"b":{"__proto__":null}}]}', '{"\\u005f_proto__":1}'])(
  "refuses the key __proto__ wherever it stands: %s",
  async (text) => {
    const { body } = await post(text).expect(400);
    expect(body.errors).toEqual([{ pointer: "", detail: "The key __proto__ is not allowed." }]);
  },
);

it.each([nested(66), nested(15_000), "[".repeat(49_000) + "]".repeat(49_000)])(
  "refuses nesting that no schema of ours has",
  async (text) => {
    const { body } = await post(text).expect(400);
    expect(body.errors).toEqual([{ pointer: "", detail: "The body is nested too deeply." }]);
  },
);
