using System.Text.Json.Serialization;

namespace TraceClient.Benchmarks.Read;

[JsonSerializable(typeof(List<CalyptiaPeerProject>))]
[JsonSerializable(typeof(CalyptiaPeerPipelinePage))]
[JsonSerializable(typeof(List<CalyptiaPeerSession>))]
[JsonSerializable(typeof(List<CalyptiaPeerRecord>))]
internal sealed partial class CalyptiaPeerContext : JsonSerializerContext;
