using System.IO.Compression;

namespace TraceClient.Otlp.Tests.Exporting;

/// <summary>A request as it came.</summary>
internal sealed record Received(string Line, IReadOnlyDictionary<string, string> Headers, byte[] Raw)
{
    public bool IsGzip => Headers.GetValueOrDefault("Content-Encoding") == "gzip";

    /// <summary>The body without compression.</summary>
    public byte[] Body
    {
        get
        {
            if (!IsGzip)
                return Raw;
            using var gzip = new GZipStream(new MemoryStream(Raw), CompressionMode.Decompress);
            using var body = new MemoryStream();
            gzip.CopyTo(body);
            return body.ToArray();
        }
    }
}
