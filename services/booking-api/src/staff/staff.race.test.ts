import { problemNameOf } from "@okoshko/contracts/problems";
import { type Api, startApi } from "../../test/api";
import { buildMaster, buildStaff, newAccount } from "../../test/factories";
import { contentOf } from "../../test/operations";

let api: Api;
beforeAll(async () => void (api = await startApi({ poolSize: 20 })));
afterAll(() => api.stop());

const outcomes = (answers: { status: number; body: { type?: string } }[]) =>
  answers.map(({ status, body }) => problemNameOf(body.type) ?? status).sort();

it("twenty people who have the same code at the same time: one gets in", async () => {
  const invitation = { role: "admin", name: "A" };
  const { body } = await api.as("admin")("post", "/v1/staff/invitations", invitation).expect(201);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      api.as("bot", newAccount())("post", "/v1/staff/accept-invitation", { code: body.code }),
    ),
  );
  expect(outcomes(answers)).toEqual([200, ...Array<string>(19).fill("invitation-invalid")]);
});

it("two invitations for one master, accepted by ten people each: one becomes the master", async () => {
  const master = await buildMaster(api, []);
  const invitation = { role: "master", masterId: master.id };
  const codes = await Promise.all(
    [1, 2].map(async () => {
      const { body } = await api.as("admin")("post", "/v1/staff/invitations", invitation).expect(201);
      return String(body.code);
    }),
  );
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      api.as("bot", newAccount())("post", "/v1/staff/accept-invitation", { code: codes[index % 2] }),
    ),
  );
  expect(outcomes(answers)).toEqual([200, ...Array<string>(19).fill("invitation-invalid")]);
});

it("five owners who all remove each other at once: one is left", async () => {
  const owners = await Promise.all(Array.from({ length: 5 }, () => buildStaff(api, "owner")));
  const answers = await Promise.all(
    owners.flatMap(({ telegramUserId }) =>
      Array.from({ length: 3 }, () => api.as("admin")("delete", `/v1/staff/${telegramUserId}`)),
    ),
  );
  const { body } = await api.as("admin")("get", "/v1/staff").expect(200);
  expect(body.items.filter(({ role }: { role: string }) => role === "owner")).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 204)).toHaveLength(4);
  expect(new Set(outcomes(answers))).toEqual(new Set([204, "last-owner", "not-found"]));
});

it("the last owner cannot be removed, whoever asks", async () => {
  const { body: staff } = await api.as("admin")("get", "/v1/staff").expect(200);
  const { telegramUserId } = staff.items.find(({ role }: { role: string }) => role === "owner");
  const before = await contentOf(api);
  for (const by of [api.as("bot", telegramUserId), api.as("admin")]) {
    const { body } = await by("delete", `/v1/staff/${telegramUserId}`).expect(409);
    expect(problemNameOf(body.type)).toBe("last-owner");
  }
  expect(await contentOf(api)).toEqual(before);
});
