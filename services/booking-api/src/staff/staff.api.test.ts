import { randomUUID } from "node:crypto";
import { problemNameOf } from "@okoshko/contracts/problems";
import { type Api, startApi } from "../../test/api";
import { buildMaster, buildStaff, newAccount } from "../../test/factories";
import { rows } from "../database";

let api: Api;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());

const invite = (call = api.as("admin"), body: object = { role: "owner", name: "Инга" }) =>
  call("post", "/v1/staff/invitations", body);
const accept = (code: string, telegramUserId = newAccount()) =>
  api.as("bot", telegramUserId)("post", "/v1/staff/accept-invitation", { code });
const memberOf = async (person: number) => {
  const { body } = await api.as("admin")("get", "/v1/staff").expect(200);
  return body.items.filter(({ telegramUserId }: { telegramUserId: number }) => telegramUserId === person);
};
const openInvitations = async () => {
  const { body } = await api.as("admin")("get", "/v1/staff/invitations").expect(200);
  return body.items.map(({ id }: { id: string }) => id);
};
const dayMs = 24 * 3_600_000;

describe("an invitation", () => {
  it("by the operator makes the first owner, who may then do everything", async () => {
    const { body: invitation } = await invite().expect(201);
    expect(invitation).toMatchObject({ role: "owner", name: "Инга", masterId: null });
    expect(invitation.code).toMatch(/^[A-Za-z0-9_-]{24}$/);
    expect(invitation.expiresAt).toBe(new Date(api.clock.now().getTime() + 7 * dayMs).toISOString());

    const person = newAccount();
    const { body: member } = await accept(invitation.code, person).expect(200);
    expect(member).toEqual({ telegramUserId: person, name: "Инга", role: "owner", masterId: null });
    const owner = api.as("bot", person);
    expect((await owner("get", "/v1/access").expect(200)).body).toEqual({
      roles: ["owner", "client"],
      scopes: [],
      masterId: null,
      telegramUserId: person,
    });
    await owner("patch", "/v1/business", { holdMinutes: 7 }).expect(200);
  });

  it("of a master gives their account to the master of the catalogue", async () => {
    const master = await buildMaster(api, []);
    const { call, telegramUserId } = await buildStaff(api, "master", master.id);
    const { body } = await call("get", "/v1/access").expect(200);
    expect(body).toMatchObject({ roles: ["master", "client"], masterId: master.id });
    const { body: shown } = await api.as("admin")("get", `/v1/masters/${master.id}`).expect(200);
    expect(shown.telegramUserId).toBe(telegramUserId);
    expect(await memberOf(telegramUserId)).toEqual([
      { telegramUserId, name: "Master", role: "master", masterId: master.id },
    ]);
  });

  it("is kept as a hash: its code is nowhere in the database, nor in the answer that is kept for a repetition", async () => {
    const key = { "idempotency-key": randomUUID() };
    const body = { role: "owner", name: "X" };
    const first = await api.as("admin")("post", "/v1/staff/invitations", body, key).expect(201);
    const again = await api.as("admin")("post", "/v1/staff/invitations", body, key).expect(201);
    expect(again.body).toEqual(first.body);
    for (const table of ["invitations", "idempotency_keys", "audit", "events"]) {
      const found = await rows<{ text: string }>(
        api.db,
        `select t::text as text from booking.${table} t`,
        [],
        null,
      );
      expect(found.filter(({ text }) => text.includes(first.body.code as string))).toEqual([]);
    }
    expect((await api.as("admin")("get", "/v1/staff/invitations").expect(200)).text).not.toContain(
      first.body.code,
    );
  });

  it("works once; the same person is answered the same again, another one is refused", async () => {
    const { code } = (await invite().expect(201)).body;
    const person = newAccount();
    const first = await accept(code, person).expect(200);
    expect((await accept(code, person).expect(200)).body).toEqual(first.body);
    const stranger = newAccount();
    const { body } = await accept(code, stranger).expect(409);
    expect(problemNameOf(body.type)).toBe("invitation-invalid");
    expect(await memberOf(stranger)).toEqual([]);
  });

  it("does not bring back whoever was removed", async () => {
    const { code } = (await invite(api.as("admin"), { role: "admin", name: "A" }).expect(201)).body;
    const person = newAccount();
    await accept(code, person).expect(200);
    await api.as("admin")("delete", `/v1/staff/${person}`).expect(204);
    expect(problemNameOf((await accept(code, person).expect(409)).body.type)).toBe("invitation-invalid");
    expect(await memberOf(person)).toEqual([]);
  });

  it("ends after seven days, and when it is taken back", async () => {
    const [old, taken] = [(await invite().expect(201)).body, (await invite().expect(201)).body];
    await api.as("admin")("delete", `/v1/staff/invitations/${taken.id}`).expect(204);
    await api.as("admin")("delete", `/v1/staff/invitations/${taken.id}`).expect(404);
    expect(problemNameOf((await accept(taken.code).expect(409)).body.type)).toBe("invitation-invalid");

    api.clock.advance(7 * dayMs - 1);
    expect(await openInvitations()).toContain(old.id);
    expect(await openInvitations()).not.toContain(taken.id);
    api.clock.advance(1);
    expect(problemNameOf((await accept(old.code).expect(409)).body.type)).toBe("invitation-invalid");
    expect(await openInvitations()).not.toContain(old.id);
  });

  it.each([
    [{ role: "owner" }, "/name"],
    [{ role: "admin" }, "/name"],
    [{ role: "master" }, "/masterId"],
    [{ role: "owner", name: "X", masterId: randomUUID() }, "/masterId"],
  ])("that lacks something is refused: %j", async (body, pointer) => {
    const answer = await invite(api.as("admin"), body).expect(400);
    expect(answer.body.errors[0].pointer).toBe(pointer);
  });

  it("is for a master that exists and has no account", async () => {
    const unknown = await invite(api.as("admin"), { role: "master", masterId: randomUUID() });
    expect(unknown.status).toBe(404);
    const master = await buildMaster(api, []);
    await buildStaff(api, "master", master.id);
    const taken = await invite(api.as("admin"), { role: "master", masterId: master.id });
    expect([taken.status, problemNameOf(taken.body.type)]).toEqual([409, "already-exists"]);
  });

  it("never lowers anybody, and raises an administrator", async () => {
    const owner = await buildStaff(api, "owner");
    const admin = await buildStaff(api, "admin");
    const lower = (await invite(api.as("admin"), { role: "admin", name: "X" }).expect(201)).body;
    const refused = await accept(lower.code, owner.telegramUserId).expect(409);
    expect(problemNameOf(refused.body.type)).toBe("already-exists");
    const higher = (await invite().expect(201)).body;
    expect((await accept(higher.code, admin.telegramUserId).expect(200)).body).toMatchObject({
      role: "owner",
    });
  });

  it("does not make one account two masters", async () => {
    const [one, two] = [await buildMaster(api, []), await buildMaster(api, [])];
    const { telegramUserId } = await buildStaff(api, "master", one.id);
    const { code } = (await invite(api.as("admin"), { role: "master", masterId: two.id }).expect(201)).body;
    const { body } = await accept(code, telegramUserId).expect(409);
    expect(problemNameOf(body.type)).toBe("already-exists");
  });

  it("of an owner may be for everybody, of an administrator for masters only", async () => {
    const master = await buildMaster(api, []);
    const { call: admin } = await buildStaff(api, "admin");
    const { call: owner } = await buildStaff(api, "owner");
    for (const role of ["owner", "admin"]) {
      await invite(admin, { role, name: "X" }).expect(403);
      const { id } = (await invite(owner, { role, name: "X" }).expect(201)).body;
      await admin("delete", `/v1/staff/invitations/${id}`).expect(403);
      await owner("delete", `/v1/staff/invitations/${id}`).expect(204);
    }
    const { id } = (await invite(admin, { role: "master", masterId: master.id }).expect(201)).body;
    await admin("delete", `/v1/staff/invitations/${id}`).expect(204);
  });
});

