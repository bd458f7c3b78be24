namespace TraceClient.Tool;

/// <summary>A setting, and what became of it.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Level">The name of the level that it is from.</param>
/// <param name="OverriddenBy">The name of the level that goes before it; null for a setting that is used.</param>
internal sealed record ChosenSetting(Setting Setting, string Level, string? OverriddenBy)
{
    public bool IsUsed => OverriddenBy is null;
}
