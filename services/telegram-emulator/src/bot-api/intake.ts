import { bare, type BotApi, done, method, type Result } from "./method";
import { badRequest, conflict } from "./telegram-error";

export const getUpdates = method("GetUpdates", async (api, params, { signal }) => {
  if (api.webhook.settings !== null)
    throw conflict(
      "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  if (params.allowed_updates !== undefined) api.outbox.allowedUpdates = params.allowed_updates;
  const updates = await api.polling.poll({
    ...(params.offset === undefined ? {} : { offset: params.offset }),
    limit: params.limit ?? 100,
    timeoutSeconds: params.timeout ?? 0,
    signal,
  });
  return { result: updates };
});

const defaultConnections = 40;

export const setWebhook = method("SetWebhook", (api, params) => {
  if (params.url === "") return removeWebhook(api, params.drop_pending_updates);
  checkUrl(params.url);
  const settings = {
    url: params.url,
    maxConnections: params.max_connections ?? defaultConnections,
    ...(params.secret_token === undefined ? {} : { secretToken: params.secret_token }),
  };
  if (params.allowed_updates !== undefined) api.outbox.allowedUpdates = params.allowed_updates;
  if (params.drop_pending_updates === true) api.outbox.dropAll();
  const before = api.webhook.settings;
  const same =
    before?.url === settings.url &&
    before.secretToken === settings.secretToken &&
    before.maxConnections === settings.maxConnections;
  api.webhook.settings = settings;
  api.polling.interrupt();
  api.webhook.pump();
  api.botChanged();
  return { ...done, description: same ? "Webhook is already set" : "Webhook was set" };
});

export const deleteWebhook = method("DeleteWebhook", (api, params) =>
  removeWebhook(api, params.drop_pending_updates),
);

function removeWebhook(api: BotApi, dropPending: boolean | undefined): Result {
  if (dropPending === true) api.outbox.dropAll();
  const was = api.webhook.settings !== null;
  api.webhook.settings = null;
  api.webhook.lastError = null;
  api.botChanged();
  return { ...done, description: was ? "Webhook was deleted" : "Webhook is already deleted" };
}

/** Telegram takes https alone; the demo and the tests run without certificates. */
function checkUrl(url: string): void {
  const protocol = URL.canParse(url) ? new URL(url).protocol : undefined;
  if (protocol === undefined) throw badRequest("bad webhook: invalid webhook URL specified");
  if (protocol !== "https:" && protocol !== "http:")
    throw badRequest("bad webhook: An HTTPS URL must be provided for webhook");
}

export const getWebhookInfo = bare(({ webhook, outbox }) => ({
  result: {
    url: webhook.settings?.url ?? "",
    has_custom_certificate: false,
    pending_update_count: outbox.pendingCount,
    ...(webhook.settings === null ? {} : { max_connections: webhook.settings.maxConnections }),
    ...(webhook.lastError === null
      ? {}
      : { last_error_date: webhook.lastError.atSeconds, last_error_message: webhook.lastError.message }),
    ...(outbox.allowedUpdates === null || outbox.allowedUpdates.length === 0
      ? {}
      : { allowed_updates: outbox.allowedUpdates }),
  },
}));
