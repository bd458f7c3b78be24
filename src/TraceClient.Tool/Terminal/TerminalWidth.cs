namespace TraceClient.Tool;

/// <summary>Determines the width of the output: of the environment variable COLUMNS, otherwise of the terminal, otherwise 120.</summary>
internal static class TerminalWidth
{
    private const int Default = 120;
    private const int Min = 20;

    public static int Of(bool isTerminal)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns)
            && columns >= Min)
            return columns;
        return isTerminal && Console.WindowWidth > 0 ? Console.WindowWidth : Default;
    }
}
