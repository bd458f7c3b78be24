using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Benchmarks;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    MaxDepth = MaxDepth)]
[JsonSerializable(typeof(JsonTraces))]
internal sealed partial class JsonTracesContext : JsonSerializerContext
{
    public const int MaxDepth = 512;

    /// <summary>Escapes no more than must be, as <see cref="Otlp.OtlpWriter"/> does.</summary>
    public static JsonTracesContext Relaxed =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
