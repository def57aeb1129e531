import { type Schedule, type WallWindow } from "../availability/windows";
import { type LocalizedText } from "../catalog/localized-text";

/** The business and its rules of booking. */
export interface Business {
  readonly name: LocalizedText;
  readonly address: LocalizedText | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly phone: string | null;
  readonly timeZone: string;
  readonly currency: string;
  readonly defaultLocale: "ru" | "en";
  readonly slotStepMinutes: number;
  readonly minimumNoticeMinutes: number;
  readonly horizonDays: number;
  readonly holdMinutes: number;
  readonly changeNoticeMinutes: number;
  readonly maxActiveAppointmentsPerClient: number;
  readonly maxHoldsPerHour: number;
  readonly approvalAfterNoShows: number | null;
  readonly proposalHours: number;
  readonly waitlistOfferMinutes: number;
  readonly retentionDays: number | null;
  /** On the wall clock, `HH:MM`, both or neither. */
  readonly quietFrom: string | null;
  readonly quietTo: string | null;
  readonly reminderLeadsMinutes: readonly number[];
  readonly requiresPhone: boolean;
}

/** A service of the catalogue. */
export interface Service {
  readonly id: string;
  readonly name: LocalizedText;
  readonly description: LocalizedText | null;
  readonly durationMinutes: number;
  readonly priceMinor: number;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  readonly requiresApproval: boolean;
  /** Null: the business's. */
  readonly reminderLeadsMinutes: readonly number[] | null;
  readonly active: boolean;
  readonly position: number;
}

/** Someone who does services. */
export interface Master {
  readonly id: string;
  readonly name: LocalizedText;
  readonly about: LocalizedText | null;
  readonly telegramUserId: number | null;
  readonly locale: "ru" | "en";
  readonly active: boolean;
  readonly position: number;
}

/** That a master does a service; null durations and prices are the service's. */
export interface Offering {
  readonly masterId: string;
  readonly serviceId: string;
  readonly durationMinutes: number | null;
  readonly priceMinor: number | null;
}

/** A day on which the whole business is shut (no windows) or keeps other hours. */
export interface Closure {
  readonly date: string;
  readonly name: LocalizedText | null;
  readonly windows: readonly WallWindow[];
}

/** All the rules at one moment. Nobody changes it; a change of the rules is another shop. */
export interface Shop {
  /** Of booking.rules_revision: the same number is the same rules. */
  readonly revision: string;
  readonly business: Business;
  /** By id, in the shop's own order. */
  readonly services: ReadonlyMap<string, Service>;
  /** By id, in the shop's own order. */
  readonly masters: ReadonlyMap<string, Master>;
  /** By master and service. */
  readonly offerings: ReadonlyMap<string, ReadonlyMap<string, Offering>>;
  /** By master; everyone has one. */
  readonly schedules: ReadonlyMap<string, Schedule>;
  /** By date. */
  readonly closures: ReadonlyMap<string, Closure>;
}
