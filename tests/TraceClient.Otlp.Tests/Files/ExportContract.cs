using TraceClient.Testing;

namespace TraceClient.Otlp.Tests.Files;

/// <summary>The contract, asked of an export.</summary>
public abstract class ExportContract : FileContract
{
    private protected abstract OtlpFormat Format { get; }

    private protected sealed override async Task SaveAsync(TraceSimulator simulator, StandaloneTraceClient online, TempFolder folder)
    {
        await using var file = File.Create(folder.PathOf("export.otlp"));
        var traces = online.ListTracesAsync(cancellationToken: Token)
            .Select(async (summary, token) => await online.GetTraceAsync(summary.Reference, token));
        await Data.CompleteWriter.WriteAsync(file, Format, traces, Token);
    }
}