describe("the name of somebody", () => {
  const nameOf = async (person: number) => (await memberOf(person))[0]?.name;

  it("is changed by an owner, and not overwritten by who has seen another one", async () => {
    const [owner, admin] = [await buildStaff(api, "owner"), await buildStaff(api, "admin")];
    const path = `/v1/staff/${admin.telegramUserId}`;
    const { headers, body: before } = await owner.call("get", path).expect(200);
    const ifMatch = { "if-match": headers["etag"] ?? "" };
    const { body } = await owner.call("patch", path, { name: " Rita Zorina " }, ifMatch).expect(200);
    expect(body).toEqual({ ...before, name: "Rita Zorina" });
    const late = await owner.call("patch", path, { name: "Rita" }, ifMatch).expect(412);
    expect(problemNameOf(late.body.type)).toBe("precondition-failed");
    expect(await nameOf(admin.telegramUserId)).toBe("Rita Zorina");
    expect(await nameOf(owner.telegramUserId)).toBe(`Staff ${owner.telegramUserId}`);
  });

  it("is nothing for an administrator to change, nor for anybody when it is a master's or nobody's", async () => {
    const [owner, admin] = [await buildStaff(api, "owner"), await buildStaff(api, "admin")];
    const master = await buildStaff(api, "master", (await buildMaster(api, [])).id);
    const rename = (call = owner.call, person = newAccount(), name = "X") =>
      call("patch", `/v1/staff/${person}`, { name });
    await rename(admin.call, owner.telegramUserId).expect(403);
    const { body } = await rename(owner.call, master.telegramUserId).expect(400);
    expect(body.errors).toEqual([{ pointer: "/name", detail: expect.any(String) }]);
    await rename().expect(404);
    for (const name of ["", "  ", "x".repeat(129)])
      await rename(owner.call, admin.telegramUserId, name).expect(400);
    expect(await nameOf(owner.telegramUserId)).not.toBe("X");
  });
});

