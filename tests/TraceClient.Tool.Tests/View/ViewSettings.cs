using Microsoft.Playwright;

namespace TraceClient.Tool.Tests;

/// <summary>How a test looks at the page.</summary>
public sealed record ViewSettings
{
    public ColorScheme ColorScheme { get; init; } = ColorScheme.Light;

    public int Width { get; init; } = 1280;

    public int Height { get; init; } = 800;

    /// <summary>What the address ends with, such as <c>#span=a</c>.</summary>
    public string Hash { get; init; } = "";
}
