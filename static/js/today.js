// How far a promised day is from the reader's today; what the page says of it itself goes to the day of its data.
"use strict";

{
  const DAY = 24 * 60 * 60 * 1000;
  const BEIJING = 8 * 60 * 60 * 1000;

  /** The last day that 2025, 2025-06 or 2025-06-30 may mean, in days since 1970. */
  function lastDay(iso) {
    const [year, month, day] = iso.split("-").map(Number);
    return (day ? Date.UTC(year, month - 1, day) : Date.UTC(year, month || 12, 0)) / DAY;
  }

  Rectify.today = function (element) {
    const left = lastDay(element.dataset.due) - Math.floor((Date.now() + BEIJING) / DAY);
    if (left < 0) element.textContent = `今天已过时限${-left}天。`;
    else element.textContent = left > 0 ? `今天离时限还有${left}天。` : "今天是时限的最后一天。";
  };
}
