namespace TraceClient.Otlp;

/// <summary>The start of an answer's body, in bounded memory.</summary>
/// <param name="Bytes">What was read.</param>
/// <param name="End">Whether that is all.</param>
internal readonly record struct AnswerBody(byte[] Bytes, AnswerBodyEnd End)
{
    private const int MostBytes = 64 * 1024;

    /// <summary>Reads up to 64 KB. A body that breaks off or does not end in time gives what came of it: the status has been read by then.</summary>
    /// <param name="content">The body.</param>
    /// <param name="attempt">Ends the attempt.</param>
    /// <param name="cancellationToken">The caller's token, whose cancellation is no end of a body.</param>
    public static async Task<AnswerBody> ReadAsync(HttpContent content, CancellationToken attempt, CancellationToken cancellationToken)
    {
        var buffer = new byte[MostBytes + 1];
        var length = 0;
        try
        {
            var body = await content.ReadAsStreamAsync(attempt).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
                length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, attempt).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException or InvalidDataException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new AnswerBody([], AnswerBodyEnd.BrokeOff);
        }

        return length > MostBytes ? new AnswerBody(buffer[..MostBytes], AnswerBodyEnd.TooLong) : new AnswerBody(buffer[..length], AnswerBodyEnd.Whole);
    }
}
