import { type Button } from "../../keyboards/card";
import { type Tap } from "../../callback-data";
import { type BotContext } from "../../context";

/** The items of one page; a page that is not there any more is the last one. */
export function pageOf<Item>(
  items: readonly Item[],
  page: number,
  size: number,
): { page: number; shown: Item[] } {
  const last = Math.max(0, Math.ceil(items.length / size) - 1);
  const there = Math.min(page, last);
  return { page: there, shown: items.slice(there * size, (there + 1) * size) };
}

/** The row that leads to the pages before and after; none where everything fits one page. */
export function pager(
  { words }: BotContext,
  list: { page: number; count: number; size: number },
  onPage: (page: number) => Tap,
): Button[][] {
  const pages = Math.ceil(list.count / list.size);
  if (pages <= 1) return [];
  return [
    [
      ...(list.page > 0 ? [{ label: words.plain("button-page-before"), on: onPage(list.page - 1) }] : []),
      ...(list.page < pages - 1
        ? [{ label: words.plain("button-page-after"), on: onPage(list.page + 1) }]
        : []),
    ],
  ];
}
