import fc from "fast-check";
import { pageOf } from "./pages";

const onPage = (page: number) => ({ do: "services-page", page }) as const;
const rowsOf = (many: number) =>
  Array.from({ length: many }, (_, at) => [{ label: `row ${at}`, on: { do: "home" } as const }]);

describe("a list in pages", () => {
  it("shows each row on exactly one page, and arrows only where there is more", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 20 }), (many, perPage) => {
        const pages = Math.max(1, Math.ceil(many / perPage));
        const shown = Array.from({ length: pages }, (_, page) =>
          pageOf({ rows: rowsOf(many), page, perPage, onPage }),
        );
        const labels = shown.flat(2).map(({ label }) => label);
        expect(labels.filter((label) => label.startsWith("row"))).toEqual(
          rowsOf(many).map(([button]) => button?.label),
        );
        expect(labels.filter((label) => /[‹›]/.test(label))).toHaveLength(2 * (pages - 1));
      }),
    );
  });

  it("is on its last page when the one that is asked for is no longer there", () => {
    const rows = pageOf({ rows: rowsOf(5), page: 7, perPage: 2, onPage });
    expect(rows).toEqual([
      [{ label: "row 4", on: { do: "home" } }],
      [{ label: "‹ 2/3", on: { do: "services-page", page: 1 } }],
    ]);
  });
});
