import { ownRedis } from "../../test/bot-under-test";
import { type Draft, emptyDraft } from "./draft";
import { createDraftStore, type DraftStore } from "./draft-store";

const own = ownRedis();
let drafts: DraftStore;
beforeAll(() => {
  drafts = createDraftStore(own.redis, "bot:1");
});

const first: Draft = { ...emptyDraft, rev: 1 };

describe("the draft store", () => {
  it("gives back what was put in, and forgets it after an hour", async () => {
    const draft: Draft = {
      rev: 3,
      cardId: 7,
      finishedCardId: null,
      step: {
        at: "resume",
        paused: {
          at: "taken",
          visit: { kind: "move", appointmentId: "a", version: 2 },
          date: "2026-11-24",
          alternatives: [{ startsAt: "x", localDate: "y", localTime: "z" }],
        },
      },
    };
    expect(await drafts.replace(1, undefined, draft)).toBe(true);
    expect(await drafts.load(1)).toEqual(draft);
    const ttl = await own.redis.ttl("bot:1:draft:1");
    expect(ttl).toBeGreaterThan(3_500);
    expect(ttl).toBeLessThanOrEqual(3_600);
  });

  it("lets exactly one of twenty writers that read the same draft have their way", async () => {
    await drafts.replace(2, undefined, first);
    const won = await Promise.all(
      Array.from({ length: 20 }, (_, cardId) => drafts.replace(2, 1, { ...first, rev: 2, cardId })),
    );
    expect(won.filter(Boolean)).toHaveLength(1);
    expect((await drafts.load(2))?.cardId).toBe(won.indexOf(true));
  });

  it("lets nobody write over what they have not read", async () => {
    await drafts.replace(3, undefined, first);
    expect(await drafts.replace(3, undefined, { ...first, rev: 9 })).toBe(false);
    expect(await drafts.replace(3, 0, { ...first, rev: 9 })).toBe(false);
    expect(await drafts.replace(4, 1, { ...first, rev: 9 })).toBe(false);
    expect(await drafts.load(3)).toEqual(first);
    expect(await drafts.load(4)).toBeUndefined();
  });

  it("reads the frame of a draft whose step another version wrote", async () => {
    const foreign = { rev: 5, cardId: 7, finishedCardId: null, step: { at: "waitlist" } };
    await own.redis.hset("bot:1:draft:5", { rev: "5", draft: JSON.stringify(foreign) });
    expect(await drafts.load(5)).toEqual({ ...foreign, step: { at: "home" } });
  });
});
