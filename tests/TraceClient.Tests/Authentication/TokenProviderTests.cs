using TraceClient.Authentication;

namespace TraceClient.Tests.Authentication;

public sealed class TokenProviderTests : IDisposable
{
    private static readonly BearerTokenRequest Request = new("kubiya");

    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task A_fixed_value_is_given_always()
    {
        var provider = BearerTokenProvider.FromValue("tok-1");

        Assert.Equal("tok-1", (await provider.GetTokenAsync(Request, Token)).Value);
        Assert.Equal("tok-1", (await provider.GetTokenAsync(Request with { ForceRefresh = true }, Token)).Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("Bearer secret")]
    [InlineData("secret\n")]
    [InlineData("sécret")]
    public void A_value_that_no_header_can_carry_is_refused_and_not_quoted(string value)
    {
        var fault = Assert.ThrowsAny<ArgumentException>(() => BearerTokenProvider.FromValue(value));

        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sécret", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_s_text_shows_nothing_of_it()
    {
        Assert.Equal("BearerToken(***)", new BearerToken("secret", DateTimeOffset.UnixEpoch).ToString());
        Assert.DoesNotContain("secret", (Request with { RefusedValue = "secret" }).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_that_are_missing_make_no_provider()
    {
        Assert.Throws<ArgumentException>("name", () => BearerTokenProvider.FromEnvironment(" "));
        Assert.Throws<ArgumentException>("path", () => BearerTokenProvider.FromFile(" "));
        Assert.Throws<ArgumentNullException>("getToken", () => BearerTokenProvider.From(null!));
        Assert.Throws<ArgumentNullException>("options", () => BearerTokenProvider.ClientCredentials(null!));
        Assert.Throws<ArgumentNullException>("inner", () => BearerTokenProvider.Cached(null!));
        Assert.ThrowsAny<ArgumentException>(() => new BearerToken(" "));
        var error = Assert.Throws<ArgumentException>("value", () => new BearerToken("a b"));
        Assert.StartsWith(
            "The token may hold visible ASCII characters only. Check it for a space", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_64_KB_is_the_longest_that_is_read()
    {
        var provider = BearerTokenProvider.FromFile(_file);

        await File.WriteAllTextAsync(_file, new string('a', 64 * 1024), Token);

        Assert.Equal(64 * 1024, (await provider.GetTokenAsync(Request, Token)).Value.Length);
    }

    [Fact]
    public async Task A_file_is_read_while_another_program_writes_it()
    {
        await File.WriteAllTextAsync(_file, "tok-1", Token);
        await using var writer = new FileStream(_file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

        Assert.Equal("tok-1", (await BearerTokenProvider.FromFile(_file).GetTokenAsync(Request, Token)).Value);
    }

    [Fact]
    public async Task An_environment_variable_is_read_for_each_request()
    {
        const string Name = "TRACECLIENT_TESTS_TOKEN";
        var provider = BearerTokenProvider.FromEnvironment(Name);
        try
        {
            Environment.SetEnvironmentVariable(Name, " tok-1\n");
            Assert.Equal("tok-1", (await provider.GetTokenAsync(Request, Token)).Value);
            Environment.SetEnvironmentVariable(Name, "tok-2");
            Assert.Equal("tok-2", (await provider.GetTokenAsync(Request, Token)).Value);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Name, null);
        }

        var failure = await Assert.ThrowsAsync<TraceAuthenticationException>(async () => await provider.GetTokenAsync(Request, Token));
        Assert.Equal("kubiya: no token. The environment variable TRACECLIENT_TESTS_TOKEN is not set or empty.", failure.Message);
        Assert.Equal("kubiya", failure.SourceName);
    }

    [Fact]
    public async Task A_file_is_read_again_when_it_changes()
    {
        var provider = BearerTokenProvider.FromFile(_file);

        await File.WriteAllTextAsync(_file, "\uFEFFtok-1\r\n", Token);
        Assert.Equal("tok-1", (await provider.GetTokenAsync(Request, Token)).Value);
        await File.WriteAllTextAsync(_file, "tok-2", Token);
        Assert.Equal("tok-2", (await provider.GetTokenAsync(Request, Token)).Value);
    }

    [Fact]
    public async Task A_file_that_is_missing_empty_or_no_token_is_named()
    {
        var provider = BearerTokenProvider.FromFile(_file);
        await AssertFailsAsync($"kubiya: no token. The file {_file} cannot be read (FileNotFoundException).");

        await File.WriteAllTextAsync(_file, "\n", Token);
        await AssertFailsAsync($"The file {_file} is not set or empty.");

        await File.WriteAllTextAsync(_file, "secret one", Token);
        await AssertFailsAsync("visible ASCII");

        await File.WriteAllTextAsync(_file, new string('a', 70_000), Token);
        await AssertFailsAsync("cannot be read (IOException)");
        await AssertFailsAsync("64 KB");

        async Task AssertFailsAsync(string text)
        {
            var failure = await Assert.ThrowsAsync<TraceAuthenticationException>(async () => await provider.GetTokenAsync(Request, Token));
            Assert.Contains(text, $"{failure.Message} {failure.InnerException?.Message}", StringComparison.Ordinal);
            Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_function_is_told_who_asks()
    {
        BearerTokenRequest? seen = null;
        var provider = BearerTokenProvider.From((request, _) =>
        {
            seen = request;
            return new(new BearerToken("tok-1"));
        });

        await provider.GetTokenAsync(new BearerTokenRequest("galtea", ForceRefresh: true), Token);

        Assert.Equal(new BearerTokenRequest("galtea", ForceRefresh: true), seen);
    }
}
