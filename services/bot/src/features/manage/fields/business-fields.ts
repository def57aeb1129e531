import { type FieldName } from "../../../draft/steps/manage-target";
import { type Business, type BusinessChange } from "../api";
import { type Field } from "./field";
import { locationField } from "./location";
import {
  countField,
  leadsField,
  minutesField,
  phoneField,
  quietField,
  spanField,
  wordsField,
  yesField,
} from "./kinds";

const title = {
  get: (business: Business) => business.name,
  put: (name: Business["name"]): BusinessChange => ({ name }),
  max: 100,
};
const address = {
  get: (business: Business) => business.address,
  put: (text: Business["name"]): BusinessChange => ({ address: text }),
  putNone: (): BusinessChange => ({ address: null }),
  max: 200,
};

/** What an owner can set about the business, with the limits of the contract. */
export const businessFields: Partial<Record<FieldName, Field<Business, BusinessChange>>> = {
  "title-ru": wordsField({ ...title, locale: "ru" }),
  "title-en": wordsField({ ...title, locale: "en" }),
  "address-ru": wordsField({ ...address, locale: "ru" }),
  "address-en": wordsField({ ...address, locale: "en" }),
  phone: phoneField({ get: ({ phone }) => phone ?? null, put: (phone) => ({ phone }) }),

  location: locationField,

  step: minutesField({
    get: (business) => business.slotStepMinutes,
    put: (slotStepMinutes) => ({ slotStepMinutes }),
    min: 5,
    max: 240,
    presets: [10, 15, 20, 30, 45, 60],
  }),
  notice: minutesField({
    get: (business) => business.minimumNoticeMinutes,
    put: (minimumNoticeMinutes) => ({ minimumNoticeMinutes }),
    unit: "hours",
    min: 0,
    max: 43_200,
    presets: [0, 30, 60, 120, 180, 1_440],
  }),
  horizon: spanField({
    get: (business) => business.horizonDays,
    put: (horizonDays) => ({ horizonDays }),
    unit: "days",
    min: 1,
    max: 365,
    presets: [14, 30, 60, 90, 180, 365],
  }),
  hold: minutesField({
    get: (business) => business.holdMinutes,
    put: (holdMinutes) => ({ holdMinutes }),
    min: 1,
    max: 60,
    presets: [3, 5, 10, 15],
  }),
  "change-notice": minutesField({
    get: (business) => business.changeNoticeMinutes,
    put: (changeNoticeMinutes) => ({ changeNoticeMinutes }),
    unit: "hours",
    min: 0,
    max: 43_200,
    presets: [0, 60, 120, 360, 1_440, 2_880],
  }),
  "active-limit": countField({
    get: (business) => business.maxActiveAppointmentsPerClient,
    put: (maxActiveAppointmentsPerClient) => ({ maxActiveAppointmentsPerClient }),
    min: 1,
    max: 100,
    presets: [1, 2, 3, 5, 10],
  }),
  "hold-limit": countField({
    get: (business) => business.maxHoldsPerHour,
    put: (maxHoldsPerHour) => ({ maxHoldsPerHour }),
    min: 1,
    max: 1_000,
    presets: [10, 30, 60],
  }),
  "approval-after": countField<Business, BusinessChange>({
    get: (business) => business.approvalAfterNoShows,
    put: (approvalAfterNoShows) => ({ approvalAfterNoShows }),
    putNone: () => ({ approvalAfterNoShows: null }),
    noneKey: "manage-never",
    min: 1,
    max: 100,
    presets: [null, 1, 2, 3, 5],
  }),
  proposal: spanField({
    get: (business) => business.proposalHours,
    put: (proposalHours) => ({ proposalHours }),
    unit: "hours",
    min: 1,
    max: 168,
    presets: [2, 6, 12, 24, 48],
  }),
  offer: minutesField({
    get: (business) => business.waitlistOfferMinutes,
    put: (waitlistOfferMinutes) => ({ waitlistOfferMinutes }),
    min: 1,
    max: 1_440,
    presets: [5, 10, 15, 30, 60],
  }),
  retention: spanField<Business, BusinessChange>({
    get: (business) => business.retentionDays,
    put: (retentionDays) => ({ retentionDays }),
    putNone: () => ({ retentionDays: null }),
    noneKey: "manage-never",
    unit: "days",
    min: 30,
    max: 3_650,
    presets: [null, 180, 365, 730, 1_095],
  }),
  quiet: quietField({
    get: ({ quietFrom, quietTo }) =>
      quietFrom === null || quietTo === null ? null : { from: quietFrom, to: quietTo },
    put: (hours) => ({ quietFrom: hours?.from ?? null, quietTo: hours?.to ?? null }),
  }),
  reminders: leadsField({
    get: (business) => business.reminderLeadsMinutes,
    put: (reminderLeadsMinutes) => ({ reminderLeadsMinutes }),
  }),
  "needs-phone": yesField({
    get: (business) => business.requiresPhone,
    put: (requiresPhone) => ({ requiresPhone }),
    yesKey: "manage-phone-needed",
    noKey: "manage-phone-optional",
  }),
};
