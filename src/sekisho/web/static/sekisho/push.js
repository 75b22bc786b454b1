// The reference client of "a number typed into the app": binds this device, shows what is asked, sends the number back.
//
// The private key is made by WebCrypto, cannot be taken out, and lives in this browser's IndexedDB. Every message is
// signed over the canonical JSON (RFC 8785) of its fields; all of them are strings and whole numbers, whose canonical
// form is JSON.stringify with sorted names. A firm's own app sends the same four messages.

const WORDS = {
  pair: { ja: "この端末は、まだ登録されていません。", en: "This device is not set up yet." },
  paired: { ja: "登録しました。この画面を開いておくと、確認のお願いが出ます。", en: "It is set up. Keep this page open: what you are asked appears here." },
  waiting: { ja: "いまは、確認のお願いはありません。", en: "You are not asked anything now." },
  asked: { ja: "確認のお願いがあります。画面に出ている番号を入力してください。", en: "You are asked something. Please type the number that our page shows." },
  answered: { ja: "番号を送りました。もとの画面で「アプリで入力しました」を押してください。", en: "The number was sent. Go back to our page and press “I have typed it into the app”." },
  denied: { ja: "「自分ではない」と伝えました。心当たりがなければ、上の「口座を止める」を押してください。", en: "We know that it was not you. If you do not know why, press “Freeze my account” above." },
  offline: { ja: "通信できませんでした。電波やWi-Fiを確かめてください。", en: "There was no connection. Please check your network." },
  unable: { ja: "このブラウザーでは鍵を保管できません。ふだんのブラウザーで開いてください。", en: "This browser cannot keep a key. Please open this page in your usual browser." },
};
const EVERY = 3000; // milliseconds between looks
const english = document.documentElement.lang === "en";
const say = (text) => (english ? text.en : text.ja);
const at = (id) => document.getElementById(id);
const base64url = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

function canonical(value) {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

// ---- what this browser keeps ------------------------------------------------------------------------------------

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("sekisho-push", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("device");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function stored(mode, deed) {
  const database = await opened();
  return new Promise((resolve, reject) => {
    const request = deed(database.transaction("device", mode).objectStore("device"));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

const kept = () => stored("readonly", (store) => store.get("this"));
const keep = (device) => stored("readwrite", (store) => store.put(device, "this"));
const forget = () => stored("readwrite", (store) => store.delete("this"));

// ---- messages ---------------------------------------------------------------------------------------------------

async function signed(device, what, fields) {
  const message = new TextEncoder().encode(canonical({ for: `sekisho.push.${what}`, ...fields }));
  return base64url(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, device.privateKey, message));
}

async function shownDigest(content) {
  const bytes = new TextEncoder().encode(canonical({ en: content.en, ja: content.ja }));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function post(address, body) {
  const answer = await fetch(address, {
    method: "POST",
    credentials: "omit",
    redirect: "error",
    headers: { "Content-Type": "application/json", Accept: "application/json, application/problem+json" },
    body: JSON.stringify(body),
  });
  const told = await answer.json();
  if (answer.ok) return told;
  const refusal = new Error(told.code ?? "refused");
  refusal.problem = told;
  throw refusal;
}

async function pair(token, name) {
  const pairOfKeys = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
  const publicKey = base64url(await crypto.subtle.exportKey("spki", pairOfKeys.publicKey));
  const device = { privateKey: pairOfKeys.privateKey };
  const signature = await signed(device, "pair", { token, key: publicKey });
  const told = await post("/push/pair", { token, public_key: publicKey, signature, name, wake: "" });
  await keep({ ...device, authenticator: told.authenticator });
}

async function asked(device) {
  const now = Date.now();
  const signature = await signed(device, "list", { authenticator: device.authenticator, at: now });
  return (await post("/push/prompts", { authenticator: device.authenticator, at: now, signature })).prompts;
}

async function answer(device, prompt, number) {
  const fields = { authenticator: device.authenticator, prompt: prompt.id, shown: await shownDigest(prompt.content), number };
  await post("/push/answer", { ...fields, signature: await signed(device, "answer", fields) });
}

async function deny(device, prompt) {
  const fields = { authenticator: device.authenticator, prompt: prompt.id };
  await post("/push/deny", { ...fields, signature: await signed(device, "deny", fields) });
}

// ---- the page ---------------------------------------------------------------------------------------------------

function status(word) {
  at("push-status").textContent = say(WORDS[word]);
}

function trouble(error) {
  const place = at("push-error");
  const texts = error?.problem?.texts;
  place.textContent = texts ? texts[english ? "en" : "ja"].detail : say(WORDS.offline);
  place.hidden = false;
}

function calm() {
  at("push-error").hidden = true;
}

const drawn = new Map();

function draw(device, prompts) {
  for (const [id, card] of drawn) {
    if (!prompts.some((each) => each.id === id)) {
      card.remove();
      drawn.delete(id);
    }
  }
  for (const prompt of prompts) {
    if (!drawn.has(prompt.id)) drawn.set(prompt.id, card(device, prompt));
  }
}

function card(device, prompt) {
  const made = at("push-prompt").content.firstElementChild.cloneNode(true);
  made.querySelector("[data-content]").textContent = say(prompt.content);
  const number = made.querySelector("[data-number]");
  const done = (word) => {
    made.remove();
    status(word);
    pause = EVERY * 2;
  };
  made.querySelector("[data-answer]").addEventListener("submit", (event) => {
    event.preventDefault();
    calm();
    answer(device, prompt, number.value.trim()).then(() => done("answered"), trouble);
  });
  made.querySelector("[data-deny]").addEventListener("click", () => {
    calm();
    deny(device, prompt).then(() => done("denied"), trouble);
  });
  at("push-prompts").append(made);
  return made;
}

let pause = 0;

async function look(device) {
  try {
    const prompts = await asked(device);
    draw(device, prompts);
    if (pause > 0) pause -= EVERY;
    else status(prompts.length ? "asked" : "waiting");
  } catch (error) {
    if (error.message === "none_held") {
      await forget();
      location.reload();
      return;
    }
    trouble(error);
  }
  setTimeout(() => look(device), EVERY);
}

function begin(device) {
  at("push-pair").hidden = true;
  look(device);
}

async function start() {
  if (!window.indexedDB || !crypto.subtle) {
    status("unable");
    return;
  }
  const token = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname + location.search);
  const device = await kept();
  if (device && !token) {
    begin(device);
    return;
  }
  status("pair");
  at("push-pair").hidden = false;
  at("push-token").value = token;
  at("push-pair").addEventListener("submit", (event) => {
    event.preventDefault();
    calm();
    pair(at("push-token").value.trim(), at("push-name").value.trim()).then(async () => {
      status("paired");
      pause = EVERY * 2;
      begin(await kept());
    }, trouble);
  });
}

start().catch(() => status("unable"));
