import {
  dayLabel,
  entityTime,
  fileSize,
  listTime,
  seconds,
  span,
  untilMorning,
} from "../../public/format.js";

const page = { documentElement: { lang: "en" } };
Object.assign(globalThis, { document: page });

const hour = 3_600_000;
/** Local time of whatever zone the tests run in, as the page uses the browser's. */
const local = (day: number, hours = 12, minutes = 0) => new Date(2026, 10, day, hours, minutes);

describe("times of the page", () => {
  it("names near days and dates far ones", () => {
    expect(dayLabel(local(23, 0, 5), local(23, 23))).toBe("Today");
    expect(dayLabel(local(22, 23, 59), local(23, 0, 1))).toBe("Yesterday");
    expect(dayLabel(local(24), local(23))).toBe("Tomorrow");
    expect(dayLabel(local(3), local(23))).toBe("3 November");
    expect(dayLabel(new Date(2025, 10, 3), local(23))).toBe("3 November 2025");
  });

  it("shows the hour today, the weekday this week, then the date", () => {
    expect(listTime(local(23, 9, 5), local(23))).toBe("09:05");
    expect(listTime(local(20), local(23))).toBe("Fri");
    expect(listTime(local(3), local(23))).toBe("03/11");
  });

  it("says how far the clock was moved", () => {
    expect(span(23 * hour)).toBe("23\u00a0h");
    expect(span(47 * hour + 600_000)).toBe("1\u00a0d 23\u00a0h 10\u00a0min");
    expect(span(-hour)).toBe("1\u00a0h");
    expect(span(0)).toBe("0\u00a0min");
  });

  it("finds the next nine o'clock, today's if it is still ahead", () => {
    expect(untilMorning(local(23, 7))).toBe(2 * hour);
    expect(new Date(local(23, 9).getTime() + untilMorning(local(23, 9)))).toEqual(local(24, 9));
    expect(new Date(local(23, 21).getTime() + untilMorning(local(23, 21)))).toEqual(local(24, 9));
  });

  it("writes date_time entities in the viewer's words", () => {
    const unix = local(24, 15).getTime() / 1000;
    expect(entityTime(unix, "t", local(23))).toBe("15:00");
    expect(entityTime(unix, "wDt", local(23))).toContain("24 November 2026");
    expect(entityTime(unix, "r", local(24, 13))).toBe("in 2 hours");
    expect(entityTime(unix, "r", local(23, 15))).toBe("tomorrow");
  });

  it("speaks Russian when the page does", () => {
    page.documentElement.lang = "ru";
    expect(dayLabel(local(23), local(23))).toBe("Сегодня");
    expect(fileSize(2048)).toBe("2\u00a0КБ");
    page.documentElement.lang = "en";
  });

  it("counts small things", () => {
    expect(fileSize(742)).toBe("742\u00a0B");
    expect(fileSize(3 * 1024 * 1024)).toBe("3.0\u00a0MB");
    expect(seconds(67)).toBe("1:07");
  });
});
