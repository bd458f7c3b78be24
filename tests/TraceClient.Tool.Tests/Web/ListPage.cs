using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace TraceClient.Tool.Tests.Web;

/// <summary>Represents the list in a browser.</summary>
internal sealed class ListPage
{
    private readonly ConcurrentQueue<string> _complaints = new();

    private ListPage(IPage page)
    {
        Page = page;
        View.Listen(page, _complaints);
    }

    public IPage Page { get; }

    public ILocator Rows => Page.Locator("#rows .row");

    public ILocator Names => Page.Locator("#rows .row .col-name");

    public ILocator Selected => Page.Locator("#rows .row[aria-selected=true] .col-name");

    public ILocator Count => Page.Locator("#count");

    public ILocator Marks => Page.Locator("#marks .marked-trace");

    /// <summary>Opens the page of a server and runs a test. Errors of the page fail the test.</summary>
    public static async Task OpenAsync(
        Browser browser, Served served, Func<ListPage, Task> test, string query = "", ViewSettings? settings = null)
    {
        settings ??= new ViewSettings();
        await using var context = await browser.NewContextAsync(new()
        {
            ColorScheme = settings.ColorScheme,
            TimezoneId = "Europe/Madrid",
            ViewportSize = new() { Width = settings.Width, Height = settings.Height },
        });
        var list = new ListPage(await context.NewPageAsync());
        await list.Page.AddInitScriptAsync(
            "document.addEventListener('securitypolicyviolation', event => console.error('policy: ' + event.violatedDirective))");
        await list.Page.GotoAsync(served.Server.AddressWithToken + query);
        await test(list);
        Assert.Empty(list._complaints);
    }

    /// <summary>Clears the errors that a test has provoked.</summary>
    public void Forgive() => _complaints.Clear();

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>Presses keys in the list.</summary>
    public async Task PressAsync(params string[] keys)
    {
        foreach (var key in keys)
            await Page.Keyboard.PressAsync(key);
    }

    /// <summary>Waits until the address has a path and query.</summary>
    public Task WaitForAddressAsync(string pathAndQuery) =>
        Page.WaitForURLAsync(address => new Uri(address).PathAndQuery == pathAndQuery);
}
