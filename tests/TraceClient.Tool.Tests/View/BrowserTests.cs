[assembly: AssemblyFixture(typeof(TraceClient.Tool.Tests.Browser))]

namespace TraceClient.Tool.Tests;

/// <summary>Base class of tests of the page in a browser, which run in parallel. A plain <c>dotnet test</c> excludes these tests.</summary>
[Trait("Category", "browser")]
public abstract class BrowserTests(Browser browser)
{
    protected Browser Browser => browser;
}

/// <summary>The tests that use the clipboard, of which a browser has one: they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ClipboardTests
{
    public const string Name = "clipboard";
}
