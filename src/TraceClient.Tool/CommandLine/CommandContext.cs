using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>Provides a command with its arguments, output streams and client.</summary>
internal sealed class CommandContext(ParseResult arguments, StandardStreams streams) : IAsyncDisposable
{
    private ClientHost? _host;

    public ParseResult Arguments { get; } = arguments;

    public StandardStreams Streams { get; } = streams;

    /// <summary>Gets the output format.</summary>
    public OutputFormat Format { get; } = OutputFormats.Of(arguments, streams);

    /// <summary>Gets a value that indicates whether a table has all columns, whatever the width of the terminal.</summary>
    public bool IsWide => OutputFormats.IsWide(Arguments);

    /// <summary>Gets the format of errors.</summary>
    public OutputFormat ErrorFormat { get; } = OutputFormats.OfErrors(arguments);

    /// <summary>Gets standard output for text.</summary>
    public Screen Screen => field ??= Screen.OfOutput(Streams, Arguments.GetValue(GlobalOptions.NoColor));

    /// <summary>Gets the writer of information and warnings to standard error.</summary>
    public MessageWriter Messages => field ??= new MessageWriter(
        Screen.OfError(Streams, Arguments.GetValue(GlobalOptions.NoColor)), isQuiet: Arguments.GetValue(GlobalOptions.Quiet));

    /// <summary>
    /// Opens the client: for the services, the simulator (<c>--demo</c>), files (<c>--file</c>) or a store (<c>--store</c>).
    /// </summary>
    public async Task<ClientHost> OpenAsync(CancellationToken cancellationToken) =>
        Checked(_host ??= await ClientHost.OpenAsync(Arguments, Messages, cancellationToken));

    /// <summary>Opens the client that a store is filled from.</summary>
    public async Task<ClientHost> OpenSourcesAsync(CancellationToken cancellationToken) =>
        Checked(_host ??= await ClientHost.OpenSourcesAsync(Arguments, Messages, cancellationToken));

    /// <summary>Opens the client and returns the resolver of its references.</summary>
    public async Task<TraceResolver> OpenResolverAsync(CancellationToken cancellationToken)
    {
        var host = await OpenAsync(cancellationToken);
        return new TraceResolver(host.Client, Messages, host.LastList);
    }

    private ClientHost Checked(ClientHost host)
    {
        QueryOptions.ThrowIfNotSearchable(Arguments, host.Client);
        return host;
    }

    public Task FlushAsync() => Streams.FlushAsync();

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
    }
}
