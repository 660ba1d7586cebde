// What the reader has chosen, stored from page to page where the browser stores anything.
"use strict";

{
  Rectify.storage = {
    read: Rectify.reading.stored,
    /** Store *value* under *key*; where the browser refuses, it holds for this page only. */
    write(key, value) {
      try {
        localStorage.setItem(key, value);
      } catch (refused) {
        // Private windows, blocked cookies.
      }
    },
  };
}
