// Dialogs, the toast, copy buttons and the theme. A dialog is a popover in the markup, so that it opens without script;
// with script it is modal.

const changed = (dialog) =>
  [...dialog.querySelectorAll("input, textarea, select")].some((field) =>
    field.type === "checkbox" || field.type === "radio"
      ? field.checked !== field.defaultChecked
      : "defaultValue" in field && field.value !== field.defaultValue,
  );

const open = (dialog) => {
  if (dialog.open || dialog.matches(":popover-open")) return;
  dialog.showModal();
};

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    event.preventDefault();
    open(document.getElementById(opener.getAttribute("popovertarget")));
    return;
  }
  const closer = event.target.closest("[data-close]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog")?.close();
    return;
  }
  // The backdrop belongs to the dialog element itself; a click on it cancels unless something was typed.
  if (event.target.matches?.("dialog.dialog[open]") && !changed(event.target)) {
    const box = event.target.getBoundingClientRect();
    const inside =
      event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
    return;
  }
  const copier = event.target.closest("[data-copy]");
  if (copier) copy(copier);
  const theme = event.target.closest("[data-theme-set]");
  if (theme) {
    event.preventDefault();
    setTheme(theme.dataset.themeSet);
  }
  if (event.target.closest("[data-toast-close]")) event.target.closest(".toast").remove();
});

document.addEventListener(
  "cancel",
  (event) => {
    if (event.target.matches?.("dialog.dialog") && changed(event.target)) event.preventDefault();
  },
  true,
);

// A form that came back with errors was in a dialog: show it again.
const faulty = document.querySelector("dialog.dialog [aria-invalid=true]");
if (faulty) open(faulty.closest("dialog"));

const copy = async (button) => {
  await navigator.clipboard.writeText(button.dataset.copy);
  const before = button.getAttribute("aria-label");
  button.setAttribute("aria-label", button.dataset.copied);
  button.title = button.dataset.copied;
  button.querySelector("use")?.setAttribute("href", button.querySelector("use").getAttribute("href").replace(/#.*/, "#check"));
  setTimeout(() => {
    button.setAttribute("aria-label", before);
    button.title = before;
    button.querySelector("use")?.setAttribute("href", button.querySelector("use").getAttribute("href").replace(/#.*/, "#copy"));
  }, 2000);
};

// The server keeps the theme in the same cookie; here it changes without loading the page.
const setTheme = (theme) => {
  const chosen = theme === "light" || theme === "dark";
  if (chosen) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `metier-theme=${theme}; Path=/; SameSite=Lax; Max-Age=${chosen ? 31536000 : 0}${secure}`;
  for (const link of document.querySelectorAll("[data-theme-set]"))
    if (link.dataset.themeSet === theme) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
};

// The toast leaves after six seconds, unless it is pointed at or holds the focus.
for (const toast of document.querySelectorAll(".toast")) {
  const leave = () => {
    if (toast.matches(":hover, :focus-within")) return void setTimeout(leave, 2000);
    toast.classList.add("out");
    setTimeout(() => toast.remove(), 400);
  };
  setTimeout(leave, 6000);
}
