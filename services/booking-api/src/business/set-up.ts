import { type Config } from "../config";
import { type LocalizedText } from "../catalog/localized-text";
import { rows } from "../database";
import { type Deps } from "../deps";
import { systemCaller } from "../http/caller";
import { changeRules } from "../shop/change-rules";
import { whatToSet } from "./business";
import { BusinessModel } from "./business.model";

/** What an installation begins with. All else has defaults, and is changed in the chat or through the API. */
export interface Beginning {
  business?: { name: LocalizedText; timeZone: string; currency: string; defaultLocale: "ru" | "en" };
  owner?: { telegramUserId: number; name: string };
}

/** Which of the two. */
interface Parts {
  business: boolean;
  owner: boolean;
}

/** What the environment says of it; the config has made sure that a business is named whole or not at all. */
export function beginningOf(config: Config): Beginning {
  const { BUSINESS_NAME_RU: ru, BUSINESS_NAME_EN: en, BUSINESS_TIME_ZONE: timeZone } = config;
  const { BUSINESS_CURRENCY: currency, OWNER_TELEGRAM_USER_ID: telegramUserId } = config;
  const defaultLocale = config.BUSINESS_LOCALE ?? (ru === undefined ? "en" : "ru");
  const name = { ...(ru === undefined ? {} : { ru }), ...(en === undefined ? {} : { en }) };
  const owner = config.OWNER_NAME ?? { ru: "Владелец", en: "Owner" }[defaultLocale];
  return {
    ...(timeZone === undefined || currency === undefined
      ? {}
      : { business: { name, timeZone, currency, defaultLocale } }),
    ...(telegramUserId === undefined ? {} : { owner: { telegramUserId, name: owner } }),
  };
}

/**
 * Makes the business while there is none, and its first owner while nobody is one; answers what was made. What is there stays as
 * it is, whatever was set since. The last owner cannot be removed (`last-owner`), so that nobody is one only until somebody
 * was: whoever sets the environment gives the business away once, and never again beside or instead of its owners.
 */
export async function setUp(deps: Deps, beginning: Beginning): Promise<Parts> {
  // Nearly always there is nothing to do, which takes no lock to see.
  const absent = await missing(deps);
  if (absent.business && beginning.business === undefined)
    deps.logger.warn(`there is no business. ${whatToSet}`);
  if (!wants(beginning, absent)) return { business: false, owner: false };
  const made = await changeRules(deps, systemCaller("setUp"), async (tx) => {
    // Of two replicas that begin at the same time the second waits here and finds all done, and so does an invitation.
    await rows(deps.db, `lock table booking.business, booking.staff in exclusive mode`, [], tx);
    const [still] = await rows<Parts>(deps.db, isMissing, [], tx);
    const { business, owner } = beginning;
    const makesBusiness = still?.business === true && business !== undefined;
    const makesOwner = still?.owner === true && owner !== undefined;
    if (makesBusiness) await BusinessModel.create({ ...business, onlyRow: true }, { transaction: tx });
    if (makesOwner) {
      const bind = [owner.telegramUserId, owner.name, deps.clock.now()];
      await rows(deps.db, insertOwner, bind, tx);
    }
    return { business: makesBusiness, owner: makesOwner };
  });
  if (made.business || made.owner) deps.logger.info({ made }, "the business is set up");
  return made;
}

const isMissing = `
  select
    not exists (select from booking.business) as business,
    not exists (select from booking.staff where role = 'owner') as owner`;

// Who was an administrator before there was an owner keeps the name that they have.
const insertOwner = `
  insert into booking.staff (telegram_user_id, name, role, created_at) values ($1, $2, 'owner', $3)
  on conflict (telegram_user_id) do update set role = excluded.role`;

async function missing({ reads }: Deps): Promise<Parts> {
  const [found] = await reads.query<Parts>({ name: "missing", text: isMissing, values: [] });
  return found ?? { business: false, owner: false };
}

function wants({ business, owner }: Beginning, missing: Parts): boolean {
  return (missing.business && business !== undefined) || (missing.owner && owner !== undefined);
}
