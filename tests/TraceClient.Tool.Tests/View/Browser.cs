using Microsoft.Playwright;
using TraceClient.Analysis;

namespace TraceClient.Tool.Tests;

/// <summary>Provides a headless Chromium for all tests of the page.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    // Started by the first test that needs it: other tests of the project do without.
    private readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> _started = new(StartAsync);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    private static async Task<(IPlaywright Playwright, IBrowser Browser)> StartAsync()
    {
        var program = FindProgram()
            ?? throw new InvalidOperationException(
                "These tests open the HTML view in Chromium, which is not installed: apt-get install -y chromium");
        var playwright = await Playwright.CreateAsync();
        return (playwright, await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            Args = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync"],
        }));
    }

    /// <summary>Writes traces to a file, opens it without network access, and runs a test. Errors of the page fail the test.</summary>
    public Task ViewAsync(Trace trace, Func<View, Task> test, ViewSettings? settings = null) => ViewAsync([trace], test, settings);

    /// <inheritdoc cref="ViewAsync(Trace, Func{View, Task}, ViewSettings?)"/>
    public Task ViewAsync(IEnumerable<Trace> traces, Func<View, Task> test, ViewSettings? settings = null) =>
        ViewAsync((page, token) => page.WriteAsync(traces.ToAsyncEnumerable(), token), test, settings);

    /// <inheritdoc cref="ViewAsync(Trace, Func{View, Task}, ViewSettings?)"/>
    public Task ViewAsync(TraceComparison comparison, Func<View, Task> test, ViewSettings? settings = null) =>
        ViewAsync((page, token) => page.WriteAsync(comparison, token), test, settings);

    /// <inheritdoc cref="ViewAsync(Trace, Func{View, Task}, ViewSettings?)"/>
    public Task ViewAsync(TraceSession session, Func<View, Task> test, ViewSettings? settings = null) =>
        ViewAsync((page, token) => page.WriteAsync(session, token), test, settings);

    private async Task ViewAsync(
        Func<TraceHtmlWriter, CancellationToken, Task> write, Func<View, Task> test, ViewSettings? settings)
    {
        settings ??= new ViewSettings();
        var folder = Directory.CreateTempSubdirectory("tracectl-view-");
        try
        {
            var file = Path.Combine(folder.FullName, "trace.html");
            await using (var stream = File.Create(file))
                await write(new TraceHtmlWriter(stream), TestContext.Current.CancellationToken);

            await using var context = await NewContextAsync(new()
            {
                Offline = true,
                BypassCSP = settings.BypassPolicy,
                ColorScheme = settings.ColorScheme,
                TimezoneId = "Europe/Madrid",
                ViewportSize = new() { Width = settings.Width, Height = settings.Height },
                Permissions = ["clipboard-read", "clipboard-write"],
            });
            var view = new View(await context.NewPageAsync());
            await view.OpenAsync(new Uri(file).AbsoluteUri + settings.Hash);
            await test(view);
            Assert.Empty(view.Complaints);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Creates a context with its own cookies and storage.</summary>
    public async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions options) =>
        await (await _started.Value).Browser.NewContextAsync(options);

    public async ValueTask DisposeAsync()
    {
        if (!_started.IsValueCreated)
            return;
        var (playwright, browser) = await _started.Value;
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    private static string? FindProgram() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
}
