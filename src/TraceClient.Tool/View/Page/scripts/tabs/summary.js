const groupsAtOnce = 50;
const slowestShown = 10;

const groupNames = new Map(Object.entries({ name: "Name", type: "Type", model: "Model" }));

// The columns of the groups: title, value to sort by, text.
const groupColumns = [
  ["Spans", group => group.count, group => group.count.toLocaleString("en")],
  ["Errors", group => group.errors, group => group.errors === 0 ? "–" : group.errors.toLocaleString("en")],
  ["Total", group => group.total ?? 0, group => durationText(group.total ?? 0)],
  ["Self", group => group.self ?? 0, group => durationText(group.self ?? 0)],
  ["p95", group => group.p95 ?? -1, group => group.p95 === null ? "–" : durationText(group.p95)],
  ["Longest", group => group.longest ?? -1, group => group.longest === null ? "–" : durationText(group.longest)],
  ["Tokens", group => group.usage?.total ?? -1, group => group.usage?.total?.toLocaleString("en") ?? "–"],
  ["Cost", group => Number.parseFloat(group.usage?.cost ?? "-1"), group => group.usage?.cost ?? "–"],
];

/** Shows where the time and the tokens of the trace went. */
class SummaryView {
  constructor({ onSelect }) {
    this.onSelect = onSelect;
    this.by = "type";
    this.sort = { column: 2, isDescending: true };
  }

  draw(element) {
    const { groups, gaps, gapCount } = trace.analysis;
    if (groups[this.by].length === 0) this.by = "type";
    element.replaceChildren(make("div", "reading wide", [
      make("div", "joined", [...groupNames].filter(([key]) => groups[key].length > 0).map(([key, title]) => {
        const choice = button("button", title, `Group by ${title.toLowerCase()}`, () => {
          this.by = key;
          this.draw(element);
        });
        choice.setAttribute("aria-pressed", String(this.by === key));
        return choice;
      }), { role: "group", "aria-label": "Group by" }),
      make("div", "table-block", this.groupTable(element, groups[this.by])),
      make("div", "columns", [
        this.list("Longest self times", this.most(i => trace.self[i]), i => durationText(trace.self[i])),
        this.list("Slowest spans", this.most(i => trace.duration(i)), i => durationText(trace.duration(i))),
        this.list("Critical path", this.most(i => criticalTimeOf(trace, i)), i => this.criticalText(i)),
        this.gapList(gaps, gapCount),
      ]),
    ]));
  }

  groupTable(element, groups) {
    const { column, isDescending } = this.sort;
    const value = column < 0 ? group => group.key : groupColumns[column][1];
    const sorted = groups.toSorted((left, right) => {
      const [a, b] = [value(left), value(right)];
      return (a < b ? -1 : a > b ? 1 : 0) * (isDescending ? -1 : 1);
    });
    const head = (title, i, classes = "") => {
      const isSorted = column === i;
      const sort = make("button", "link", [title, isSorted ? icon(isDescending ? "down" : "up") : null], { type: "button" });
      sort.addEventListener("click", () => {
        this.sort = { column: i, isDescending: isSorted ? !isDescending : i >= 0 };
        this.draw(element);
        element.querySelectorAll("th .link")[i + 1]?.focus();
      });
      return make("th", classes, sort, { scope: "col", "aria-sort": isSorted ? isDescending ? "descending" : "ascending" : null });
    };
    const body = make("tbody");
    appendInParts(body, sorted, groupsAtOnce, group => make("tr", "", [
      make("th", "", [
        this.by === "type" ? make("span", styleOf(group.key).fill) : null,
        this.by === "type" ? typeText(group.key) : visibleLine(group.key),
      ], { scope: "row" }),
      ...groupColumns.map(([, , text], i) => make("td", `number${i === 1 && group.errors > 0 ? " bad" : ""}`, text(group))),
    ]), moreRow);
    return make("table", "table", [
      make("thead", "", make("tr", "", [
        head(groupNames.get(this.by), -1), ...groupColumns.map(([title], i) => head(title, i, "number")),
      ])),
      body,
    ]);
  }

  /** Returns the spans with the greatest values. */
  most(valueOf) {
    return [...indexesWhere(trace.count, i => valueOf(i) > 0)].sort((left, right) => valueOf(right) - valueOf(left)).slice(0, slowestShown);
  }

  criticalText(i) {
    const time = criticalTimeOf(trace, i);
    return `${durationText(time)}, ${Math.round(100 * time / trace.length)} %`;
  }

  list(title, spans, textOf) {
    if (spans.length === 0) return null;
    return make("section", "", [
      make("h2", "", title),
      make("ol", "ranking", spans.map(i => make("li", "", [
        make("span", styleOf(trace.type[i]).fill), spanLink(trace, i, this.onSelect), make("span", "number", textOf(i)),
      ]))),
    ]);
  }

  gapList(gaps, count) {
    if (gaps.length === 0) return null;
    return make("section", "", [
      make("h2", "", "Longest gaps"),
      make("ol", "ranking", gaps.slice(0, slowestShown).map(([before, after, length]) => make("li", "", [
        make("span", "", ["between ", spanLink(trace, before, this.onSelect), " and ", spanLink(trace, after, this.onSelect)]),
        make("span", "number", durationText(length)),
      ]))),
      count > slowestShown ? make("p", "soft", `${(count - slowestShown).toLocaleString("en")} shorter gaps are not listed.`) : null,
    ]);
  }
}
