using System.Text.Json.Nodes;
using Json.Schema;
using TraceClient.Testing;

namespace TraceClient.Docs.Tests;

/// <summary>Tests that the schema of policies accepts what the parser accepts, and nothing else.</summary>
public sealed class PolicySchemaTests
{
    private static readonly JsonSchema Schema =
        JsonSchema.FromText(File.ReadAllText(Path.Combine(Snippet.TextFolder, "docs", "policy.schema.json")));

    public static TheoryData<string> Valid =>
    [
        """{"$schema":"../policy.schema.json","status":"Ok"}""",
        """{"status":"Error"}""", """{"status":"Unset"}""",
        """{"maxErrors":0}""", """{"maxErrors":5.0}""", """{"maxErrors":2147483647}""",
        """{"maxDuration":"0s"}""", """{"maxDuration":"1.5h"}""", """{"maxDuration":"99999999h"}""",
        """{"maxTokens":9007199254740991}""", """{"maxCost":0.05}""", """{"maxCost":1000000000000}""", """{"maxSpans":1e2}""",
        """{"models":["gpt-4*","claude-?"]}""",
        """{"tools":{"required":["a"],"inOrder":true,"forbidden":["b"],"maxCalls":3}}""", """{"tools":{"maxCalls":0}}""",
        """{"tools":{"required":["a"],"inOrder":false}}""",
        """{"spans":[{"name":"a"},{"type":"Tool","min":0,"max":2},{"service":"s","maxDuration":"1ms","maxErrors":0}]}""",
        """{"baseline":{"file":"a.json"}}""",
        """{"baseline":{"file":"a.json","durationTolerance":1,"tokenTolerance":0.05,"compareContent":false}}""",
    ];

    public static TheoryData<string> Invalid =>
    [
        "{}", "[]", "null", "\"x\"", "1",
        """{"$schema":"x"}""", """{"$schema":1,"status":"Ok"}""", """{"status":"ok"}""", """{"status":null}""", """{"status":"Running"}""",
        """{"Status":"Ok"}""", """{"status":"Ok","x":1}""",
        """{"maxErrors":-1}""", """{"maxErrors":0.5}""", """{"maxErrors":"0"}""", """{"maxErrors":2147483648}""", """{"maxErrors":null}""",
        """{"maxDuration":5}""", """{"maxDuration":"5"}""", """{"maxDuration":"5 s"}""", """{"maxDuration":"-5s"}""",
        """{"maxDuration":"5d"}""", """{"maxDuration":"999999999h"}""", """{"maxDuration":".5s"}""", """{"maxDuration":"00:00:05"}""",
        """{"maxTokens":1.5}""", """{"maxTokens":9007199254740992}""", """{"maxCost":-0.01}""", """{"maxCost":"1 USD"}""",
        """{"maxCost":1000000000001}""", """{"maxSpans":true}""",
        """{"models":"gpt-4"}""", """{"models":[]}""", """{"models":[""]}""", """{"models":[" "]}""", """{"models":[1]}""",
        """{"tools":[]}""", """{"tools":{}}""", """{"tools":{"inOrder":true}}""", """{"tools":{"required":[]}}""",
        """{"tools":{"required":["a"],"inOrder":"yes"}}""", """{"tools":{"maxCalls":-1}}""", """{"tools":{"only":["a"]}}""",
        """{"spans":{}}""", """{"spans":[]}""", """{"spans":[{}]}""", """{"spans":[{"min":1}]}""", """{"spans":[{"name":"a","allow":1}]}""",
        """{"spans":[{"name":1}]}""", """{"spans":[{"type":""}]}""", """{"spans":["a"]}""",
        """{"baseline":"a.json"}""", """{"baseline":{}}""", """{"baseline":{"file":""}}""",
        """{"baseline":{"file":"a","durationTolerance":1.1}}""", """{"baseline":{"file":"a","tokenTolerance":-0.1}}""",
        """{"baseline":{"file":"a","compareContent":1}}""",
    ];

    [Theory]
    [MemberData(nameof(Valid))]
    public void What_the_parser_reads_is_valid(string json)
    {
        Assert.NotEmpty(TracePolicy.Parse(json).Checks);
        Assert.True(IsValid(json));
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void What_the_parser_rejects_is_not_valid(string json)
    {
        var exception = Assert.Throws<TraceFormatException>(() => TracePolicy.Parse(json));

        Assert.NotNull(exception.JsonPath);
        Assert.False(IsValid(json));
    }

    private static bool IsValid(string json) =>
        Schema.Evaluate(JsonNode.Parse(json), new EvaluationOptions { OutputFormat = OutputFormat.Flag }).IsValid;
}
