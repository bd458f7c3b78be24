namespace TraceClient.Testing;

/// <summary>Reads policy files with their baselines.</summary>
internal static class PolicyFile
{
    private const int MaxBytes = 1024 * 1024;

    public static async Task<TracePolicy> LoadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var stream = File.OpenRead(path);
            await using (stream.ConfigureAwait(false))
                return await LoadAsync(stream, FolderOf(path), cancellationToken).ConfigureAwait(false);
        }
        catch (TraceFormatException exception) when (exception.Operation is null)
        {
            throw new TraceFormatException($"'{path}': {exception.Message}", exception) { JsonPath = exception.JsonPath };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw GoldenFile.Unreadable(path, exception);
        }
    }

    public static async Task<TracePolicy> LoadAsync(Stream json, string folder, CancellationToken cancellationToken)
    {
        var policy = PolicyReader.Read(await ReadAsync(json, cancellationToken).ConfigureAwait(false));
        if (policy.Baseline is not { File: { } file } baseline)
            return policy;
        return policy.With(new BaselinePolicy
        {
            File = file,
            Trace = await GoldenFile.ReadAsync(Path.Combine(folder, file), cancellationToken).ConfigureAwait(false),
            Tolerance = baseline.Tolerance,
        });
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream json, CancellationToken cancellationToken)
    {
        var bytes = new byte[MaxBytes + 1];
        var length = await json.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return length > MaxBytes
            ? throw new TraceFormatException("The policy is larger than the limit of 1 MB.")
            : bytes.AsMemory(0, length);
    }
}
