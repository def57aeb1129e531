import { fieldNames, type FieldName, type Place, type Target } from "../draft/steps/manage-target";
import { date, type Field, month, nullable, number, oneOf, uuid } from "./fields";
import { tap } from "./tap";

const flag: Field<boolean> = {
  encode: (value) => (value ? "y" : "n"),
  decode: (text) => (text === "y" ? true : text === "n" ? false : undefined),
};

/** A number of Telegram's, which may have 52 bits. */
const telegramUserId: Field<number> = {
  encode: (value) => value.toString(36),
  decode(text) {
    if (!/^[1-9a-z][0-9a-z]{0,10}$/.test(text)) return undefined;
    const value = Number.parseInt(text, 36);
    return Number.isSafeInteger(value) ? value : undefined;
  },
};

const page = number(0, 9_999);
const weekday = number(1, 7);

/** Its first letter says what it is; UUIDs follow, or a number of Telegram's. */
const target: Field<Target> = {
  encode(value) {
    switch (value.of) {
      case "business":
        return "b";
      case "service":
        return `s${uuid.encode(value.serviceId)}`;
      case "master":
        return `m${uuid.encode(value.masterId)}`;
      case "offering":
        return `${value.from === "service" ? "o" : "O"}${uuid.encode(value.masterId)}${uuid.encode(value.serviceId)}`;
      case "staff":
        return `p${telegramUserId.encode(value.userId)}`;
    }
  },
  decode(text) {
    const [kind, ids] = [text.slice(0, 1), text.slice(1)];
    if (kind === "b") return ids === "" ? { of: "business" } : undefined;
    if (kind === "p") {
      const userId = telegramUserId.decode(ids);
      return userId === undefined ? undefined : { of: "staff", userId };
    }
    const first = uuid.decode(ids.slice(0, 22));
    if (first === undefined) return undefined;
    const rest = ids.slice(22);
    if (kind === "s" && rest === "") return { of: "service", serviceId: first };
    if (kind === "m" && rest === "") return { of: "master", masterId: first };
    const second = uuid.decode(rest);
    if (second === undefined || (kind !== "o" && kind !== "O")) return undefined;
    return { of: "offering", masterId: first, serviceId: second, from: kind === "o" ? "service" : "master" };
  },
};

const place: Field<Place> = {
  encode(value) {
    switch (value.of) {
      case "weekday":
        return `w${uuid.encode(value.masterId)}${weekday.encode(value.weekday)}`;
      case "date":
        return `d${uuid.encode(value.masterId)}${date.encode(value.date)}`;
      case "closure":
        return `c${date.encode(value.date)}`;
    }
  },
  decode(text) {
    const kind = text.slice(0, 1);
    if (kind === "c") {
      const closed = date.decode(text.slice(1));
      return closed === undefined ? undefined : { of: "closure", date: closed };
    }
    const masterId = uuid.decode(text.slice(1, 23));
    const rest = text.slice(23);
    if (masterId === undefined) return undefined;
    if (kind === "w") {
      const day = weekday.decode(rest);
      return day === undefined ? undefined : { of: "weekday", masterId, weekday: day };
    }
    const day = date.decode(rest);
    return kind === "d" && day !== undefined ? { of: "date", masterId, date: day } : undefined;
  },
};

const alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** A letter for each, by their order: new names are added at the end. */
const fieldName: Field<FieldName> = {
  encode: (value) => alphabet.charAt(fieldNames.indexOf(value)),
  decode: (text) => (text.length === 1 ? fieldNames[alphabet.indexOf(text)] : undefined),
};

/** A value as it is spelled in the fields of features/manage: short ones only, texts are typed. */
const value: Field<string> = {
  encode: (text) => text,
  decode: (text) => (/^[0-9a-z.-]{1,24}$/.test(text) ? text : undefined),
};

const role = oneOf({ owner: "o", admin: "a", master: "m" });

const locale = oneOf({ ru: "r", en: "e" });
const question = oneOf({ ru: "r", en: "e", kind: "k", since: "s", master: "m", send: "g" });
const audienceKind = oneOf({ all: "a", visited_since: "v", not_visited_since: "n" });

