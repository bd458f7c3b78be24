using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;

namespace TraceClient.Tool;

/// <summary><c>tracectl view</c>: a trace as one HTML file, opened in the browser or written.</summary>
internal sealed class ViewCommand : ToolCommand
{
    private readonly Argument<string[]> _references;

    private readonly Option<string?> _to = new("--to", "-t")
    {
        Description = "Write the page to this file, or to standard output for -, instead of opening it.",
        HelpName = "FILE",
    };

    public ViewCommand()
        : base(
            "view",
            "Show a trace as one HTML file: tree, waterfall, search, details.",
            "tracectl view --demo",
            "tracectl view kubiya:4bf92f3577b34da6a3ce929d0e0e4736",
            "tracectl view galtea --to trace.html",
            "tracectl view --file traces.jsonl kubiya:4bf92f3577b34da6a3ce929d0e0e4736 --to trace.html")
    {
        _references = TraceArgument.AddTo(this);
        Options.Add(_to);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var supply = await context.OpenAsync(cancellationToken);
        var traces = new TraceFinder(supply.Client, context.Notices)
            .FindAsync(context.Arguments.GetValue(_references) ?? [], cancellationToken);
        if (context.Arguments.GetValue(_to) is not { } to)
            return await OpenAsync(context, traces, cancellationToken);

        var target = ExportTarget.Of(to, "html");
        if (target.IsCollector)
            throw new UsageException("A page is written to a file, or to standard output for -.");
        using var progress = new ExportProgress(context, total: null, TimeProvider.System);
        await new ExportFile(context, target, new Otlp.OtlpWriterOptions()).WriteAsync(traces, progress, cancellationToken);
        return ExitCodes.Ok;
    }

    // Content can be personal: the file is readable for its owner alone.
    private static async Task<int> OpenAsync(CommandContext context, IAsyncEnumerable<Trace> traces, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("tracectl-");
        var path = Path.Combine(folder.FullName, "trace.html");
        await using (var file = File.Create(path))
            await TraceHtmlWriter.WriteAsync(file, traces, cancellationToken);
        context.Streams.Out.WriteLine(path);
        await context.FlushAsync();
        if (!TryOpen(path))
            context.Notices.Say("No browser was found here: open the file in one.");
        return ExitCodes.Ok;
    }

    private static bool TryOpen(string path)
    {
        if (OperatingSystem.IsLinux()
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DISPLAY"))
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WAYLAND_DISPLAY")))
        {
            return false;
        }

        try
        {
            using var browser = Process.Start(new ProcessStartInfo(path) { UseShellExecute = true });
            return true;
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            return false;
        }
    }
}
