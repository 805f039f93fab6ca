// The choice of an API and a situation: a list of links where there is room, two selects where there is not.

import { element } from "./dom.js";

/** `onChoose(api, situation)` is called for the selects; the links change the address by themselves. */
export function createPicker({ apis, situations, list, apiSelect, situationSelect, onChoose }) {
  const of = (api) => situations.filter((situation) => situation.api === api);
  const label = ({ expect, title }) => `${expect.status ?? "—"}  ${title}`;
  const link = (api, situation) => `#${new URLSearchParams({ api, situation })}`;

  apiSelect.append(...apis.map(({ id, title }) => element("option", { value: id }, title)));
  apiSelect.addEventListener("change", () => onChoose(apiSelect.value, of(apiSelect.value)[0].id));
  situationSelect.addEventListener("change", () => onChoose(apiSelect.value, situationSelect.value));

  function entry(api, situation, current) {
    const attributes = { href: link(api, situation.id), "aria-current": situation.id === current ? "true" : null };
    return element(
      "li",
      {},
      element("a", attributes, element("span", { class: "status" }, String(situation.expect.status ?? "—")), situation.title),
    );
  }

  function show(api, current) {
    apiSelect.value = api;
    situationSelect.replaceChildren(...of(api).map((situation) => element("option", { value: situation.id }, label(situation))));
    situationSelect.value = current;
    list.replaceChildren(
      ...apis.map(({ id, title, shape }) => {
        const open = id === api;
        const head = element("a", { class: "api", href: link(id, open ? current : of(id)[0].id), "aria-current": open ? "true" : null }, title);
        if (!open) return element("li", {}, head);
        return element(
          "li",
          {},
          head,
          element("p", { class: "shape" }, shape),
          element("ul", { class: "situations" }, ...of(id).map((situation) => entry(id, situation, current))),
        );
      }),
    );
  }

  return { show };
}
