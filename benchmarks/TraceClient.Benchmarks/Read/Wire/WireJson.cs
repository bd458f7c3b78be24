using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TraceClient.Benchmarks.Read;

/// <summary>Writes JSON as the services do, and ids that are the same in every run.</summary>
internal static class WireJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The time that all data begin at.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
            write(json);
        return buffer.WrittenSpan.ToArray();
    }

    public static byte[] WriteArray(IEnumerable<int> numbers, Action<Utf8JsonWriter, int> writeElement) => Write(json =>
    {
        json.WriteStartArray();
        foreach (var number in numbers)
            writeElement(json, number);
        json.WriteEndArray();
    });

    /// <summary>A number that looks random, by the finalizer of SplitMix64.</summary>
    public static ulong Scatter(long number, int salt)
    {
        var mixed = (ulong)number + ((ulong)salt << 40) + 0x9E3779B97F4A7C15UL;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }

    public static string Hex16(long number, int salt) => Scatter(number, salt).ToString("x16", CultureInfo.InvariantCulture);

    public static string Hex32(long number, int salt) => Hex16(number, salt) + Hex16(number, salt + 1);

    public static string Uuid(long number, int salt) => Guid.ParseExact(Hex32(number, salt), "N").ToString("D");

    public static string Milliseconds(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    public static string Microseconds(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);

    public static string Seconds(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
