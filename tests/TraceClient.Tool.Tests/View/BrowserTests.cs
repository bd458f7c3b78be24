namespace TraceClient.Tool.Tests;

/// <summary>Base class of tests of the page in a browser. A plain <c>dotnet test</c> excludes these tests.</summary>
[Collection(Name)]
[Trait("Category", "browser")]
public abstract class BrowserTests(Browser browser)
{
    public const string Name = "browser";

    protected Browser Browser => browser;
}
