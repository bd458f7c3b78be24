using Microsoft.Playwright;

namespace TraceClient.Tool.Tests;

/// <summary>Settings of the page for a test.</summary>
public sealed record ViewSettings
{
    public ColorScheme ColorScheme { get; init; } = ColorScheme.Light;

    public int Width { get; init; } = 1280;

    public int Height { get; init; } = 800;

    /// <summary>Gets the fragment of the address, such as <c>#span=a</c>.</summary>
    public string Hash { get; init; } = "";

    /// <summary>Gets whether a test may run scripts of its own that the policy of the page refuses.</summary>
    public bool BypassPolicy { get; init; }
}
