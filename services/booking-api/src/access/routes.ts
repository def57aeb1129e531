import { Router } from "express";
import { type BookingSchemas } from "@okoshko/contracts/booking-client";
import { Problem } from "@okoshko/runtime/problem";
import { type Deps } from "../deps";
import { type Caller, isOperator } from "../http/caller";
import { once } from "../http/idempotency";
import { operation } from "../http/operation";
import { inTransaction } from "../transaction";
import { createApiKey, listApiKeys, revokeApiKey } from "./api-keys";
import { type InitDataChecks, personOfInitData } from "./init-data";
import { type SessionTokens } from "./session-token";

export interface AccessDeps extends Deps {
  /** Undefined: nobody can sign in from the Mini App. */
  sessions: SessionTokens | undefined;
  initDataChecks: InitDataChecks;
}

/** What callers may do, sessions of the Mini App, and keys for other programs. */
export function accessRoutes({ db, clock, sessions, initDataChecks }: AccessDeps): Router {
  const router = Router();

  operation(router, "getAccess", async ({ caller }) => ({ status: 200, body: await accessOf(caller) }));

  operation(router, "createSession", ({ body }) => {
    const session = signIn({ sessions, initDataChecks }, body.initData, clock.now());
    return Promise.resolve({ status: 201, body: session });
  });

  operation(router, "createApiKey", async ({ body, caller, idempotencyKey }) => {
    const now = clock.now();
    const request = { caller, key: idempotencyKey, body, now, sealed: true };
    return { status: 201, body: await once(db, request, (tx) => createApiKey(db, body, now, tx)) };
  });

  operation(router, "listApiKeys", async () => ({ status: 200, body: { items: await listApiKeys(db) } }));

  operation(router, "revokeApiKey", async ({ path, caller }) => {
    const now = clock.now();
    await inTransaction(db, { caller, now }, (tx) => revokeApiKey(db, path.apiKeyId, now, tx));
    return { status: 204 };
  });

  return router;
}

function signIn(
  { sessions, initDataChecks }: Pick<AccessDeps, "sessions" | "initDataChecks">,
  initData: string,
  now: Date,
): BookingSchemas["Session"] {
  if (!sessions || !(initDataChecks.botToken ?? initDataChecks.publicKey)) {
    throw new Problem("unavailable", {
      detail:
        "Signing in is switched off here: it needs SESSION_SECRET, and TELEGRAM_BOT_TOKEN or TELEGRAM_BOT_ID.",
    });
  }
  const telegramUserId = personOfInitData(initDataChecks, initData, now);
  if (telegramUserId === undefined) {
    throw new Problem("init-data-invalid", {
      detail: "Open the Mini App again: its data is not signed for this bot, or older than an hour.",
    });
  }
  const { token, expiresAt } = sessions.issue(telegramUserId, now);
  return { token, expiresAt: expiresAt.toISOString(), telegramUserId };
}

async function accessOf(caller: Caller): Promise<BookingSchemas["Access"]> {
  const { role, masterId = null } = await caller.rights();
  const telegramUserId = caller.onBehalfOf ?? null;
  const scopes = [...caller.scopes];
  if (caller.kind === "key") return { roles: ["integration"], scopes, masterId, telegramUserId };
  if (telegramUserId === null) {
    return {
      roles: isOperator(caller) ? ["owner", "service"] : ["service"],
      scopes,
      masterId,
      telegramUserId,
    };
  }
  const isAlsoMaster = masterId !== null && role !== "master";
  const roles = [...(role ? [role] : []), ...(isAlsoMaster ? ["master" as const] : []), "client" as const];
  return { roles, scopes, masterId, telegramUserId };
}
