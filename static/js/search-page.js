// The search page: results below the box as people type, filters beside them, everything in the address.
(function (world) {
  "use strict";

  const Rectify = (world.Rectify = world.Rectify || {});
  const FACETS = ["c", "s", "d", "r", "y"];
  /** After so many milliseconds without a key, what was typed is a search of its own for the back button. */
  const SETTLED = 1500;

  /** What an address asks for: { text, filters }. */
  function parse(query) {
    const asked = new URLSearchParams(query);
    const filters = {};
    for (const facet of FACETS) filters[facet] = Array.from(new Set(asked.getAll(facet)));
    return { text: asked.get("q") || "", filters };
  }

  /** The same as an address: "" or "?q=…&c=…". */
  function format(text, filters) {
    const said = new URLSearchParams();
    if (text.trim() !== "") said.append("q", text.trim());
    for (const facet of FACETS) filters[facet].forEach((key) => said.append(facet, key));
    const query = said.toString();
    return query && "?" + query;
  }

  /** Search in *page*; *giveUp* shows it as without scripts. */
  function enhance(page, giveUp) {
    const { show, addressOf, made } = Rectify.searchBox;
    const part = (name) => page.querySelector('[data-search="' + name + '"]');
    const form = page.querySelector("form");
    const input = form.querySelector("input[name=q]");
    const results = page.querySelector("[data-search-results]");
    const more = page.querySelector("[data-search-more]");
    const title = document.title;
    const blank = part("result").content.querySelector("[data-search-result]");
    const marks = part("marks").content;
    const wide = matchMedia("(min-width: 64em)");
    let boxes = null; // facet → key → { box, count }
    let index = null;
    let filters = parse("").filters;
    let shown = 0; // results that are wanted; 0: as many as the site shows at once
    let silence = () => {}; // makes the question on its way silent
    let composing = false;
    let draft = false; // the newest entry of the history is still being typed
    let timer = 0;

    function drawResult(result, text) {
      const item = blank.cloneNode(true);
      const inside = (name) => item.querySelector('[data-part="' + name + '"]');
      inside("number").textContent = result.number;
      const link = show(made("a", "search-result__link"), result.titleParts);
      link.href = addressOf(result, text);
      inside("title").appendChild(link);
      if (result.snippet.length > 0) show(inside("snippet"), result.snippet);
      else inside("snippet").remove();
      const tag = marks.querySelector(".status-tag--" + result.mark).cloneNode(true);
      tag.appendChild(document.createTextNode(result.status));
      inside("status").appendChild(tag);
      inside("category").textContent = result.category;
      if (result.count > 1) inside("count").textContent = "找到" + result.count + "处";
      else inside("count").remove();
      return item;
    }

    function drawResults(answer, text) {
      const drawn = document.createDocumentFragment();
      const about = (tier) => (tier.exact ? "" : "约");
      let number = 0;
      for (const tier of answer.tiers) {
        if (tier.results.length === 0) continue;
        const heading = made("h2", "search__tier", tier.name === "all" && chosen() > 0 ? "符合筛选的问题" : tier.label);
        if (answer.tiers.length > 1) {
          heading.appendChild(made("span", "search__tier-count", " " + about(tier) + tier.count + "个"));
        }
        const list = made("ol", "search-results");
        tier.results.forEach((result) => list.appendChild(drawResult(result, text)));
        number += tier.results.length;
        drawn.appendChild(heading);
        drawn.appendChild(list);
      }
      results.textContent = "";
      results.appendChild(drawn);
      const rest = answer.total - number;
      more.hidden = rest <= 0;
      more.textContent = "显示更多（还有" + about(answer) + rest + "个）";
    }

    function drawFacets(facets) {
      const number = chosen();
      part("chosen-count").textContent = number > 0 ? "（已选" + number + "项）" : "";
      part("clear").hidden = number === 0;
      if (!boxes || !facets) return;
      for (const facet of FACETS) {
        const counts = new Map((facets[facet] || []).map(([, key, count]) => [key, count]));
        Object.keys(boxes[facet]).forEach((key) => {
          const { box, count } = boxes[facet][key];
          box.checked = filters[facet].includes(key);
          count.textContent = counts.get(key) || 0;
        });
      }
    }

    /** How many filters are on. */
    function chosen() {
      return FACETS.reduce((sum, facet) => sum + filters[facet].length, 0);
    }

    /** What to do when nothing was found: go without the filters, if that helps, or try other words. */
    function drawEmpty(answer, text) {
      part("empty").hidden = answer.total > 0 || Boolean(answer.isBroken);
      part("unfiltered").hidden = true;
      if (answer.total > 0 || chosen() === 0) return;
      silence = index.ask(text, {}, 1, (without) => {
        part("unfiltered").hidden = without.total === 0;
        part("unfilter").textContent = "去掉筛选，查看" + (without.exact ? "" : "约") + without.total + "个结果";
      });
    }

    /** Ask for what stands in the box and show the answer; *then* when it is there. */
    function draw(then) {
      const text = input.value.trim();
      silence();
      results.removeAttribute("data-query");
      document.title = text ? text + "_" + title : title;
      silence = index.ask(text, filters, shown || index.atOnce, (answer) => {
        if (part("said").textContent !== answer.said) part("said").textContent = answer.said;
        drawResults(answer, text);
        drawFacets(answer.facets);
        drawEmpty(answer, text);
        if (!answer.isBroken) results.dataset.query = text;
        if (then) then();
        if (!boxes && wide.matches) (world.requestIdleCallback || setTimeout)(openFacets);
      });
    }

    /** The filters, once: a large site loads them only when they are seen, or needed. */
    function openFacets() {
      if (boxes || !index) return;
      index.facets(
        (lists) => {
          if (boxes) return;
          makeFacets(lists);
          drop();
          draw(); // the same results, and the numbers beside the filters
        },
        () => {},
      );
    }

    /** Filters that the site does not have would hide everything and could not be taken off. */
    function drop() {
      const before = chosen();
      for (const facet of FACETS) filters[facet] = filters[facet].filter((key) => key in boxes[facet]);
      return chosen() < before;
    }

    /** One checkbox for each value there is; only their numbers change later. */
    function makeFacets(lists) {
      boxes = {};
      for (const facet of FACETS) {
        const field = page.querySelector('[data-search-facet="' + facet + '"]');
        const list = field.querySelector("ul");
        boxes[facet] = {};
        const values = lists[facet] || [];
        for (const [key, label] of values) {
          const item = made("li", "facet__item");
          const line = made("label", "facet__label");
          const box = made("input", "facet__box");
          const count = made("span", "facet__count");
          box.type = "checkbox";
          box.value = key;
          box.addEventListener("change", () => filter(facet, key, box.checked));
          line.appendChild(box);
          line.appendChild(made("span", "facet__name", label));
          line.appendChild(count);
          line.appendChild(made("span", "visually-hidden", "个"));
          item.appendChild(line);
          list.appendChild(item);
          boxes[facet][key] = { box, count };
        }
        field.hidden = values.length < 2;
      }
    }

    /** Put the present search into the address. A draft is written over, anything else is kept for "back". */
    function remember(kind) {
      const base = location.href.split(/[?#]/)[0];
      const address = base + format(input.value, filters);
      if (address !== location.href.split("#")[0]) {
        try {
          history[draft ? "replaceState" : "pushState"]({ shown }, "", address);
          draft = true;
        } catch (refused) {
          // Some browsers keep addresses of files as they are, or refuse many changes: the page still works.
        }
      }
      clearTimeout(timer);
      if (kind === "typing") timer = setTimeout(settle, SETTLED);
      else settle();
    }

    function settle() {
      clearTimeout(timer);
      draft = false;
    }

    function changed(kind) {
      if (!index) return;
      shown = 0;
      if (kind === "chosen") settle();
      remember(kind);
      draw();
    }

    function filter(facet, key, wanted) {
      filters[facet] = filters[facet].filter((one) => one !== key).concat(wanted ? [key] : []);
      changed("chosen");
    }

    function unfilter() {
      filters = parse("").filters;
      changed("chosen");
      input.focus(); // the pressed button is gone
    }

    function showMore() {
      const before = results.querySelectorAll("[data-search-result]").length;
      shown = (shown || index.atOnce) + index.atOnce;
      try {
        history.replaceState({ shown }, "", location.href);
      } catch (refused) {
        // As above.
      }
      draw(() => {
        const link = results.querySelectorAll(".search-result__link")[before];
        if (link) link.focus();
      });
    }

    function restore() {
      const asked = parse(location.search);
      const state = history.state;
      settle();
      input.value = asked.text;
      filters = asked.filters;
      shown = (state && state.shown) || 0;
      if (!index) return;
      if (boxes) drop();
      draw();
    }

    function begin(loaded) {
      index = loaded;
      const isFiltered = chosen() > 0;
      if (index.isInstant || isFiltered || (part("fold").open && !wide.matches)) {
        // The filters of the address are checked against the site's before anything is asked.
        index.facets(
          (lists) => {
            makeFacets(lists);
            drop();
            draw();
          },
          () => draw(),
        );
      } else draw();
    }

    input.addEventListener("compositionstart", () => {
      composing = true;
    });
    input.addEventListener("compositionend", () => {
      composing = false;
      changed("typing");
    });
    input.addEventListener("input", (event) => {
      if (!composing && !event.isComposing) changed("typing");
    });
    input.addEventListener("blur", settle);
    input.addEventListener("keydown", (event) => {
      const first = results.querySelector(".search-result__link");
      if (event.key !== "ArrowDown" || composing || event.isComposing || !first) return;
      event.preventDefault();
      first.focus();
    });
    form.addEventListener("submit", (event) => {
      if (!index) return;
      event.preventDefault();
      remember("chosen");
      // The keyboard of a phone covers the results.
      if (matchMedia("(pointer: coarse)").matches) input.blur();
    });
    more.addEventListener("click", showMore);
    part("clear").addEventListener("click", unfilter);
    part("unfilter").addEventListener("click", unfilter);
    world.addEventListener("popstate", restore);

    part("fold").addEventListener("toggle", () => {
      if (part("fold").open && !wide.matches) openFacets();
    });
    wide.addListener(() => {
      part("fold").open = wide.matches;
    });
    part("fold").open = wide.matches;

    restore();
    Rectify.open(begin, giveUp);
  }

  Rectify.searchPage = { enhance, parse, format };
  if (typeof module !== "undefined") module.exports = Rectify.searchPage;
})(typeof window === "undefined" ? globalThis : window);
