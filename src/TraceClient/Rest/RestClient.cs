namespace TraceClient.Rest;

/// <summary>Makes the client of a REST interface: the one place that knows who implements it.</summary>
internal static class RestClient
{
    public static T For<T>(HttpClient client, RestSettings settings)
        where T : class => throw new NotSupportedException(typeof(T).FullName + client.BaseAddress + settings.SourceName);
}
