using System.Text;

namespace TraceClient.Otlp.Tests.Exporting;

/// <summary>What the collector does with a request.</summary>
internal sealed record Answer(int Status, byte[] Body, params (string Name, string Value)[] Headers)
{
    public static Answer Ok { get; } = Json(200, "{}");

    /// <summary>The connection is reset when half of the request's body has come.</summary>
    public static Answer ResetInRequest { get; } = Ok with { ReadsHalf = true };

    /// <summary>No answer comes, until the caller gives up.</summary>
    public static Answer Silence { get; } = Ok with { IsSilent = true };

    public bool ReadsHalf { get; private init; }

    public bool IsSilent { get; private init; }

    /// <summary>How many bytes the head promises beyond those that come.</summary>
    public int Missing { get; init; }

    public static Answer Json(int status, string body, params (string Name, string Value)[] headers) =>
        new(status, Encoding.UTF8.GetBytes(body), [("Content-Type", "application/json"), .. headers]);

    public static Answer Protobuf(int status, params byte[] body) => new(status, body, ("Content-Type", "application/x-protobuf"));
}
