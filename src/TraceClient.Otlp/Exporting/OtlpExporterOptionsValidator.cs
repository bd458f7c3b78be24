using Microsoft.Extensions.Options;

namespace TraceClient.Otlp;

/// <summary>Checks an exporter's options. Each message names the key to set and quotes no address and no value of a header.</summary>
internal sealed class OtlpExporterOptionsValidator(string prefix) : IValidateOptions<OtlpExporterOptions>
{
    private const int LeastBatchBytes = 1024;
    private const int MostBatchBytes = 64 << 20;

    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(1);

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly string[] OwnHeaders =
        ["Content-Type", "Content-Encoding", "Content-Length", "Transfer-Encoding", "Host", "Connection", "Expect"];

    public ValidateOptionsResult Validate(string? name, OtlpExporterOptions options)
    {
        string[] errors = [.. Errors(options)];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    public IEnumerable<string> Errors(OtlpExporterOptions options) =>
        Address(options).Concat(Headers(options)).Concat(Times(options)).Concat(Batches(options));

    private IEnumerable<string> Address(OtlpExporterOptions options)
    {
        var error = options.Endpoint switch
        {
            null => null,
            { IsAbsoluteUri: false } => "must be an absolute address such as http://localhost:4318/v1/traces; it is a relative one.",
            { Scheme: not ("http" or "https") } address => $"must be an http or https address; its scheme is {address.Scheme}.",
            { UserInfo.Length: > 0 } => "must hold no user name and no password: set a header.",
            { Fragment.Length: > 0 } => "must hold no fragment.",
            { } address when options.Headers.Count > 0 && !options.AllowInsecureHttp && BaseAddress.IsReadableOnTheWay(address) =>
                "must be https: over plain http the headers travel in clear text. "
                    + "Set AllowInsecureHttp to true (OTEL_EXPORTER_OTLP_INSECURE=true) to accept that.",
            _ => null,
        };
        if (error is not null)
            yield return $"{prefix}:{nameof(options.Endpoint)} {error}";
        if (options.Format is { } format && !Enum.IsDefined(format))
            yield return $"{prefix}:{nameof(options.Format)} must be Protobuf or Json.";
        if (options.Compression is { } compression && !Enum.IsDefined(compression))
            yield return $"{prefix}:{nameof(options.Compression)} must be None or Gzip.";
    }

    private IEnumerable<string> Headers(OtlpExporterOptions options)
    {
        foreach (var (name, value) in options.Headers)
        {
            if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(NameCharacters))
                yield return $"{prefix}:{nameof(options.Headers)} has an invalid header name.";
            else if (OwnHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
                yield return $"{prefix}:{nameof(options.Headers)}:{name} must be removed: the exporter sets it.";
            else if (value is null || value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
                yield return $"{prefix}:{nameof(options.Headers)}:{name} must be printable ASCII.";
        }
    }

    private IEnumerable<string> Times(OtlpExporterOptions options)
    {
        if (options.Timeout is { } timeout && !IsWithin(timeout, ShortestTimeout))
            yield return $"{prefix}:{nameof(options.Timeout)} must be from 10 ms to 1 day; it is {timeout}.";
        if (!IsWithin(options.TotalTimeout, ShortestTimeout))
            yield return $"{prefix}:{nameof(options.TotalTimeout)} must be from 10 ms to 1 day; it is {options.TotalTimeout}.";
        if (!IsWithin(options.RetryDelay, TimeSpan.Zero))
            yield return $"{prefix}:{nameof(options.RetryDelay)} must be from 0 to 1 day; it is {options.RetryDelay}.";
        if (!IsWithin(options.MaxRetryDelay, TimeSpan.Zero) || options.MaxRetryDelay < options.RetryDelay)
            yield return $"{prefix}:{nameof(options.MaxRetryDelay)} must be from RetryDelay to 1 day; it is {options.MaxRetryDelay}.";
    }

    private IEnumerable<string> Batches(OtlpExporterOptions options)
    {
        if (options.MaxBatchBytes is < LeastBatchBytes or > MostBatchBytes)
            yield return $"{prefix}:{nameof(options.MaxBatchBytes)} must be from 1024 (1 KiB) to "
                + $"67108864 (64 MiB); it is {options.MaxBatchBytes}.";
        if (options.MaxBatchSpans < 1)
            yield return $"{prefix}:{nameof(options.MaxBatchSpans)} must be 1 or more; it is {options.MaxBatchSpans}.";
        if (options.Content is null)
            yield return $"{prefix}:{nameof(options.Content)} must not be null. Remove it for the defaults.";
        else if (options.Content.MaxEventsPerSpan < 0)
            yield return $"{prefix}:{nameof(options.Content)}:{nameof(options.Content.MaxEventsPerSpan)} must be 0 or "
                + $"more; it is {options.Content.MaxEventsPerSpan}.";
    }

    private static bool IsWithin(TimeSpan value, TimeSpan least) => value >= least && value <= LongestTime;
}
