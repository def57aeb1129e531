import { tap } from "./tap";

/** The buttons of a master's desk. Their codes begin with `d`. */
export const deskTaps = [tap("desk", "d-", {})] as const;
