import { tap } from "./tap";

/** The buttons of the owner's and the administrators' desk. Their codes begin with `o`. */
export const manageTaps = [tap("manage", "o-", {})] as const;
