namespace TraceClient.Tool.Tests;

/// <summary>Represents the result of a run of <c>tracectl</c>.</summary>
internal sealed record TracectlResult(int ExitCode, string Output, string Error)
{
    /// <summary>Gets the lines of standard output.</summary>
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Returns the exit code and both outputs, for a golden file.</summary>
    public override string ToString() => $"{Output}--- standard error\n{Error}--- exit code {ExitCode}\n";
}
