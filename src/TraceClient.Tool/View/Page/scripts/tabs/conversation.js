const messagesAtOnce = 100;
const longMessage = 1200;

const roleTexts = new Map(Object.entries({ system: "System", user: "User", assistant: "Assistant", tool: "Tool" }));

/** Shows the messages of the model calls and agents in the order in which they were said. */
class ConversationView {
  constructor({ onSelect }) {
    this.onSelect = onSelect;
    this.isSession = false;
  }

  draw(element) {
    const messages = this.isSession && session ? session.conversation : trace.conversation;
    this.isWhole = messages.some(message => message.get("trace") !== trace.header.get("reference"));
    this.results = resultsOf(messages);
    this.calls = new Set(messages.flatMap(message => message.get("parts"))
      .filter(part => part.get("kind") === "ToolCall" && part.has("id")).map(part => part.get("id")));
    const list = make("ol", "messages");
    const shown = messages.filter(message => !this.isPaired(message));
    appendInParts(list, shown, messagesAtOnce, message => this.message(message));
    element.replaceChildren(make("div", "reading", [
      session ? this.scope(element) : null,
      session?.header.get("isCut") ? make("p", "notice warning", "The session has older traces, which are not on this page.") : null,
      make("p", "soft", `${countText(shown.length, "message")}. Repeats of the history that each model call carries are left out.`),
      list,
    ]));
  }

  /** Creates the choice between this trace and the whole session. */
  scope(element) {
    return make("div", "joined", [[false, "This trace"], [true, "Whole session"]].map(([isSession, text]) => {
      const choice = button("button", text, text, () => {
        this.isSession = isSession;
        this.draw(element);
      });
      choice.setAttribute("aria-pressed", String(this.isSession === isSession));
      return choice;
    }));
  }

  /** Returns whether a message has nothing but results, which are shown with their calls. */
  isPaired(message) {
    const parts = message.get("parts");
    return parts.length > 0 && parts.every(part => part.get("kind") === "ToolResult" && this.calls.has(part.get("id")));
  }

  message(message) {
    const role = message.get("role");
    const parts = message.get("parts").filter(part => part.get("kind") !== "ToolResult" || !this.calls.has(part.get("id")));
    const text = textOf(message);
    const body = make("div", "message-body", parts.map(part => this.part(part)));
    const raw = make("div", "message-body", jsonView(message.get("parts")));
    raw.hidden = true;
    const toggle = button("button flat", "Raw", "Show the message as JSON", () => {
      raw.hidden = !raw.hidden;
      body.hidden = !raw.hidden;
      toggle.setAttribute("aria-pressed", String(!raw.hidden));
    });
    toggle.setAttribute("aria-pressed", "false");
    const content = role === "system" && text.length > longMessage / 4 ? this.folded(text, body) : body;
    return make("li", `message role-${roleTexts.has(role) ? role : "other"}`, [
      make("header", "message-head", [
        make("span", "message-role", visibleLine(roleTexts.get(role) ?? role)),
        message.has("name") ? make("span", "message-name", visibleLine(message.get("name"))) : null,
        message.has("model") ? make("span", "soft", visibleLine(message.get("model"))) : null,
        message.has("finish") && message.get("finish") !== "stop" ? make("span", "pill", visibleLine(message.get("finish"))) : null,
        make("span", "message-tools", [
          message.has("time")
              ? make("span", "soft", localTimeText(message.get("time")).slice(11, 19), { title: message.get("time") })
              : null,
          this.spanLink(message),
          toggle,
          copyButton(text, "Copy the message", "copy", ""),
        ]),
      ]),
      content,
      raw,
    ]);
  }

  folded(text, body) {
    const start = visibleLine(text.slice(0, 120));
    return make("details", "fold", [make("summary", "soft", `${start}… (${text.length.toLocaleString("en")} characters)`), body]);
  }

