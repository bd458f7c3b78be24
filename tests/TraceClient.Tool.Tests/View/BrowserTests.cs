namespace TraceClient.Tool.Tests;

/// <summary>Tests that look at the page in a browser. A plain <c>dotnet test</c> leaves them out.</summary>
[Collection(Name)]
[Trait("Category", "browser")]
public abstract class BrowserTests(Browser browser)
{
    public const string Name = "browser";

    protected Browser Browser => browser;
}
