using System.Collections.Concurrent;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TraceClient.Tool.Tests;

/// <summary>Represents the page in the browser.</summary>
public sealed class View
{
    private readonly ConcurrentQueue<string> _complaints = new();

    public View(IPage page)
    {
        Page = page;
        Listen(page, _complaints);
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url).Scheme is not ("file" or "data"))
                _complaints.Enqueue($"request: {request.Url}");
        };
    }

    /// <summary>Collects the errors, warnings and dialogs of a page.</summary>
    internal static void Listen(IPage page, ConcurrentQueue<string> complaints)
    {
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Enqueue($"console: {message.Text}");
        };
        page.PageError += (_, error) => complaints.Enqueue($"exception: {error}");
        page.Dialog += (_, dialog) => complaints.Enqueue($"dialog: {dialog.Message}");
    }

    public IPage Page { get; }

    /// <summary>Gets the errors, warnings, dialogs and requests since the page was opened.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Clears the errors that a test has provoked.</summary>
    public void Forgive() => _complaints.Clear();

    public ILocator Rows => Page.Locator("#rows .row");

    public ILocator SelectedRow => Page.Locator("#rows .row[aria-selected=true]");

    public ILocator Names => Page.Locator("#rows .row .name");

    public ILocator Panel => Page.Locator("#panel");

    public ILocator Grid => Page.GetByRole(AriaRole.Treegrid, new() { Name = "Spans" });

    public ILocator Search => Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search" });

    public ILocator Ticks => Page.Locator("#ticks .tick");

    public async Task OpenAsync(string address)
    {
        await Page.AddInitScriptAsync(
            "document.addEventListener('securitypolicyviolation', event => console.error('policy: ' + event.violatedDirective))");
        await Page.GotoAsync(address);
    }

    /// <summary>Returns the row of a span by its full name.</summary>
    public ILocator Row(string name) => Rows.Filter(new() { Has = Page.GetByText(name, new() { Exact = true }) });

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>Returns a section of the panel by its title.</summary>
    public ILocator Section(string title) =>
        Panel.Locator("details.section").Filter(new() { Has = Page.Locator("summary").Filter(new() { HasText = title }) });

    /// <summary>Gets the messages of the conversation.</summary>
    public ILocator Messages => Page.Locator("#view-conversation .message");

    public ILocator Tab(string name) => Page.GetByRole(AriaRole.Tab, new() { Name = name, Exact = true });

    /// <summary>Gets the content of a tab by the name that it has in the address.</summary>
    public ILocator TabView(string name) => Page.Locator($"#view-{name}");

    public Task<string> ClipboardAsync() => Page.EvaluateAsync<string>("navigator.clipboard.readText()");

    public Task ExpectTabAsync(string name) => Expect(Tab(name)).ToHaveAttributeAsync("aria-selected", "true");

    public ILocator Chip(string type) => Page.Locator($"#legend .chip[data-type='{type}']");

    public Task PressAsync(string key) => Page.Keyboard.PressAsync(key);

    /// <summary>Presses keys in the tree.</summary>
    public async Task PressInTreeAsync(params string[] keys)
    {
        await Grid.FocusAsync();
        foreach (var key in keys)
            await PressAsync(key);
    }

    public async Task OpenPanelAsync(string name)
    {
        await Row(name).ClickAsync();
        await Expect(Panel).ToBeVisibleAsync();
    }

    public async Task ExpectNamesAsync(params string[] names) => await Expect(Names).ToHaveTextAsync(names);

    public async Task ExpectSelectedAsync(string name) => await Expect(SelectedRow.Locator(".name")).ToHaveTextAsync(name);

    /// <summary>Returns the start and end of a bar, relative to the width of the time column.</summary>
    public async Task<(double From, double To)> BarAsync(string name)
    {
        var bar = await BoxAsync(Row(name).Locator(".bar"));
        var axis = await BoxAsync(Page.Locator("#axis"));
        return ((bar.X - axis.X) / axis.Width, (bar.X + bar.Width - axis.X) / axis.Width);
    }

    /// <summary>Drags over an element between two positions relative to its width.</summary>
    public async Task DragAsync(ILocator element, float from, float to)
    {
        var box = await BoxAsync(element);
        await Page.Mouse.MoveAsync(box.X + (box.Width * from), box.Y + (box.Height / 2));
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync(box.X + (box.Width * to), box.Y + (box.Height / 2), new() { Steps = 4 });
        await Page.Mouse.UpAsync();
    }

    public static async Task<LocatorBoundingBoxResult> BoxAsync(ILocator element) =>
        await element.BoundingBoxAsync() ?? throw new InvalidOperationException("The element is not shown.");
}
