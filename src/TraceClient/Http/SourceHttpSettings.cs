using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace TraceClient.Http;

/// <summary>What the handler chain of one source is built from.</summary>
internal sealed class SourceHttpSettings
{
    /// <summary>The source's name, for errors, logs and metrics.</summary>
    public required string SourceName { get; init; }

    /// <summary>The user's options of the source.</summary>
    public required TraceSourceOptions Options { get; init; }

    /// <summary>The vendor's public address, used where the options name none.</summary>
    public required Uri DefaultBaseAddress { get; init; }

    /// <summary>How the token travels.</summary>
    public required TokenHeader TokenHeader { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Puts a source's own handler in front of the chain: it sees answers whose errors are translated and whose bodies are guarded.</summary>
    public Func<HttpMessageHandler, DelegatingHandler>? Inner { get; init; }
}
