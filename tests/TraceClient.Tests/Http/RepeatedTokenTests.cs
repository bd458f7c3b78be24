using System.Net;
using TraceClient.Authentication;
using TraceClient.Http;
using static TraceClient.Tests.Http.StubHandler;

namespace TraceClient.Tests.Http;

public sealed class RepeatedTokenTests
{
    private const string Token = "Zx9~>?kQ7-vB_2m/Lw+8TfRj0";

    public static TheoryData<string> Forms => TokenForms.Names;

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task No_text_of_an_error_has_a_token_that_the_service_repeats_in_json(string form)
    {
        var words = TokenForms.Json($"got {TokenForms.Write(form, Token)} there");

        await FailAsync(
            $$$"""{"message":{{{words}}},"code":{{{words}}},"hint":{{{words}}},"errors":{"name":[{{{words}}}]}}""", "application/json");
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task No_text_of_an_error_has_a_token_that_the_service_repeats_in_text(string form) =>
        await FailAsync($"got {TokenForms.Write(form, Token)} there", "text/plain");

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task No_text_of_a_token_endpoint_s_error_has_the_secret_that_it_repeats(string form)
    {
        var words = TokenForms.Json($"got {TokenForms.Write(form, Token)} there");
        var provider = BearerTokenProvider.ClientCredentials(new ClientCredentialsOptions
        {
            TokenEndpoint = new Uri("https://login.example.test/oauth/token"),
            ClientId = "me",
            ClientSecret = Token,
            PrimaryHandler = () =>
                new StubHandler(Answer(HttpStatusCode.BadRequest, $$"""{"error":"invalid_client","error_description":{{words}}}""")),
        });

        var error = await Assert.ThrowsAsync<TraceAuthenticationException>(
            async () => await provider.GetTokenAsync(new BearerTokenRequest("kubiya"), TestContext.Current.CancellationToken));

        AssertAbsent(error);
    }

    private static async Task FailAsync(string body, string type)
    {
        using var source = new TestSource(
            new StubHandler(Answer(HttpStatusCode.BadRequest, body, type)), options => options.Token = Token, TokenHeaders.UserKey);

        AssertAbsent(await Assert.ThrowsAsync<TraceValidationException>(() => source.GetAsync(TestContext.Current.CancellationToken)));
    }

    private static void AssertAbsent(TraceApiException error)
    {
        Assert.Contains("***", error.Message, StringComparison.Ordinal);
        Assert.Contains("***", error.ResponseBody, StringComparison.Ordinal);
        foreach (var text in (string?[])[error.Message, error.ToString(), error.ResponseBody, error.ErrorCode])
            TokenForms.AssertAbsent(Token, text ?? string.Empty);
        if (error is TraceValidationException { Errors: var fields })
            TokenForms.AssertAbsent(Token, string.Join('|', fields.SelectMany(field => field.Value)));
    }
}
