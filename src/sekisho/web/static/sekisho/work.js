// Proof of work: the browser finds a number by itself while somebody types, so that guessing passwords in bulk costs
// computing time. Nobody has to solve anything.
//
// A form says  <form data-work="/login/work" data-work-hashes="20000"> … <input type="hidden" name="work">
// and may hold [data-work-note] (shown while the form waits for the number) and a <progress data-work-progress>.
//
// The challenge has the form of altcha, version 2, algorithm SHA-256 with one round: find the counter for which
// SHA-256(salt ‖ nonce ‖ counter as 32 bits) begins with keyPrefix. No worker is used: the page's policy allows none to
// be made from a text, and slices of a few milliseconds keep the page lively.

const SLICE = 12;
const MOST = 4_000_000;

const K = Uint32Array.from(
  ("428a2f98 71374491 b5c0fbcf e9b5dba5 3956c25b 59f111f1 923f82a4 ab1c5ed5 d807aa98 12835b01 243185be 550c7dc3 72be5d74 " +
    "80deb1fe 9bdc06a7 c19bf174 e49b69c1 efbe4786 0fc19dc6 240ca1cc 2de92c6f 4a7484aa 5cb0a9dc 76f988da 983e5152 a831c66d " +
    "b00327c8 bf597fc7 c6e00bf3 d5a79147 06ca6351 14292967 27b70a85 2e1b2138 4d2c6dfc 53380d13 650a7354 766a0abb 81c2c92e " +
    "92722c85 a2bfe8a1 a81a664b c24b8b70 c76c51a3 d192e819 d6990624 f40e3585 106aa070 19a4c116 1e376c08 2748774c 34b0bcb5 " +
    "391c0cb3 4ed8aa4a 5b9cca4f 682e6ff3 748f82ee 78a5636f 84c87814 8cc70208 90befffa a4506ceb bef9a3f7 c67178f2")
    .split(" ")
    .map((word) => parseInt(word, 16)),
);
const FIRST = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
const W = new Uint32Array(64);
const STATE = new Uint32Array(8);

// SHA-256 of one padded block of sixteen words that lie in W; the digest lies in STATE afterwards.
function digestBlock() {
  for (let i = 16; i < 64; i++) {
    const a = W[i - 15], b = W[i - 2];
    const s0 = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3);
    const s1 = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10);
    W[i] = (W[i - 16] + s0 + W[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = FIRST;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  STATE[0] = FIRST[0] + a; STATE[1] = FIRST[1] + b; STATE[2] = FIRST[2] + c; STATE[3] = FIRST[3] + d;
  STATE[4] = FIRST[4] + e; STATE[5] = FIRST[5] + f; STATE[6] = FIRST[6] + g; STATE[7] = FIRST[7] + h;
}

const hexOf = (words) => Array.from(words, (word) => word.toString(16).padStart(8, "0")).join("");

// The solution's counter and key, or null where there is none below MOST. `told` hears how many were tried.
export async function solve(parameters, told = () => {}) {
  const head = parameters.salt + parameters.nonce;
  if (parameters.algorithm !== "SHA-256" || parameters.cost !== 1 || head.length !== 64) return null;
  const words = Array.from({ length: 8 }, (_, i) => parseInt(head.slice(i * 8, i * 8 + 8), 16));
  const wanted = parameters.keyPrefix;
  const quick = parseInt(wanted.slice(0, 8).padEnd(8, "0"), 16) >>> 0;
  const mask = wanted.length >= 8 ? 0xffffffff : (0xffffffff << (32 - wanted.length * 4)) >>> 0;
  let counter = 0;
  while (counter < MOST) {
    const end = performance.now() + SLICE;
    while (performance.now() < end && counter < MOST) {
      for (let round = 0; round < 200; round++, counter++) {
        for (let i = 0; i < 8; i++) W[i] = words[i];
        W[8] = counter; W[9] = 0x80000000;
        for (let i = 10; i < 15; i++) W[i] = 0;
        W[15] = 36 * 8;
        digestBlock();
        if (((STATE[0] & mask) >>> 0) === quick && hexOf(STATE).startsWith(wanted)) {
          return { counter, derivedKey: hexOf(STATE).slice(0, (parameters.keyLength ?? 32) * 2) };
        }
      }
    }
    told(counter);
    await new Promise((go) => setTimeout(go));
  }
  return null;
}

async function work(form) {
  const address = new URL(form.dataset.work, location.href);
  address.searchParams.set("hashes", form.dataset.workHashes ?? "");
  const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!answer.ok) return "";
  const challenge = await answer.json();
  const bar = form.querySelector("[data-work-progress]");
  const begun = performance.now();
  const found = await solve(challenge.parameters, (tried) => { if (bar) bar.value = tried; });
  if (!found) return "";
  return btoa(JSON.stringify({ challenge, solution: { ...found, time: Math.round(performance.now() - begun) } }));
}

function attend(form) {
  let result = null;
  const begin = () => { result ??= work(form).catch(() => ""); };
  form.addEventListener("focusin", begin, { once: true });
  if (form.dataset.workHashes) begin();
  form.addEventListener("submit", async (event) => {
    const field = form.elements.namedItem("work");
    if (field.value || form.dataset.workDone) return;
    event.preventDefault();
    begin();
    const note = form.querySelector("[data-work-note]");
    const patience = setTimeout(() => { if (note) note.hidden = false; }, 300);
    field.value = await result;
    clearTimeout(patience);
    form.dataset.workDone = "yes";
    await new Promise((go) => setTimeout(go)); // a form that is still being submitted cannot be submitted
    form.requestSubmit(event.submitter ?? undefined);
  });
}

document.querySelectorAll("form[data-work]").forEach(attend);
