// The script of every page. Each module acts on attributes, on the whole document and on fragments put in later; pages
// work without any of it.
import "./forms.js";
import "./dialogs.js";
import { showTimes } from "./time.js";

const enhance = async (root) => {
  showTimes(root);
  if (root.querySelector("[data-picker]")) (await import("./picker.js")).enhance(root);
  if (root.querySelector("form[data-autosave]")) (await import("./autosave.js")).enhance(root);
};

enhance(document);

// Whoever inserts a fragment dispatches "metier:inserted" on it.
document.addEventListener("metier:inserted", (event) => enhance(event.target));
