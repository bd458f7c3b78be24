namespace TraceClient.Tool.Tests;

/// <summary>What a run of <c>tracectl</c> left behind.</summary>
internal sealed record TracectlResult(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of standard output.</summary>
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Exit code and both outputs: what a golden file holds.</summary>
    public override string ToString() => $"{Output}--- standard error\n{Error}--- exit code {ExitCode}\n";
}
