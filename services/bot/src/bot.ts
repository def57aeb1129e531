import { type BookingClient } from "@okoshko/contracts/booking-client";
import { type NotifierClient } from "@okoshko/contracts/notifier-client";
import { type Clock } from "@okoshko/runtime/clock";
import { type Logger } from "@okoshko/runtime/logger";
import { type Api, Bot, Composer } from "grammy";
import { type Update } from "grammy/types";
import { type Redis } from "ioredis";
import { clientArea } from "./areas/client";
import { deskArea } from "./areas/desk";
import { manageArea } from "./areas/manage";
import { createCampaigns } from "./campaigns";
import { createCatalogue } from "./catalogue";
import { type BotContext, type BotParts } from "./context";
import { createDraftStore } from "./draft/draft-store";
import { fallback } from "./features/fallback/fallback";
import { join } from "./features/manage/join";
import { reachability } from "./features/reachability/reachability";
import { type Courtesy, createCourtesy } from "./ingress/courtesy";
import { keyPrefixOf } from "./key-prefix";
import { type BotMetrics } from "./metrics";
import { createPeople } from "./people";
import { createRoles } from "./roles";
import { observeCalls, waitOutShortFloods } from "./telegram";
import { beginTurn, containGone, containProblems, judge } from "./turn";
import { createDictionary, type Dictionary } from "./words";

/** Everything that may be done in the chat. Who is invited comes before /start is taken for a greeting; what nobody took, last. */
const features = [join, ...clientArea.features, ...deskArea.features, ...manageArea.features, fallback];

export interface BotDeps {
  token: string;
  /** Instead of https://api.telegram.org. */
  apiRoot?: string | undefined;
  client: BookingClient;
  notifier: NotifierClient;
  /** Where the world reaches booking-api, if it does. */
  publicApiUrl?: string | undefined;
  redis: Redis;
  clock: Clock;
  metrics: BotMetrics;
  logger: Logger;
}

export interface OkoshkoBot {
  api: Api;
  dictionary: Dictionary;
  courtesy: Courtesy;
  /** Before every key in Redis. */
  prefix: string;
  /** Asks Telegram who we are; has to come before the first update. Waits for Telegram if it is away. */
  init(): Promise<void>;
  handle(update: Update): Promise<void>;
}

export function createBot(deps: BotDeps): OkoshkoBot {
  const { client, redis, clock, metrics, logger } = deps;
  const prefix = keyPrefixOf(deps.token);
  const dictionary = createDictionary();
  const bot = new Bot(deps.token, {
    // grammY's own 500 s would outlive every lease and every patience.
    client: { timeoutSeconds: 20, ...(deps.apiRoot === undefined ? {} : { apiRoot: deps.apiRoot }) },
  });
  // The last one is asked first: each attempt is observed, also the one that is waited out.
  bot.api.config.use(observeCalls(metrics), waitOutShortFloods);
  const people = createPeople(client, redis, prefix);
  const parts: BotParts = {
    client,
    notifier: deps.notifier,
    publicApiUrl: deps.publicApiUrl,
    catalogue: createCatalogue(client, clock),
    drafts: createDraftStore(redis, prefix),
    people,
    campaigns: createCampaigns(redis, prefix),
    roles: createRoles({ api: bot.api, redis, prefix, dictionary, people, logger }),
    dictionary,
    clock,
    metrics,
    logger,
  };
  reachability(bot, parts);
  const inChat = chat();
  bot.chatType("private").use((ctx) => beginTurn(parts, ctx, inChat));
  return {
    api: bot.api,
    dictionary,
    courtesy: createCourtesy(bot.api, dictionary, logger),
    prefix,
    init: () => bot.init(),
    handle: (update) => bot.handleUpdate(update),
  };
}

/** What is done with one update of a person in their chat. */
function chat(): (ctx: BotContext) => Promise<void> {
  const composer = new Composer<BotContext>();
  composer.use(containGone, containProblems, judge);
  for (const feature of features) feature(composer);
  const middleware = composer.middleware();
  return async (ctx) => {
    await middleware(ctx, () => Promise.resolve());
  };
}
