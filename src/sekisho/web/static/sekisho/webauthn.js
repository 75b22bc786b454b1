// Passkeys in the browser. Nothing but the platform; no inline code; fit for a strict content policy and trusted types.
//
// A form says what it does, and works from a click or the return key:
//
//   <form data-webauthn="get|create"     navigator.credentials.get() or .create()
//         data-begin="/…/begin"          POST {…fields} → {ceremony, publicKey}
//         data-finish="/…/finish"        POST {ceremony, response, …fields} → {next}
//         data-next="/home"              where to go if the answer has no next
//         data-conditional               also offer passkeys in the field with autocomplete="… webauthn" (get), or
//                                        register in passing after a login, silently (create)
//         data-failed="/…/failed">       optional: POST {ceremony, error} when the browser gave up, e.g. NotAllowedError
//     <input name="csrfmiddlewaretoken" …>   goes into the header X-CSRFToken
//     … other fields are sent along with begin and finish; an <input data-webauthn-report> is filled with what the
//       browser can do (JSON; see report below) …
//     <button>…</button>
//     <div role="alert" data-webauthn-error hidden></div>   hears what to do next
//   </form>
//
// `response` is a string: the JSON of RegistrationResponseJSON or AuthenticationResponseJSON. The server hands it on as
// it is. `publicKey` has the JSON form of the options. Refusals are problem documents (RFC 9457) with `code`, `title`,
// `detail` and perhaps `next: [{label, href}]`.
//
// After a change of somebody's passkeys a page carries what the browser may forget (Signal API):
//   <script type="application/json" id="webauthn-signal">
//     {"rpId": "…", "userId": "…", "allAcceptedCredentialIds": ["…"], "name": "…", "displayName": "…"}</script>
//
// Words may be replaced, by error name and language:
//   <script type="application/json" id="webauthn-words">{"NotAllowedError": {"ja": ["title", "step", …], "en": […]}}</script>
//
// A form hears the event "webauthn:done" (detail: the answer) before it moves on; preventDefault() stays on the page.

const WORDS = {
  NotAllowedError: {
    ja: ["確認が終わりませんでした。", "もう一度ボタンを押し、端末の画面の案内にしたがってください。",
      "別の端末のパスキーなら、「別の端末」や「QRコード」を選んでください。", "パスキーがない場合は、この画面の別の方法を選んでください。"],
    en: ["That did not finish.", "Press the button again and follow your device.",
      "If your passkey is on another device, choose “another device” or the QR code.",
      "If you have no passkey, choose another way on this page."],
  },
  InvalidStateError: {
    ja: ["この端末にはもう登録されています。", "このままお使いいただけます。予備を作るには、別の端末かセキュリティキーを選んでください。"],
    en: ["This device is registered already.", "You can use it as it is. For a spare, choose another device or a security key."],
  },
  SecurityError: {
    ja: ["このアドレスではパスキーを使えません。", "アドレスを確かめ、いつものブックマークか公式アプリから開き直してください。"],
    en: ["Passkeys do not work at this address.", "Check the address and open our site from your bookmark or our app."],
  },
  ConstraintError: {
    ja: ["この端末の画面ロックが設定されていません。", "端末の設定で画面ロック（暗証番号など）を設定してから、もう一度お試しください。"],
    en: ["This device has no screen lock.", "Set a screen lock (such as a PIN) in your device's settings and try again."],
  },
  NotSupportedError: {
    ja: ["この端末やキーの種類では使えませんでした。", "ブラウザーと端末を最新にするか、別の端末やセキュリティキーでお試しください。"],
    en: ["This kind of device or key cannot be used.", "Update your browser and device, or try another device or a security key."],
  },
  NotReadableError: {
    ja: ["端末の画面ロックと連絡が取れませんでした。", "端末を一度ロックして開き直し、もう一度お試しください。"],
    en: ["Your device's screen lock did not answer.", "Lock and unlock your device, then try again."],
  },
  OperationError: {
    ja: ["ほかの確認がまだ続いています。", "開いている確認の画面を閉じてから、もう一度ボタンを押してください。"],
    en: ["Another check is still open.", "Close it, then press the button again."],
  },
  Unsupported: {
    ja: ["このブラウザーではパスキーを使えません。", "SafariやChromeなど、いつものブラウザーで開き直してください。アプリの中の画面では使えないことがあります。"],
    en: ["This browser cannot use passkeys.", "Open this page in your usual browser, such as Safari or Chrome. Pages inside apps often cannot."],
  },
  Offline: {
    ja: ["通信できませんでした。", "電波やWi-Fiを確かめてから、もう一度ボタンを押してください。"],
    en: ["There was no connection.", "Check your network, then press the button again."],
  },
  Other: {
    ja: ["うまくいきませんでした。", "画面を開き直してからもう一度お試しください。続く場合は、画面の下の窓口へお知らせください。"],
    en: ["Something went wrong.", "Reopen this page and try again. If it goes on, tell the help line at the foot of this page."],
  },
};
const STALE = new Set(["credential_unknown", "authenticator_ended"]);
const RENEW = 0.8; // of a challenge's life, after which a waiting field gets a new one
const supported = typeof window.PublicKeyCredential === "function";
const language = document.documentElement.lang === "en" ? "en" : "ja";

