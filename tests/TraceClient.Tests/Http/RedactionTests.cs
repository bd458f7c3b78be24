using TraceClient.Http;

namespace TraceClient.Tests.Http;

public sealed class RedactionTests
{
    private const string Jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl";

    public static TheoryData<string> Forms => TokenForms.Names;

    [Theory]
    [InlineData("Authorization: Bearer abc123def", "Authorization: Bearer ***")]
    [InlineData("sent UserKey k-77777 today", "sent UserKey *** today")]
    [InlineData("Basic dXNlcjpwYXNz", "Basic ***")]
    [InlineData("key gsk_AbC-12_3 is bad", "key *** is bad")]
    [InlineData("key gsk-AbC123, bad", "key ***, bad")]
    [InlineData("jwt " + Jwt + " expired", "jwt *** expired")]
    [InlineData("project eyJQcm9qZWN0SUQiOiJ4In0.c2ln is bad", "project *** is bad")]
    [InlineData("project ewogICJQcm9qZWN0SUQiOiJ4In0.c2ln is bad", "project *** is bad")]
    [InlineData("""{"text":"first\nBearer abc123def"}""", """{"text":"first\nBearer ***"}""")]
    [InlineData("""{"text":"first\neyJQcm9qZWN0SUQiOiJ4In0.c2ln"}""", """{"text":"first\n***"}""")]
    [InlineData("/x?token=abc&limit=5", "/x?token=***&limit=5")]
    [InlineData("api_key=abc;x", "api_key=***;x")]
    [InlineData("client_secret = 'abc'", "client_secret = '***'")]
    [InlineData("X-Project-Token: abc", "X-Project-Token: ***")]
    [InlineData("""{"access_token":"abc d\"e","x":1}""", """{"access_token":"***","x":1}""")]
    [InlineData("""{\"token\": \"abc\"}""", """{\"token\": \"***\"}""")]
    [InlineData("""{\"token\": \"a\\\"b\", \"x\": 1}""", """{\"token\": \"***\", \"x\": 1}""")]
    [InlineData("""{"token":"it's","x":1}""", """{"token":"***","x":1}""")]
    [InlineData("{'token': 'it\\'s', 'x': 1}", "{'token': '***', 'x': 1}")]
    [InlineData("{'api_key': 'a b', 'x': 1}", "{'api_key': '***', 'x': 1}")]
    [InlineData("mail jane.doe+x@mail.example.com now", "mail *** now")]
    [InlineData("mail jane%40example.com now", "mail *** now")]
    [InlineData("https://user:pass@host/path", "https://***@host/path")]
    [InlineData("use sk-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQR12 now", "use *** now")]
    [InlineData("use sk-proj-Ab1_cd-EfGhIjKlMnOpQrSt, please", "use ***, please")]
    [InlineData("sk-ant-api03-AbC_dEf-0123456789-xyzXYZ-AA", "***")]
    [InlineData("sk-or-v1-0123456789abcdef0123456789abcdef", "***")]
    [InlineData("rk_live_0123456789abcdefABCDEF", "***")]
    [InlineData("https://x-access-token:ghp_abcdefghijABCDEFGHIJ0123456789abcdef@host/x", "https://***@host/x")]
    [InlineData("gho_abcdefghijABCDEFGHIJ0123456789abcdef.", "***.")]
    [InlineData("\"github_pat_11ABCDEFG0abcdefghijkl_ABCDEFGHIJ\"", "\"***\"")]
    [InlineData("glpat-AbCdEf_0123456789-xy", "***")]
    [InlineData("xoxb-123456789012-1234567890123-AbCdEfGhIjKl", "***")]
    [InlineData("id AKIAIOSFODNN7EXAMPLE, ASIAIOSFODNN7EXAMPLE", "id ***, ***")]
    [InlineData("KEY_AKIAIOSFODNN7EXAMPLE", "KEY_***")]
    [InlineData("key AIzaSyA-0123456789abcdefghijklmnopqrstu is", "key *** is")]
    [InlineData("npm_0123456789abcdefABCDEF0123456789abcd", "***")]
    [InlineData("hf_abcdefghijklmnopqrstuvwxyzABCDEFGH", "***")]
    [InlineData("""{"a":"x\nghp_abcdefghijABCDEFGHIJ0123456789abcdef"}""", """{"a":"x\n***"}""")]
    [InlineData("a -----BEGIN PRIVATE KEY-----\nMIIEvQ-x\n-----END PRIVATE KEY----- b", "a *** b")]
    [InlineData("""{"k":"-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n"}""", """{"k":"***\n"}""")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIIrYSSNQFaA2Hwf1\nduRSxKtLYX5CB04fSeQ6", "***")]
    [InlineData("-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: x\n\nlQOYBF\n-----END PGP PRIVATE KEY BLOCK-----", "***")]
    public void What_gives_something_away_is_taken_out(string text, string expected) => Assert.Equal(expected, Redaction.Text(text));

    [Theory]
    [InlineData("Include 'Authorization: Bearer <token>' header")]
    [InlineData("Bearer token is required; Bearer authentication failed")]
    [InlineData("Invalid or expired authentication token")]
    [InlineData("Trace 4bf92f3577b34da6a3ce929d0e0e4736 not found")]
    [InlineData("page_size: Input should be less than or equal to 100")]
    [InlineData("task-0123456789ABCDEFGHIJ and disk-usage-report-2026-November, risk-assessment-2026-Q4-Final")]
    [InlineData("sk-learn, sk-SK, sk-estuary-release-notes-of-2026 and pod sk-worker-7d9f8b6c5-x2k4j")]
    [InlineData("sk_buff_alloc_with_frags_2 and sk_test_1")]
    [InlineData("ghp_short, ghost_abcdefghijklmnopqrstuvwxyz, github_pat_, high_0123456789012345678901234567890")]
    [InlineData("npm_config_registry_of_the_project_2026, hf_hub_download_with_retries_and_a_timeout_2")]
    [InlineData("AKIA, AKIAS, ASIAPACIFICREGIONSOUTHEAST2, ASIA-PACIFIC, MAKIAIOSFODNN7EXAMPLE")]
    [InlineData("xoxb-notes-about-slack, AIza, AIzaSy")]
    [InlineData("expected -----BEGIN PRIVATE KEY----- as the first line")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkq\n-----END CERTIFICATE-----")]
    [InlineData("")]
    public void What_gives_nothing_away_stays(string text) => Assert.Equal(text, Redaction.Text(text));

    [Theory]
    [InlineData("token", true)]
    [InlineData("db.password", true)]
    [InlineData("http.request.header.Authorization", true)]
    [InlineData("x-api-key", true)]
    [InlineData("CLIENT_SECRET", true)]
    [InlineData("gen_ai.usage.input_tokens", false)]
    [InlineData("token_kind", false)]
    [InlineData("", false)]
    public void A_name_says_that_its_value_is_a_secret(string name, bool expected) => Assert.Equal(expected, Redaction.IsSecretName(name));

    [Fact]
    public void A_token_that_was_sent_is_found_in_every_writing()
    {
        var text = Redaction.Text("plain a/b+c==, escaped a%2Fb%2Bc%3D%3D, json a\\/b+c==", ["a/b+c=="]);

        Assert.Equal("plain ***, escaped ***, json ***", text);
    }

    [Fact]
    public void A_token_too_short_to_be_one_does_not_tear_holes() =>
        Assert.Equal("a trace at last", Redaction.Text("a trace at last", ["a"]));

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_token_is_masked_in_each_form(string form)
    {
        const string token = "Zx9~>?kQ7-vB_2m/Lw+8TfRj0";

        var text = Redaction.Text($"got {TokenForms.Write(form, token)} there", [token]);

        Assert.StartsWith("got ", text, StringComparison.Ordinal);
        Assert.EndsWith(" there", text, StringComparison.Ordinal);
        TokenForms.AssertAbsent(token, text);
    }

    [Theory]
    [InlineData("the start is k_9AbCdEfGhI here", "the start is *** here")]
    [InlineData("the start is k_9AbCdEfGh here", "the start is k_9AbCdEfGh here")]
    [InlineData("the start is k_9AbCd EfGhI here", "the start is *** here")]
    public void A_part_is_masked_from_12_characters_on(string text, string expected) =>
        Assert.Equal(expected, Redaction.Text(text, ["k_9AbCdEfGhIjKlMnOp"]));

    [Fact]
    public void Ordinary_text_beside_a_token_stays()
    {
        const string text =
            "Trace 4bf92f3577b34da6a3ce929d0e0e4736 of service-account-1 at 2026-01-02T03:04:05Z: "
                + "/v1/traces?page_size=5 (50% done) & more \\o/";

        Assert.Equal(
            text + " ***", Redaction.Text(text + " service-token-0123456789", ["service-token-0123456789", "the secret of the service"]));
    }

    [Fact]
    public void A_secret_with_blanks_and_letters_of_all_kinds_is_found()
    {
        const string secret = "grüße an \\ alle \"leser\" 世界";

        Assert.Equal(
            "got ***, \"***\", *** there",
            Redaction.Text(
                $"got {secret}, {TokenForms.Json(secret)}, "
                    + $"{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(secret)).TrimEnd('=')} there", [secret]));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_long_token_is_masked_in_a_long_text(string form)
    {
        var token = string.Concat(Enumerable.Range(0, 1024).Select(i => $"{i * 7919 % 99991:x5}~{(char)('A' + (i % 26))}-"));
        var body = string.Concat(Enumerable.Repeat("0123456789abcdef AbCdEfGh+/ %41 \\u0041 ", 1200));

        var text = Redaction.Text($"{body} got {TokenForms.Write(form, token)} there", [token]);

        Assert.StartsWith(body, text, StringComparison.Ordinal);
        Assert.EndsWith(" there", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, body.Length, body.Length + 100);
    }

    [Fact]
    public void A_query_is_taken_off_every_address_in_a_text()
    {
        var uri = new Uri("https://host/path?name=jane%20doe&x=1");

        var text = Redaction.TextWithoutQueries(
            "GET https://host/path?name=jane%20doe&x=1 and /path?name=jane doe&x=1 and http://other/?q=2", uri);

        Assert.Equal("GET https://host/path and /path and http://other/", text);
    }

    [Fact]
    public void An_address_is_kept_without_user_query_and_token()
    {
        var uri = Redaction.Address(new Uri($"https://user:pass@host:8443/v1/{Jwt}/x?q=1#f"));

        Assert.Equal("https://host:8443/v1/***/x", uri?.ToString());
    }

    [Fact]
    public void No_absolute_address_is_no_address()
    {
        Assert.Null(Redaction.Address(null));
        Assert.Null(Redaction.Address(new Uri("x/y", UriKind.Relative)));
    }

    [Fact]
    public void An_exception_that_gives_nothing_away_is_kept()
    {
        var fault = new IOException("Connection reset by peer", new InvalidOperationException("inner"));

        Assert.Same(fault, Redaction.Exception(fault, new Uri("https://host/path?name=jane")));
    }

    [Fact]
    public void An_exception_that_gives_something_away_is_told_again_without()
    {
        var fault = new IOException("GET https://host/path?name=jane failed", new InvalidOperationException("token tok-12345 is bad"));

        var told = Redaction.Exception(fault, new Uri("https://host/path?name=jane"), ["tok-12345"]);

        Assert.Equal("IOException: GET https://host/path failed", told.Message);
        Assert.Equal("InvalidOperationException: token *** is bad", told.InnerException?.Message);
        Assert.DoesNotContain("jane", told.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a-")]
    [InlineData("a.a@")]
    [InlineData("token")]
    [InlineData("https://")]
    [InlineData("\"token\":\"\\")]
    [InlineData("eyJ")]
    [InlineData("sk-")]
    [InlineData("sk-a1")]
    [InlineData("sk-aaaa1A")]
    [InlineData("glpat-")]
    [InlineData("xoxb-")]
    [InlineData("ghp_")]
    [InlineData("AKIA")]
    [InlineData("AIza")]
    [InlineData("github_pat_")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG\n")]
    [InlineData("-----BEGIN PRIVATE KEY-----x-----END ")]
    public void A_hostile_text_is_searched_through_in_time(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 64 * 1024 / unit.Length));

        Assert.DoesNotContain("withheld", Redaction.TextWithoutQueries(text, requestUri: null), StringComparison.Ordinal);
    }
}
