import { isProblem } from "@okoshko/contracts/problem-error";
import { type BotContext, NoLonger } from "../../context";
import { type Step } from "../../draft/draft";
import { type FieldName, type Target } from "../../draft/steps/manage-target";
import { management } from "./api";
import { businessFields } from "./fields/business-fields";
import { masterFields, offeringFields, serviceFields } from "./fields/catalogue-fields";
import { type Field, type Frame, type Wired } from "./fields/field";
import { staffFields } from "./fields/staff-fields";

/** One value of one thing, ready to be shown and changed. */
export interface Editing extends Wired {
  /** Whose value it is, as plain text. */
  whose: string;
  /** The value as it is now. */
  now: string;
  frame: Frame;
  /** Changes it from `seen` to `wire`; answers the value that somebody else set meanwhile, when there is one. */
  save(seen: string, wire: string): Promise<Saved>;
}

export type Saved = { done: true } | { done: false; now: string };

/** Where a value is shown when it is not being edited. */
export function homeOf(target: Target, field: FieldName): Step {
  switch (target.of) {
    case "business":
      return { at: isAboutBusiness(field) ? "manage-business" : "manage-policies" };
    case "service":
      return { at: "manage-service", serviceId: target.serviceId };
    case "master":
      return { at: "manage-master", masterId: target.masterId };
    case "staff":
      return { at: "manage-person", userId: target.userId };
    case "offering":
      return {
        at: "manage-offering",
        masterId: target.masterId,
        serviceId: target.serviceId,
        from: target.from,
      };
  }
}

function isAboutBusiness(field: FieldName): boolean {
  return /^(?:title|address|phone|location)/.test(field);
}

/** Reads what is to be edited. Throws NoLonger for a field that the target does not have: a forged button. */
export async function openEditing(ctx: BotContext, target: Target, name: FieldName): Promise<Editing> {
  const { words } = ctx;
  const api = management(ctx);
  const { body: business } = await api.business();
  const frame = { words, currency: business.currency };
  switch (target.of) {
    case "business":
      return bind(businessFields[name], frame, {
        load: async () => {
          const { body, etag } = await api.business();
          return { thing: body, etag };
        },
        change: (body, etag) => api.changeBusiness(body, etag),
        nameOf: ({ name: title }) => words.of(title),
      });
    case "service":
      return bind(serviceFields[name], frame, {
        load: async () => {
          const { body, etag } = await api.service(target.serviceId);
          return { thing: body, etag };
        },
        change: (body, etag) => api.changeService(target.serviceId, body, etag),
        nameOf: (service) => words.of(service.name),
      });
    case "master":
      return bind(masterFields[name], frame, {
        load: async () => {
          const { body, etag } = await api.master(target.masterId);
          return { thing: body, etag };
        },
        change: (body, etag) => api.changeMaster(target.masterId, body, etag),
        nameOf: (master) => words.of(master.name),
      });
    case "staff":
      return bind(staffFields[name], frame, {
        load: async () => {
          const { body, etag } = await api.staffMember(target.userId);
          return { thing: body, etag };
        },
        change: (body, etag) => api.renameStaff(target.userId, body, etag),
        nameOf: (member) => member.name,
      });
    case "offering": {
      const { masterId, serviceId } = target;
      const { body: master } = await api.master(masterId);
      return bind(offeringFields[name], frame, {
        load: async () => {
          const [{ body: offering, etag }, { body: service }] = await Promise.all([
            api.offering({ masterId, serviceId }),
            api.service(serviceId),
          ]);
          return { thing: { offering, service }, etag };
        },
        change: (body, etag) => api.putOffering({ masterId, serviceId }, body, etag),
        nameOf: ({ service }) => `${words.of(master.name)}, ${words.of(service.name)}`,
      });
    }
  }
}

interface Source<Thing, Change> {
  load(): Promise<{ thing: Thing; etag: string }>;
  change(body: Change, etag: string): Promise<unknown>;
  nameOf(thing: Thing): string;
}

/** How often the thing may change under our hands in other fields than this one before we give up. */
const attempts = 5;

async function bind<Thing, Change>(
  field: Field<Thing, Change> | undefined,
  frame: Frame,
  source: Source<Thing, Change>,
): Promise<Editing> {
  if (field === undefined) throw new NoLonger("manage-gone", { at: "manage" });
  const { thing: shown } = await source.load();
  return {
    ...field,
    frame,
    whose: source.nameOf(shown),
    now: field.read(shown),
    async save(seen, wire) {
      for (let attempt = 1; ; attempt += 1) {
        const { thing, etag } = await source.load();
        const now = field.read(thing);
        // Another value of the same thing may well have changed; only this one must be what the person saw.
        if (now === wire) return { done: true };
        if (now !== seen) return { done: false, now };
        const change = field.write(wire, thing);
        if (change === undefined) throw new NoLonger("manage-refused", { at: "manage" });
        try {
          await source.change(change, etag);
          return { done: true };
        } catch (error) {
          if (!isProblem(error, "precondition-failed") || attempt === attempts) throw error;
        }
      }
    },
  };
}
