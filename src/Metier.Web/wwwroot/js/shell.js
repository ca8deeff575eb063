// The script of every page. Each module acts on attributes, on the whole document and on fragments put in later; pages
// work without any of it.
import "./forms.js";
import "./dialogs.js";
import { showTimes } from "./time.js";

// Only for people who are signed in: their pages say how far they are.
if (document.body.dataset.seq !== undefined) import("./events.js");

const enhance = async (root) => {
  showTimes(root);
  if (root.querySelector("[data-picker]")) (await import("./picker.js")).enhance(root);
  if (root.querySelector("form[data-needs]")) (await import("./needs.js")).enhance(root);
  if (root.querySelector("form[data-autosave]")) (await import("./autosave.js")).enhance(root);
};

enhance(document);

// An address that names a question opens its answer.
const openTarget = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
};
addEventListener("hashchange", openTarget);
openTarget();

// Whoever inserts a fragment dispatches "metier:inserted" on it.
document.addEventListener("metier:inserted", (event) => enhance(event.target));
