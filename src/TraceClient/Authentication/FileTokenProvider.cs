using System.Text;

namespace TraceClient.Authentication;

/// <summary>The token in a file.</summary>
/// <remarks>
/// The file is read each time: time stamps lie where a secret is mounted by symbolic links (Kubernetes), and reading costs no more than
/// asking for them.
/// </remarks>
internal sealed class FileTokenProvider(string path) : IBearerTokenProvider
{
    private const int MostBytes = 64 * 1024;

    public async ValueTask<BearerToken> GetTokenAsync(BearerTokenRequest request, CancellationToken cancellationToken = default)
    {
        string text;
        try
        {
            text = await ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new TraceAuthenticationException($"{request.SourceName}: no token. The file {path} cannot be read ({fault.GetType().Name}).", innerException: fault)
            {
                SourceName = request.SourceName,
            };
        }

        return TokenText.Parse(text, $"The file {path}", request.SourceName);
    }

    private async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        await using (file.ConfigureAwait(false))
        {
            var bytes = new byte[MostBytes + 1];
            var count = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (count > MostBytes)
                throw new IOException("The file is larger than 64 KB: it is no token.");

            return Encoding.UTF8.GetString(bytes.AsSpan(0, count)).TrimStart('\uFEFF');
        }
    }
}
