import { type Tap } from "../callback-data";
import { type Button } from "./card";

export interface Pages {
  rows: Button[][];
  page: number;
  perPage: number;
  onPage: (page: number) => Tap;
}

/**
 * One page of a long list, with a row of arrows below when there is more than one. A page beyond the end, after the list
 * has become shorter, is the last one.
 */
export function pageOf({ rows, page, perPage, onPage }: Pages): Button[][] {
  const pages = Math.max(1, Math.ceil(rows.length / perPage));
  const shown = Math.min(Math.max(0, page), pages - 1);
  const arrows: Button[] = [];
  const label = (other: number): string => `${other + 1}/${pages}`;
  if (shown > 0) arrows.push({ label: `‹ ${label(shown - 1)}`, on: onPage(shown - 1) });
  if (shown < pages - 1) arrows.push({ label: `${label(shown + 1)} ›`, on: onPage(shown + 1) });
  return [...rows.slice(shown * perPage, (shown + 1) * perPage), ...(arrows.length > 0 ? [arrows] : [])];
}