class Refusal extends Error {
  constructor(problem) {
    super(problem.code ?? "Other");
    this.name = "Refusal";
    this.problem = problem;
  }
}

function block(id) {
  const found = document.getElementById(id);
  return found ? JSON.parse(found.textContent) : null;
}

// One ceremony at a time: browsers answer a second one now with an error, now with success.
let running = null;

async function ceremony(call, conditional = false) {
  const before = running;
  const control = new AbortController();
  const mine = { control, conditional, settled: null };
  running = mine;
  if (before) {
    before.control.abort();
    await before.settled?.catch(() => {});
    if (running !== mine) throw new DOMException("", "AbortError");
  }
  mine.settled = call(control.signal);
  try {
    return await mine.settled;
  } finally {
    if (running === mine) running = null;
  }
}

// ---- forms of values --------------------------------------------------------------------------------------------

const bytesOf = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const textOf = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const named = (list) => (list ?? []).map((each) => ({ ...each, id: bytesOf(each.id) }));

function creationOptions(told) {
  if (PublicKeyCredential.parseCreationOptionsFromJSON) return PublicKeyCredential.parseCreationOptionsFromJSON(told);
  const user = { ...told.user, id: bytesOf(told.user.id) };
  return { ...told, user, challenge: bytesOf(told.challenge), excludeCredentials: named(told.excludeCredentials) };
}

function requestOptions(told) {
  if (PublicKeyCredential.parseRequestOptionsFromJSON) return PublicKeyCredential.parseRequestOptionsFromJSON(told);
  return { ...told, challenge: bytesOf(told.challenge), allowCredentials: named(told.allowCredentials) };
}

// Some password managers hand out credentials without toJSON.
function jsonOf(credential) {
  try {
    return JSON.stringify(credential.toJSON());
  } catch {
    const { id, type, authenticatorAttachment, response: from } = credential;
    const response = { clientDataJSON: textOf(from.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (from[part]) response[part] = textOf(from[part]);
    }
    if (from.getTransports) response.transports = from.getTransports();
    return JSON.stringify({ id, rawId: id, type, authenticatorAttachment, clientExtensionResults: {}, response });
  }
}

// ---- the server -------------------------------------------------------------------------------------------------

function fieldsOf(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (name !== "csrfmiddlewaretoken" && typeof value === "string") fields[name] = value;
  }
  return fields;
}

async function post(form, address, body, keepalive = false) {
  const answer = await fetch(address, {
    method: "POST",
    credentials: "same-origin",
    redirect: "error",
    keepalive,
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json, application/problem+json",
      "X-CSRFToken": form.elements.namedItem("csrfmiddlewaretoken")?.value ?? "",
    },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new Refusal({ code: "Offline" });
  });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refusal(told);
  return told;
}

// ---- what people see --------------------------------------------------------------------------------------------

function say(form, [title, ...steps], links = []) {
  const place = form.querySelector("[data-webauthn-error]");
  if (!place) return;
  const head = document.createElement("p");
  const strong = document.createElement("strong");
  strong.textContent = title;
  head.append(strong);
  const list = document.createElement("ul");
  for (const step of steps) {
    const line = document.createElement("li");
    line.textContent = step;
    list.append(line);
  }
  for (const { label, href } of links) {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.textContent = label;
    link.href = inside(href);
    line.append(link);
    list.append(line);
  }
  place.replaceChildren(head, list);
  place.hidden = false;
}

function quiet(form) {
  const place = form.querySelector("[data-webauthn-error]");
  if (place) place.hidden = true;
}

function explain(form, error) {
  if (error.name === "AbortError") return;
  const problem = error.problem;
  if (problem?.title) {
    say(form, [problem.title, problem.detail].filter(Boolean), problem.next ?? []);
    return;
  }
  const words = { ...WORDS, ...block("webauthn-words") };
  const known = words[problem?.code] ?? words[error.name] ?? words.Other;
  say(form, known[language] ?? known.ja);
}

// An address of our own; anything else leads to the start page.
function inside(address) {
  const found = new URL(address || "/", location.href);
  return found.origin === location.origin ? found.href : "/";
}

// ---- ceremonies -------------------------------------------------------------------------------------------------