/** The buttons of the owner's and the administrators' desk. Their codes begin with `o`, or, when those ran out, `O`. */
export const manageTaps = [
  tap("manage", "o-", {}),

  tap("manage-services", "os", { page }),
  tap("manage-service", "oS", { serviceId: uuid }),
  tap("manage-order", "oo", { serviceId: uuid, by: oneOf({ up: "u", down: "d" }) }),
  tap("manage-service-active", "oh", { serviceId: uuid, active: flag }),
  tap("manage-new-service", "on", {}),
  tap("manage-new-duration", "oI", { minutes: number(5, 720) }),
  tap("manage-performers", "op", { serviceId: uuid }),

  tap("manage-masters", "om", { page }),
  tap("manage-master", "oM", { masterId: uuid }),
  tap("manage-master-active", "oH", { masterId: uuid, active: flag }),
  tap("manage-new-master", "oN", {}),
  tap("manage-repertoire", "or", { masterId: uuid }),
  tap("manage-offering", "oO", {
    masterId: uuid,
    serviceId: uuid,
    from: oneOf({ service: "s", master: "m" }),
  }),
  tap("manage-offer", "of", { masterId: uuid, serviceId: uuid, offered: flag }),

  tap("manage-edit", "oe", { target, field: fieldName }),
  tap("manage-set", "ov", { target, field: fieldName, value }),
  tap("manage-mine", "oV", {}),

  tap("manage-week", "ow", { masterId: uuid }),
  tap("manage-hours", "oW", { place }),
  tap("manage-set-hours", "ok", { place, value }),
  tap("manage-usual-hours", "ou", { place }),
  tap("manage-copy", "oc", { masterId: uuid, weekday }),
  tap("manage-copy-to", "oC", { masterId: uuid, weekday, days: number(1, 127) }),
  tap("manage-days", "od", { masterId: nullable(uuid) }),
  tap("manage-dates", "og", { masterId: nullable(uuid), month }),
  tap("manage-import", "oi", {}),

  tap("manage-staff", "ot", {}),
  tap("manage-person", "oT", { userId: telegramUserId }),
  tap("manage-remove", "oq", { userId: telegramUserId }),
  tap("manage-remove-sure", "oQ", { userId: telegramUserId }),
  tap("manage-promote", "oR", { userId: telegramUserId }),
  tap("manage-demote", "ol", { userId: telegramUserId }),
  tap("manage-demote-sure", "oL", { userId: telegramUserId }),
  tap("manage-invite", "oa", {}),
  tap("manage-invite-as", "oA", { role }),
  tap("manage-invite-master", "ox", { masterId: uuid }),
  tap("manage-invitations", "ob", {}),
  tap("manage-revoke", "oB", { invitationId: uuid }),

  tap("manage-policies", "oy", {}),
  tap("manage-business", "oY", {}),

  tap("manage-clients", "oj", {}),
  tap("manage-client", "oJ", { clientId: uuid }),
  tap("manage-client-visits", "oz", { clientId: uuid }),
  tap("manage-export", "oE", { clientId: uuid }),
  tap("manage-erase", "oZ", { clientId: uuid, sure: flag }),
  tap("manage-erase-sure", "oF", { clientId: uuid }),

  tap("manage-broadcasts", "Ob", {}),
  tap("manage-broadcast", "OB", { broadcastId: uuid }),
  tap("manage-broadcast-new", "On", {}),
  tap("manage-broadcast-ask", "Oq", { question }),
  tap("manage-broadcast-without", "Ow", { locale }),
  tap("manage-broadcast-to", "Ok", { kind: audienceKind }),
  tap("manage-broadcast-since", "Os", { date }),
  tap("manage-broadcast-master", "Om", { masterId: nullable(uuid) }),
  tap("manage-broadcast-look", "Ol", { locale }),
  tap("manage-broadcast-send", "Og", {}),
  tap("manage-broadcast-stop", "Ox", { broadcastId: uuid }),
  tap("manage-broadcast-stop-sure", "OX", { broadcastId: uuid }),

  tap("manage-audit", "Oa", {}),
  tap("manage-turn", "Ot", { page }),
] as const;
