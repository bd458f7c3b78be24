using System.IO.Compression;
using System.Text;

namespace TraceClient.Otlp.Tests.Files;

/// <summary>A folder of a test's own, which goes with it.</summary>
internal sealed class TempFolder : IDisposable
{
    public TempFolder() => Path = Directory.CreateTempSubdirectory("traceclient-tests-").FullName;

    public string Path { get; }

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, byte[] data)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        if (!name.EndsWith(".gz", StringComparison.Ordinal))
        {
            File.WriteAllBytes(path, data);
            return path;
        }

        using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        gzip.Write(data);
        return path;
    }

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, OtlpFormat format, params Trace[] traces) => Write(name, Data.Write(format, traces));

    public void Append(string name, byte[] data)
    {
        using var file = new FileStream(PathOf(name), FileMode.Append);
        file.Write(data);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
