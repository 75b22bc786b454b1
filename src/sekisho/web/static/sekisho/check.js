// Tell our own server what this browser can do, so that it says in words which ways work here. Nothing is kept.

import { report } from "./webauthn.js";

const form = document.querySelector("form[data-check]");
if (form) {
  form.elements.namedItem("report").value = JSON.stringify(await report());
  form.requestSubmit();
}
