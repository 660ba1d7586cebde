// A question with a wrong character of the right sound: the strings of the texts that sound the same.
"use strict";

{
  const { HAN } = Rectify.searchLinks;
  const PARTICLE = /[的了地得着过是在和与及或]/;
  const SIZES = [5, 4, 3, 2];
  const MAX_PARTS = 10; // that are looked up by their sound: each is some requests on a large site
  const MAX_KNOWN = 2000;

  /** How many characters *one* and *other* have in common, place by place. */
  const alike = (one, other) => one.filter((character, n) => character === other[n]).length;

  /** Promises to go on after the keys that wait; a timer would wait longer by itself. */
  function breath() {
    const { port1, port2 } = new MessageChannel();
    return new Promise((done) => {
      port1.onmessage = () => {
        port1.close();
        done();
      };
      port2.postMessage(null);
    });
  }

  const known = new WeakMap(); // an index → characters → what sounds the same: each key asks most of it again

  /** The string of the texts that sounds as *characters* do and shares most of them; "" if there is none. */
  async function sameSound(session, characters) {
    const key = characters.join("");
    const index = session.scan || session.shards;
    if (!known.has(index) || known.get(index).size > MAX_KNOWN) known.set(index, new Map());
    const own = known.get(index);
    if (!own.has(key)) {
      await breath(); // keys come first
      const found = session.isSilent ? "" : await lookUp(session, characters);
      if (session.isSilent || session.isBroken) return found;
      own.set(key, found);
    }
    return own.get(key);
  }

  async function lookUp(session, characters) {
    const shared = (text) => alike(characters, Array.from(text));
    const isMeant = (text) =>
      shared(text) * 2 >= characters.length && Array.from(text).every((one, n) => one === characters[n] || !PARTICLE.test(one));
    let best = { text: "", count: 0 };
    for (const one of await session.sounding(characters, isMeant)) {
      const more = shared(one.text) - shared(best.text);
      if (more > 0 || (more === 0 && one.count > best.count)) best = one;
    }
    return best.text;
  }

  /** *normal* with its characters exchanged where that gives strings that the texts of *session* have. */
  async function repaired(session, normal) {
    const { tables } = session;
    if (!tables.sounds) await tables.open("sounds").catch(() => {});
    if (!tables.sounds) return normal;
    const characters = Array.from(normal);
    // Spoken sentences are no words with a wrong character.
    const meant = Rectify.spoken.stretchesOf(normal).join("");
    const isSpoken = characters.length > 4 && meant !== normal;
    if (isSpoken || !characters.every((one) => HAN.test(one))) return normal;
    // Nor is a known word with a particle, while more is being typed.
    if (meant !== normal && meant.length > 1 && (await session.frequencies([meant]))(meant) > 0) return normal;
    let parts = 0;
    for (const size of [characters.length].concat(SIZES.filter((one) => one < characters.length))) {
      for (let at = 0; at + size <= characters.length; at += 1) {
        const part = characters.slice(at, at + size);
        const frequency = await session.frequencies([part.join("")]);
        if (frequency(part.join("")) > 0) continue;
        parts += 1;
        if (session.isSilent || parts > MAX_PARTS) return normal;
        const found = await sameSound(session, part);
        if (found) return normal.replace(part.join(""), found);
      }
    }
    return normal;
  }

  Rectify.repair = { repaired };
}
