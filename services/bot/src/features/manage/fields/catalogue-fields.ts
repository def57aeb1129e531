import { type FieldName } from "../../../draft/steps/manage-target";
import { type Locale, type LocalizedText } from "../../../words";
import {
  type Master,
  type MasterChange,
  type Offering,
  type OfferingInput,
  type Service,
  type ServiceChange,
} from "../api";
import { type Field } from "./field";
import { leadsField, minutesField, priceField, wordsField, yesField } from "./kinds";

/** How long visits usually take. */
export const durationPresets = [15, 30, 45, 60, 75, 90, 120, 180] as const;

interface Named {
  name: LocalizedText;
}
const name = (locale: Locale): Field<Named, { name: LocalizedText }> =>
  wordsField({ locale, get: (thing) => thing.name, put: (text) => ({ name: text }), max: 100 });
const description = (locale: Locale): Field<Service, ServiceChange> =>
  wordsField<Service, ServiceChange>({
    locale,
    get: (service) => service.description,
    put: (text) => ({ description: text }),
    putNone: () => ({ description: null }),
    max: 300,
  });
const about = (locale: Locale): Field<Master, MasterChange> =>
  wordsField<Master, MasterChange>({
    locale,
    get: (master) => master.about,
    put: (text) => ({ about: text }),
    putNone: () => ({ about: null }),
    max: 300,
  });

export const serviceFields: Partial<Record<FieldName, Field<Service, ServiceChange>>> = {
  "name-ru": name("ru"),
  "name-en": name("en"),
  "about-ru": description("ru"),
  "about-en": description("en"),
  duration: minutesField({
    get: (service) => service.durationMinutes,
    put: (durationMinutes) => ({ durationMinutes }),
    min: 5,
    max: 720,
    presets: durationPresets,
  }),
  price: priceField({
    get: (service) => service.priceMinor,
    put: (priceMinor) => ({ priceMinor }),
  }),
  before: minutesField({
    get: (service) => service.bufferBeforeMinutes,
    put: (bufferBeforeMinutes) => ({ bufferBeforeMinutes }),
    min: 0,
    max: 240,
    presets: [0, 5, 10, 15, 30],
  }),
  after: minutesField({
    get: (service) => service.bufferAfterMinutes,
    put: (bufferAfterMinutes) => ({ bufferAfterMinutes }),
    min: 0,
    max: 240,
    presets: [0, 5, 10, 15, 30],
  }),
  approval: yesField({
    get: (service) => service.requiresApproval,
    put: (requiresApproval) => ({ requiresApproval }),
    yesKey: "manage-approval-asked",
    noKey: "manage-approval-at-once",
  }),
  "own-reminders": leadsField<Service, ServiceChange>({
    get: (service) => service.reminderLeadsMinutes,
    put: (reminderLeadsMinutes) => ({ reminderLeadsMinutes }),
    putNone: () => ({ reminderLeadsMinutes: null }),
  }),
};

export const masterFields: Partial<Record<FieldName, Field<Master, MasterChange>>> = {
  "name-ru": name("ru"),
  "name-en": name("en"),
  "about-ru": about("ru"),
  "about-en": about("en"),
  "told-in": {
    presets: ["ru", "en"],
    say: (wire, { words }) => words.plain(wire === "ru" ? "manage-in-ru" : "manage-in-en"),
    read: (master) => master.locale,
    write: (wire) => (wire === "ru" || wire === "en" ? { locale: wire } : undefined),
    parse: () => ({ fault: "manage-fault-buttons" }),
  },
};

/** How a master does a service, beside how the service is done by default. */
export interface Performance {
  offering: Offering;
  service: Service;
}

const own = ({
  offering,
  service,
}: Performance): { durationMinutes: number | null; priceMinor: number | null } => ({
  durationMinutes: offering.durationMinutes === service.durationMinutes ? null : offering.durationMinutes,
  priceMinor: offering.priceMinor === service.priceMinor ? null : offering.priceMinor,
});

/** Both are always written, because what is left out would go back to what the service says. */
export const offeringFields: Partial<Record<FieldName, Field<Performance, OfferingInput>>> = {
  duration: minutesField<Performance, OfferingInput>({
    get: (performance) => own(performance).durationMinutes,
    put: (durationMinutes, performance) => ({ ...own(performance), durationMinutes }),
    putNone: (performance) => ({ ...own(performance), durationMinutes: null }),
    noneKey: "manage-as-service",
    min: 5,
    max: 720,
    presets: [null, ...durationPresets],
  }),
  price: priceField<Performance, OfferingInput>({
    get: (performance) => own(performance).priceMinor,
    put: (priceMinor, performance) => ({ ...own(performance), priceMinor }),
    putNone: (performance) => ({ ...own(performance), priceMinor: null }),
    noneKey: "manage-as-service",
  }),
};
