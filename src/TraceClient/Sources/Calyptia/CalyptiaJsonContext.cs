using System.Text.Json.Serialization;

namespace TraceClient.Calyptia;

/// <summary>How Calyptia's JSON is read and written. Names are on the members: the service mixes camel and snake case.</summary>
[JsonSerializable(typeof(CalyptiaTraceSession))]
[JsonSerializable(typeof(IReadOnlyList<CalyptiaTraceSession>))]
[JsonSerializable(typeof(CalyptiaTraceRecord))]
[JsonSerializable(typeof(IReadOnlyList<CalyptiaTraceRecord>))]
[JsonSerializable(typeof(CalyptiaProject))]
[JsonSerializable(typeof(IReadOnlyList<CalyptiaProject>))]
[JsonSerializable(typeof(CalyptiaPipeline))]
[JsonSerializable(typeof(CalyptiaPipelinePage))]
[JsonSerializable(typeof(CalyptiaCoreInstancePage))]
[JsonSerializable(typeof(IReadOnlyList<CalyptiaSearchResult>))]
[JsonSerializable(typeof(CalyptiaCreateTraceSession))]
[JsonSerializable(typeof(CalyptiaCreatedTraceSession))]
[JsonSerializable(typeof(CalyptiaUpdateTraceSession))]
[JsonSerializable(typeof(CalyptiaUpdatedTraceSession))]
[JsonSerializable(typeof(CalyptiaTerminatedTraceSession))]
[JsonSerializable(typeof(CalyptiaCreateTraceRecord))]
[JsonSerializable(typeof(CalyptiaCreatedTraceRecord))]
[JsonSerializable(typeof(CalyptiaTime))]
internal sealed partial class CalyptiaJsonContext : JsonSerializerContext;