  spanLink(message) {
    const span = message.get("span");
    if (span === undefined) return null;
    return button("button icon-only flat", icon("timeline"), "Show the span in the timeline",
      () => this.onSelect(message.get("trace"), span));
  }

  part(part) {
    const [kind, text, content] = [part.get("kind"), part.get("text"), part.get("content")];
    switch (kind) {
      case "Text": return textView(text ?? "");
      case "Reasoning":
        return make("details", "fold", [make("summary", "soft", "Reasoning"), textView(text ?? "")]);
      case "ToolCall": return this.toolCall(part);
      case "ToolResult":
        return make("div", "tool-result", [make("p", "soft", "Result of a tool"), valueView(content ?? text ?? null)]);
      case "Media": return this.media(part);
      default: return make("div", "", [text ? textView(text) : null, content === undefined ? null : jsonView(content)]);
    }
  }

  media(part) {
    const address = part.get("uri");
    const type = part.get("mediaType") ?? "file";
    if (!address) return make("p", "media", [icon("link"), visibleLine(`${type}, without an address`)]);
    // The data of an image can be long; it is a reference, which the page does not load.
    const shown = address.length > 120 ? `${address.slice(0, 60)}… (${address.length.toLocaleString("en")} characters)` : address;
    return make("p", "media",
        [icon("link"), `${visibleLine(type)}: `, linkView([visible(shown)], address, shown), copyButton(address, "Copy the address")]);
  }

  toolCall(part) {
    const [id, span] = [part.get("id"), part.get("toolSpan")];
    const result = this.results.get(id) ?? part.get("result");
    const failed = span !== undefined && !this.isWhole && trace.isError(span);
    const input = part.get("content") ?? part.get("text") ?? null;
    const summary = make("summary", "", [
      icon("tool"),
      make("span", "tool-name", visibleLine(part.get("tool") ?? "tool")),
      make("span", "soft tool-arguments", oneLineOf(input)),
      span !== undefined && !this.isWhole ? make("span", "soft", trace.timeText(span)) : null,
      failed ? make("span", "pill error", "failed") : result === undefined ? make("span", "pill", "no result") : null,
    ]);
    const view = make("details", "tool-call", summary);
    // The values are drawn when the call is opened: there can be many.
    const draw = () => {
      if (view.childElementCount > 1) return;
      view.append(make("div", "tool-body", [
        make("p", "tool-label", ["Arguments", copyButton(plainText(input), "Copy the arguments")]), valueView(input),
        make("p", "tool-label", ["Result", result === undefined ? null : copyButton(plainText(result), "Copy the result")]),
        result === undefined ? make("p", "soft", "The trace has no result of this call.") : valueView(result),
        span === undefined || this.isWhole ? null : make("p", "soft", ["Executed by ", spanLink(trace, span, this.onSelect)]),
      ]));
    };
    view.addEventListener("toggle", draw);
    if (failed) {
      view.open = true;
      draw();
    }
    return view;
  }

}

/** Returns the results of the tool calls by the id of the call. */
function resultsOf(messages) {
  const results = new Map();
  for (const part of messages.flatMap(message => message.get("parts"))) {
    if (part.get("kind") === "ToolResult" && part.has("id")) results.set(part.get("id"), part.get("content") ?? part.get("text") ?? null);
  }
  return results;
}

/** Creates the view of a text or of JSON; a text that is JSON is shown as such. */
function valueView(value) {
  if (typeof value !== "string") return jsonView(value);
  const embedded = embeddedJson(value);
  return embedded === undefined ? textView(value) : jsonView(embedded);
}

const textOf = message => message.get("parts").map(part => part.get("text") ?? (part.has("content") ? jsonText(part.get("content")) : "")
  ).filter(text => text).join("\n\n");

const plainText = value => typeof value === "string" ? value : jsonText(value);

const oneLineOf = value => {
  const text = value === null ? "" : visibleLine(plainText(value).replace(/\s+/g, " "));
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
};
