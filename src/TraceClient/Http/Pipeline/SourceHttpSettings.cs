namespace TraceClient.Http;

/// <summary>What the handler chain of one source is built from.</summary>
internal sealed record SourceHttpSettings
{
    /// <summary>The source's name, for errors, logs and metrics.</summary>
    public required string SourceName { get; init; }

    /// <summary>The user's options of the source.</summary>
    public required TraceSourceOptions Options { get; init; }

    /// <summary>The vendor's public address, used where the options name none.</summary>
    public required Uri DefaultBaseAddress { get; init; }

    /// <summary>Gets the address of the service, with a slash at its end.</summary>
    public Uri BaseAddress => field ??= Http.BaseAddress.WithSlash(Options.BaseAddress ?? DefaultBaseAddress);

    /// <summary>How the token travels.</summary>
    public required TokenHeader TokenHeader { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Gets how DELETE requests of the source are repeated.</summary>
    public DeleteRetry DeleteRetry { get; init; }

    /// <summary>Gets the operations for which a response without a value is one of null; for all others it is an error.</summary>
    public IReadOnlyCollection<string> OptionalValues { get; init; } = [];

    /// <summary>Gets the member that has the list where a streamed list
    /// comes in an object; empty where it comes as an array only.</summary>
    public ReadOnlyMemory<byte> ListMember { get; init; }

    /// <summary>Gets a token that is cancelled when the client is disposed.</summary>
    public CancellationToken Disposed { get; init; }

    /// <summary>Gets whether a response without any body is a value of null.
    /// To a GET it is none: a list that is empty is written as such.</summary>
    public bool MayBeEmpty(HttpMethod method, string? operation) => method != HttpMethod.Get && IsOptional(operation);

    public bool IsOptional(string? operation) => operation is not null && OptionalValues.Contains(operation, StringComparer.Ordinal);
}

/// <summary>What happens to a DELETE whose response was lost.</summary>
internal enum DeleteRetry
{
    /// <summary>It is sent again; where the item is gone by then, it was deleted.</summary>
    Repeat,

    /// <summary>It is sent again; where the item is gone by then, the exception says that an earlier attempt may have deleted it.</summary>
    RepeatAndReport,

    /// <summary>It is not sent again: it names no item, so a second one could delete another.</summary>
    Never,
}
