/** Runs before the first paint: the visitor's chosen theme and language, so that neither flickers. */
(() => {
  const root = document.documentElement;
  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "null");
    } catch {
      return null;
    }
  };
  const theme = read("okoshko.theme");
  const systemTheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  root.dataset.theme = theme === "light" || theme === "dark" ? theme : systemTheme;
  const browserSpeaksRussian = (navigator.languages ?? [navigator.language]).some((tag) =>
    /^ru\b/i.test(tag),
  );
  const lang = read("okoshko.lang");
  root.lang = lang === "ru" || lang === "en" ? lang : browserSpeaksRussian ? "ru" : "en";
})();
