using System.Runtime.Serialization;

namespace TraceClient.Rest.Generator.Tests.Probe;

public enum ProbeKind
{
    Plain,

    [EnumMember(Value = "b_b")]
    Renamed,

    [EnumMember(Value = "with space")]
    Spaced,

    SameAsPlain = Plain,
}