async function ask(form, mediation, signal) {
  const begun = await post(form, form.dataset.begin, fieldsOf(form));
  signal.throwIfAborted();
  const create = form.dataset.webauthn === "create";
  const publicKey = (create ? creationOptions : requestOptions)(begun.publicKey);
  const request = { publicKey, signal, ...(mediation ? { mediation } : {}) };
  const renewal = mediation && begun.publicKey.timeout
    ? setTimeout(() => renew(form), begun.publicKey.timeout * RENEW) : null;
  try {
    const credential = await navigator.credentials[create ? "create" : "get"](request);
    return { begun, credential };
  } catch (error) {
    if (error.name !== "AbortError") gaveUp(form, begun.ceremony, error);
    throw error;
  } finally {
    clearTimeout(renewal);
  }
}

function gaveUp(form, name, error) {
  if (form.dataset.failed) post(form, form.dataset.failed, { ceremony: name, error: error.name }, true).catch(() => {});
}

async function finish(form, { begun, credential }) {
  const response = jsonOf(credential);
  let answer;
  try {
    answer = await post(form, form.dataset.finish, { ...fieldsOf(form), ceremony: begun.ceremony, response });
  } catch (error) {
    if (STALE.has(error.problem?.code)) await forget(begun.publicKey.rpId, credential.id);
    throw error;
  }
  const done = new CustomEvent("webauthn:done", { detail: answer, cancelable: true, bubbles: true });
  if (form.dispatchEvent(done)) location.assign(inside(answer.next || form.dataset.next));
}

async function run(form) {
  quiet(form);
  form.setAttribute("aria-busy", "true");
  try {
    await finish(form, await ceremony((signal) => ask(form, null, signal)));
  } catch (error) {
    explain(form, error);
    if ("conditional" in form.dataset && form.dataset.webauthn === "get" && error.name !== "AbortError") wait(form);
  } finally {
    form.removeAttribute("aria-busy");
  }
}

// Passkeys in the field's suggestions. Nobody asked for it, so it is silent unless somebody chose a passkey.
async function wait(form) {
  let chosen;
  try {
    chosen = await ceremony((signal) => ask(form, "conditional", signal), true);
  } catch {
    return;
  }
  await finish(form, chosen).catch((error) => {
    explain(form, error);
    wait(form);
  });
}

// A fresh challenge for a field that still waits; a page that nobody looks at needs none until somebody does.
function renew(form) {
  if (!running?.conditional) return;
  if (document.visibilityState === "visible") wait(form);
  else document.addEventListener("visibilitychange", () => renew(form), { once: true });
}

async function waits(form) {
  if (form.dataset.webauthn === "get") return (await PublicKeyCredential.isConditionalMediationAvailable?.()) ?? false;
  return (await capabilities()).conditionalCreate === true;
}

async function inPassing(form) {
  try {
    await finish(form, await ceremony((signal) => ask(form, "conditional", signal), true));
  } catch {
    // nobody asked for it, so nobody needs to hear that it was not to be
  }
}

// ---- Signal API -------------------------------------------------------------------------------------------------

async function forget(rpId, credentialId) {
  await PublicKeyCredential.signalUnknownCredential?.({ rpId, credentialId }).catch(() => {});
}

export async function signal(told) {
  const { rpId, userId, allAcceptedCredentialIds, name, displayName } = told;
  await PublicKeyCredential.signalAllAcceptedCredentials?.({ rpId, userId, allAcceptedCredentialIds }).catch(() => {});
  if (!name) return;
  await PublicKeyCredential.signalCurrentUserDetails?.({ rpId, userId, name, displayName: displayName ?? name })
    .catch(() => {});
}

// ---- what this browser can do -----------------------------------------------------------------------------------

async function capabilities() {
  return (await PublicKeyCredential.getClientCapabilities?.().catch(() => null)) ?? {};
}

// {supported, platform, conditional, told: {…getClientCapabilities()}}; the server makes texts of it.
export async function report() {
  if (!supported) return { supported: false, platform: false, conditional: false, told: {} };
  const [told, platform, conditional] = await Promise.all([
    capabilities(),
    PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable?.().catch(() => null) ?? null,
    PublicKeyCredential.isConditionalMediationAvailable?.().catch(() => null) ?? null,
  ]);
  return { supported: true, platform, conditional, told: Object.fromEntries(Object.entries(told)) };
}

// ---- the page ---------------------------------------------------------------------------------------------------

async function attend(form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (supported) run(form);
    else explain(form, new Refusal({ code: "Unsupported" }));
  });
  const field = form.querySelector("[data-webauthn-report]");
  if (field) field.value = JSON.stringify(await report());
  if (!supported || !("conditional" in form.dataset) || !(await waits(form).catch(() => false))) return;
  if (form.dataset.webauthn === "get") wait(form);
  else inPassing(form);
}

document.querySelectorAll("form[data-webauthn]").forEach(attend);
const changed = block("webauthn-signal");
if (supported && changed) signal(changed);
