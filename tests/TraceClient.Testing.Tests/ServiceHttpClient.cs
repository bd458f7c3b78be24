using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace TraceClient.Testing.Tests;

/// <summary>A plain HTTP client of one simulated service, with its token and without redirects.</summary>
internal sealed class ServiceHttpClient : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly Uri _address;

    public ServiceHttpClient(TraceSimulator simulator, SimulatedService service)
    {
        _address = simulator.AddressOf(service);
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", simulator.Tokens[service]);
    }

    public HttpRequestHeaders Headers => _client.DefaultRequestHeaders;

    public Task<ServiceResponse> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task<JsonElement> JsonAsync(string path)
    {
        var response = await GetAsync(path);
        Assert.Equal(200, response.Status);
        return response.Json;
    }

    public async Task<ServiceResponse> SendAsync(
        HttpMethod method, string path, string? json = null, string contentType = "application/json")
    {
        using var request = Request(method, path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, contentType);
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return new ServiceResponse((int)response.StatusCode, bytes, response.Headers, response.Content.Headers);
    }

    public async Task<HttpResponseMessage> OpenAsync(string path)
    {
        using var request = Request(HttpMethod.Get, path);
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage Request(HttpMethod method, string path) => new(method, new Uri(_address.AbsoluteUri + path));
}

internal sealed record ServiceResponse(int Status, byte[] Bytes, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Bytes, new JsonDocumentOptions { MaxDepth = 1_000_000 });
            return document.RootElement.Clone();
        }
    }

    public string? Link => Headers.TryGetValues("Link", out var values) ? values.Single() : null;
}

internal static class JsonExtensions
{
    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static List<string> Texts(this JsonElement array, string name) =>
        [.. array.EnumerateArray().Select(item => item.GetProperty(name).GetString()!)];

    public static bool IsNull(this JsonElement element, string name) => element.GetProperty(name).ValueKind == JsonValueKind.Null;
}
