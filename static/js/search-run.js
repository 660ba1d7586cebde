// One question on its way through a large site: what was read for it, until the first results are certain.
"use strict";

{
  const { EXACT, compare } = Rectify.match;
  const DOUBT = 32; // documents, after which few hits are doubtful
  const SETTLING = 2; // documents more than are needed, if that makes the count exact
  const PATIENCE = 120; // documents that are read to put results in order that are not exact
  const EXACT_PATIENCE = 400; // and exact ones

  class Run {
    constructor(shards) {
      this.shards = shards;
      this.question = null;
      this.grams = new Map(); // gram → postings; null where they could not be loaded
      this.isSilent = false; // nobody waits for the answer any more
      this.isBroken = false; // something could not be loaded
      this.unread = 0; // documents that may hold the question, where all that were read do not
    }

    async load(grams) {
      const missing = Array.from(new Set(grams)).filter((gram) => !this.grams.has(gram));
      await Promise.all(
        missing.map(async (gram) => {
          const postings = await this.shards.postings(gram).catch(() => null);
          if (!postings) this.isBroken = true;
          this.grams.set(gram, postings);
        }),
      );
    }

    /** Read the documents at *places* of *candidates* and judge them; whether any arrived. */
    async open(candidates, places, judge) {
      const documents = await Promise.all(
        places.map((place) => this.shards.document(candidates.ids[place]).catch(() => null)),
      );
      places.forEach((rank, n) => {
        const document = documents[n];
        if (!document) this.isBroken = true;
        const verdict = document && judge(document);
        candidates.verdicts[rank] = verdict ? { rank, document, score: verdict.score, pieces: verdict.pieces } : null;
      });
      return documents.some(Boolean);
    }

    /**
     * Read documents in *order*, *ahead* at a time at least, until as many of the best as *wanted* says are
     * certain; those, in order.
     */
    async settle(candidates, order, judge, wanted, ahead) {
      const { bounds, verdicts } = candidates;
      let read = 0;
      let next = 0;
      let isLost = false;
      const hits = [];
      for (;;) {
        if (read >= DOUBT && hits.length * 8 < read && candidates.narrow) {
          await candidates.narrow();
          candidates.narrow = null;
        }
        for (; next < order.length && verdicts[order[next]] !== undefined; next += 1) {
          if (verdicts[order[next]]) hits.push(verdicts[order[next]]);
        }
        hits.sort(compare);
        const bar = { score: bounds[order[next]], rank: order[next] };
        const isExact = bar.score >= EXACT;
        const isOver = next >= order.length || read >= (isExact ? EXACT_PATIENCE : PATIENCE) || isLost;
        const certain = isOver ? hits : hits.filter((hit) => compare(hit, bar) < 0);
        const missing = wanted(certain) - certain.length;
        if (missing <= 0 || isOver || this.isSilent) return certain;
        const size = Math.max(missing, ahead, read > 24 ? read >> 1 : 0);
        const batch = batchOf(candidates, order, next, isExact ? Math.min(size, EXACT_PATIENCE - read) : size);
        read += batch.length;
        isLost = !(await this.open(candidates, batch, judge));
      }
    }
  }

  /** The places in *order* from *next* on that are read together: *size* of them, or a few more if then all is known. */
  function batchOf({ verdicts, sure }, order, next, size) {
    const batch = [];
    for (let n = next; n < order.length && batch.length <= size + SETTLING; n += 1) {
      if (verdicts[order[n]] === undefined) batch.push(order[n]);
    }
    const isLast = batch.length <= size + SETTLING && batch.some((place) => !sure[place]);
    return isLast ? batch : batch.slice(0, size);
  }

  Rectify.Run = Run;
}
