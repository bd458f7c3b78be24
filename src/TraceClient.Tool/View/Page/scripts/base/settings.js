// The settings of the viewer, which outlive the page where it has storage; a page from disk may have none.

const themeKey = "tracectl-theme";
const zoneKey = "tracectl-zone";

function savedSetting(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function saveSetting(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Without storage, the setting applies only to this page.
  }
}

function applySettings() {
  applyTheme(savedSetting(themeKey));
  zone.isUtc = savedSetting(zoneKey) === "utc";
}

function applyTheme(theme) {
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
}

function switchTheme() {
  const isDark = document.documentElement.dataset.theme
    ? document.documentElement.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  const theme = isDark ? "light" : "dark";
  applyTheme(theme);
  saveSetting(themeKey, theme);
}

function switchZone() {
  zone.isUtc = !zone.isUtc;
  saveSetting(zoneKey, zone.isUtc ? "utc" : "local");
}
