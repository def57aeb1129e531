import { decodeCallback, encodeTap, type Tap } from "../callback-data";
import { type Catalogue } from "../catalogue";
import { tagOf } from "./visit";
import { whole } from "./whole";

const ids = Array.from({ length: 12 }, (_, at) => `10000000-0000-4000-8000-0000000000${10 + at}`);
const masterId = "20000000-0000-4000-8000-000000000001";

const catalogueOf = (known: string[]) => () =>
  Promise.resolve({
    services: known.map((id) => ({ id })),
    masters: [{ id: masterId }],
  } as Catalogue);

/** The tap as the button brings it back. */
function fromButton(tap: Tap): Tap {
  const decoded = decodeCallback(encodeTap(tap, 36 ** 5 - 1));
  if (decoded?.kind !== "card") throw new Error("The button is spelled wrongly.");
  return decoded.tap;
}

describe("a button for several services", () => {
  it.each([1, 2, 3, 5, 8, 10])("means exactly the %i that it was made for, and its master", async (many) => {
    const serviceIds = ids.slice(0, many);
    const time = {
      do: "time",
      visit: { kind: "new", serviceIds, masterId },
      startsAt: "2099-12-31T23:59:00.000Z",
    } as const satisfies Tap;
    expect(Buffer.byteLength(encodeTap(time, 36 ** 5 - 1))).toBeLessThanOrEqual(64);
    expect(await whole(fromButton(time), catalogueOf(ids))).toEqual(time);
    const add = { do: "add-service", visit: time.visit, page: 3 } as const satisfies Tap;
    expect(await whole(fromButton(add), catalogueOf(ids))).toEqual(add);
  });

  it("keeps their order, in which they are done", async () => {
    const serviceIds = [ids[3], ids[0], ids[7]].map(String);
    const tap = fromButton({ do: "service", serviceIds });
    expect(await whole(tap, catalogueOf(ids))).toEqual({ do: "service", serviceIds });
  });

  it("means nothing when one of them is gone, or the master", async () => {
    const visit = { kind: "new", serviceIds: ids.slice(0, 2), masterId } as const;
    const days = fromButton({ do: "days", visit });
    expect(await whole(days, catalogueOf(ids.slice(1)))).toBeUndefined();
    const others = fromButton({ do: "days", visit: { ...visit, masterId: String(ids[5]) } });
    expect(await whole(others, catalogueOf(ids))).toBeUndefined();
  });

  it("means nothing when two of the catalogue have the same tag", async () => {
    // Ten services leave four characters to each; two ids whose tags of that length are equal are found by trying.
    const seen = new Map<string, string>();
    let pair: [string, string] | undefined;
    for (let at = 0; pair === undefined; at += 1) {
      const id = `30000000-0000-4000-8000-${String(at).padStart(12, "0")}`;
      const twin = seen.get(tagOf(id, 4));
      if (twin !== undefined) pair = [twin, id];
      seen.set(tagOf(id, 4), id);
    }
    const [one, twin] = pair;
    const serviceIds = [...ids.slice(0, 9), one];
    const tap = fromButton({ do: "service", serviceIds });
    expect(await whole(tap, catalogueOf([...ids, one]))).toEqual({ do: "service", serviceIds });
    expect(await whole(tap, catalogueOf([...ids, one, twin]))).toBeUndefined();
  });
});
