using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TraceClient.Rest;

/// <summary>Sends the requests of one generated client and reads the answers: headers first, the body as it arrives.</summary>
internal sealed class RestSender
{
    private readonly HttpClient _client;
    private readonly RestSettings _settings;
    private readonly string _prefix;

    /// <summary>Sends through a client, below its base address.</summary>
    /// <exception cref="ArgumentException">The client has no base address.</exception>
    public RestSender(HttpClient client, RestSettings settings)
    {
        var address = client.BaseAddress ?? throw new ArgumentException("Set the base address of the HttpClient first.", nameof(client));
        _client = client;
        _settings = settings;

        // Every path starts with a slash; the base address keeps its own path, with or without its last one.
        _prefix = address.GetLeftPart(UriPartial.Path).TrimEnd('/');
    }

    /// <summary>Starts the address of a request below the base address.</summary>
    public RequestPath Path(string literal) => new(_prefix, literal);

    public byte[] Body<T>(T value, string parameter)
    {
        if (value is null)
        {
            throw new ArgumentNullException(parameter);
        }

        return JsonSerializer.SerializeToUtf8Bytes(value, TypeInfo<T>());
    }

    public async Task SendAsync(RestRequest request, CancellationToken cancellationToken)
    {
        using var response = await GetResponseAsync(request, cancellationToken).ConfigureAwait(false);
        ThrowUnlessSuccess(request, response);
    }

    /// <summary>Reads the body as one value.</summary>
    /// <param name="request">What is sent.</param>
    /// <param name="nullable">Whether the method's signature allows null.</param>
    /// <param name="cancellationToken">Ends the request and the reading.</param>
    public async Task<T> ReadAsync<T>(RestRequest request, bool nullable, CancellationToken cancellationToken)
    {
        using var response = await GetResponseAsync(request, cancellationToken).ConfigureAwait(false);
        ThrowUnlessSuccess(request, response);
        return (await ReadBodyAsync<T>(request, response, required: !nullable, cancellationToken).ConfigureAwait(false))!;
    }

    public async Task<ApiResponse<T>> RespondAsync<T>(RestRequest request, CancellationToken cancellationToken)
    {
        using var response = await GetResponseAsync(request, cancellationToken).ConfigureAwait(false);
        var content = response.IsSuccessStatusCode
            ? await ReadBodyAsync<T>(request, response, required: false, cancellationToken).ConfigureAwait(false)
            : default;
        return new ApiResponse<T>(content, response.StatusCode, response.Headers);
    }

    /// <summary>Sends the request when the enumeration starts, and again with each further enumeration.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        RestRequest request,
        bool nullable,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await GetResponseAsync(request, cancellationToken).ConfigureAwait(false);
        ThrowUnlessSuccess(request, response);
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var faults = new FormatFaults(_settings, request, response);
            using var reader = new JsonArrayReader<T>(stream, TypeInfo<T>(), nullable, _settings.MaxElementBytes, faults);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return reader.Current;
            }
        }
    }

    private async Task<HttpResponseMessage> GetResponseAsync(RestRequest request, CancellationToken cancellationToken)
    {
        using var message = request.ToMessage();
        return await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T?> ReadBodyAsync<T>(
        RestRequest request,
        HttpResponseMessage response,
        bool required,
        CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var faults = new FormatFaults(_settings, request, response);
        var body = new BodyStream(stream, _settings.MaxBodyBytes, faults);
        await using (body.ConfigureAwait(false))
        {
            return await JsonBody.ReadAsync(body, TypeInfo<T>(), required, faults, cancellationToken).ConfigureAwait(false);
        }
    }

    private void ThrowUnlessSuccess(RestRequest request, HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new FormatFaults(_settings, request, response).Status();
        }
    }

    private JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)_settings.SerializerOptions.GetTypeInfo(typeof(T));
}
