using System.Security.Cryptography;
using System.Text;

namespace TraceClient.Otlp.Tests;

public sealed class OtlpIdsTests
{
    [Theory]
    [InlineData("4bf92f3577b34da6a3ce929d0e0e4736", "4bf92f3577b34da6a3ce929d0e0e4736")]
    [InlineData("4BF92F3577B34DA6A3CE929D0E0E4736", "4bf92f3577b34da6a3ce929d0e0e4736")]
    [InlineData("A8098C1A-F86E-11DA-BD1A-00112444BE1E", "a8098c1af86e11dabd1a00112444be1e")]
    public void A_traces_hexadecimal_id_and_a_UUID_stay_as_they_are(string id, string expected) =>
        Assert.Equal(expected, OtlpIds.TraceId("kubiya", id));

    [Theory]
    [InlineData("00f067aa0ba902b7", "00f067aa0ba902b7")]
    [InlineData("00F067AA0BA902B7", "00f067aa0ba902b7")]
    public void A_spans_hexadecimal_id_stays_as_it_is(string id, string expected) => Assert.Equal(expected, OtlpIds.SpanId("kubiya", id));

    [Theory]
    [InlineData("inferenceResult_1")]
    [InlineData("")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("4bf92f3577b34da6a3ce929d0e0e473g")]
    public void Any_other_id_of_a_trace_is_hashed(string id)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"galtea:trace:{id}")));

        Assert.Equal(hash[..32], OtlpIds.TraceId("galtea", id));
    }

    [Theory]
    [InlineData("trace_1")]
    [InlineData("0000000000000000")]
    [InlineData("a8098c1a-f86e-11da-bd1a-00112444be1e")]
    public void Any_other_id_of_a_span_is_hashed(string id)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"galtea:span:{id}")));

        Assert.Equal(hash[..16], OtlpIds.SpanId("galtea", id));
    }

    [Fact]
    public void An_id_is_the_same_on_every_machine()
    {
        Assert.Equal("f6ab92bbc896dff5", OtlpIds.SpanId("calyptia", "record-1"));
        Assert.NotEqual(OtlpIds.SpanId("calyptia", "record-1"), OtlpIds.SpanId("galtea", "record-1"));
    }
}
