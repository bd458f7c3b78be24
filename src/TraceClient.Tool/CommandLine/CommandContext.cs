using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>What a command has at hand: its arguments, the ways out, the traces.</summary>
internal sealed class CommandContext(ParseResult arguments, StandardStreams streams) : IAsyncDisposable
{
    private TraceSupply? _supply;

    public ParseResult Arguments { get; } = arguments;

    public StandardStreams Streams { get; } = streams;

    /// <summary>The form of the output.</summary>
    public OutputFormat Format { get; } = OutputFormats.Of(arguments, streams);

    /// <summary>Standard output, for people.</summary>
    public Screen Screen => field ??= Screen.OfOutput(Streams, Arguments.GetValue(GlobalOptions.NoColor));

    /// <summary>Standard error: what goes beside the data.</summary>
    public Notices Notices => field ??= new Notices(
        Screen.OfError(Streams, Arguments.GetValue(GlobalOptions.NoColor)), isQuiet: Arguments.GetValue(GlobalOptions.Quiet));

    /// <summary>The traces: of the services, of the simulator (<c>--demo</c>) or of files (<c>--file</c>).</summary>
    public async Task<TraceSupply> OpenAsync(CancellationToken cancellationToken) =>
        _supply ??= await TraceSupply.OpenAsync(Arguments, Notices, cancellationToken);

    public Task FlushAsync() => Streams.FlushAsync();

    public async ValueTask DisposeAsync()
    {
        if (_supply is not null)
            await _supply.DisposeAsync();
    }
}