describe("removing somebody", () => {
  it("takes their rights at once; a master stays in the catalogue", async () => {
    const master = await buildMaster(api, []);
    const { call, telegramUserId } = await buildStaff(api, "master", master.id);
    await api.as("admin")("delete", `/v1/staff/${telegramUserId}`).expect(204);
    expect((await call("get", "/v1/access").expect(200)).body.roles).toEqual(["client"]);
    const { body } = await api.as("admin")("get", `/v1/masters/${master.id}`).expect(200);
    expect(body).toMatchObject({ telegramUserId: null, active: true });
    await api.as("admin")("delete", `/v1/staff/${telegramUserId}`).expect(404);
  });

  it("by an administrator is for masters only, also when the master is an owner as well", async () => {
    const master = await buildMaster(api, []);
    const [admin, other, owner] = [
      await buildStaff(api, "admin"),
      await buildStaff(api, "admin"),
      await buildStaff(api, "owner"),
    ];
    await buildStaff(api, "owner");
    const { code } = (await invite(api.as("admin"), { role: "master", masterId: master.id }).expect(201))
      .body;
    await accept(code, owner.telegramUserId).expect(200);
    expect((await owner.call("get", "/v1/access").expect(200)).body).toMatchObject({
      roles: ["owner", "master", "client"],
      masterId: master.id,
    });
    await admin.call("delete", `/v1/staff/${other.telegramUserId}`).expect(403);
    await admin.call("delete", `/v1/staff/${owner.telegramUserId}`).expect(403);

    await api.as("admin")("delete", `/v1/staff/${owner.telegramUserId}`).expect(204);
    expect((await owner.call("get", "/v1/access").expect(200)).body.roles).toEqual(["client"]);
    const plain = await buildStaff(api, "master", master.id);
    await admin.call("delete", `/v1/staff/${plain.telegramUserId}`).expect(204);
  });

  it("and inviting are in the audit log with who did it", async () => {
    const owner = await buildStaff(api, "owner");
    const admin = await buildStaff(api, "admin");
    await owner.call("delete", `/v1/staff/${admin.telegramUserId}`).expect(204);
    const found = await rows<{ actor: string; operation: string; action: string }>(
      api.db,
      `select booking.account_of(actor) as actor, operation, action from booking.audit where subject = $1 order by id`,
      [`staff:${admin.telegramUserId}`],
      null,
    );
    expect(found).toEqual([
      { actor: `telegram:${admin.telegramUserId}`, operation: "acceptInvitation", action: "created" },
      { actor: `telegram:${owner.telegramUserId}`, operation: "removeStaff", action: "deleted" },
    ]);
  });
});
