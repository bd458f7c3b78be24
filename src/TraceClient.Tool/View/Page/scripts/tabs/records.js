const stepsAtOnce = 50;

/** Shows the steps of a pipeline: how many records went in and came out, and what each step did to them. */
class RecordsView {
  constructor({ onSelect }) {
    this.onSelect = onSelect;
  }

  draw(element) {
    const steps = [...indexesWhere(trace.count, i => trace.records[i] > 0 || trace.recordChanges[i] !== null)];
    const isPipeline = steps.some(i => trace.recordChanges[i] !== null);
    const table = make("table", "table", make("thead", "", make("tr", "", [
      make("th", "", "Step", { scope: "col" }),
      ...(isPipeline ? ["In", "Out", "Removed", "Changed", "Added"] : ["Records"]).map(
          name => make("th", "number", name, { scope: "col" })),
    ])));
    const body = make("tbody");
    appendInParts(body, steps, stepsAtOnce, i => this.row(i, isPipeline), moreRow);
    table.append(body);
    const list = make("div", "steps");
    appendInParts(list, steps, stepsAtOnce, i => this.step(i));
    element.replaceChildren(make("div", "reading wide", [
      make("div", "table-block", table),
      make("h2", "", isPipeline ? "Changes of each step" : "Records of each span"),
      list,
    ]));
  }

  row(i, isPipeline) {
    const changes = trace.recordChanges[i];
    const number = (value, classes) =>
      make("td", `number ${value > 0 ? classes ?? "" : "soft"}`, value === null ? "–" : value.toLocaleString("en"));
    const name = make("th", "",
        [make("span", styleOf(trace.type[i]).fill), spanLink(trace, i, this.onSelect), make("span", "soft", typeText(trace.type[i]))],
      { scope: "row" });
    if (!isPipeline) return make("tr", "", [name, number(trace.records[i])]);
    const [before, added, removed, changed] = changes ?? [null, null, null, null];
    return make("tr", "", [
      name, number(before), number(trace.records[i]), number(removed, "bad"), number(changed, "warn"), number(added, "good"),
    ]);
  }

  /** Creates the folded records of a step, which are drawn when it is opened. */
  step(i) {
    const changes = trace.recordChanges[i];
    const note = !changes ? countText(trace.records[i], "record")
      : changes.slice(1).every(count => count === 0) ? "no changes"
      : [[changes[2], "removed"], [changes[3], "changed"], [changes[1], "added"]].filter(([count]) => count > 0)
        .map(([count, verb]) => `${count.toLocaleString("en")} ${verb}`).join(", ");
    const summary = make("summary", "", [
      icon("right"), make("span", styleOf(trace.type[i]).fill), visibleLine(trace.name[i]), make("span", "count", note),
    ]);
    const view = make("details", "section", summary);
    view.addEventListener("toggle", () => {
      if (!view.open || view.childElementCount > 1) return;
      const details = trace.details(i);
      view.append(
          make("div", "section-body", changes ? changesView(trace, i, details, this.onSelect) : recordsView(details.get("records") ?? [])));
    });
    return view;
  }
}

/** Wraps the button for more rows of a table. */
const moreRow = more => make("tr", "", make("td", "", more, { colspan: 12 }));
