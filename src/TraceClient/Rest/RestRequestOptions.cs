namespace TraceClient.Rest;

/// <summary>What a request carries to the handlers that it passes.</summary>
internal static class RestRequestOptions
{
    /// <summary>The name of the method that was called, without <c>Async</c>, so that an error can name it.</summary>
    internal static readonly HttpRequestOptionsKey<string> Operation = new("TraceClient.Operation");
}
