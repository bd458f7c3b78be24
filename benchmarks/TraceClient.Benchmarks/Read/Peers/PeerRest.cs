using System.Text.Json.Serialization;
using Refit;

namespace TraceClient.Benchmarks.Read;

/// <summary>Makes the peers: Refit with its own serializer over generated metadata, and nothing else of ours.</summary>
internal static class PeerRest
{
    public static HttpClient Client(Uri address) => new(new SocketsHttpHandler()) { BaseAddress = address };

    public static T For<T>(HttpClient client, JsonSerializerContext context)
        where T : class =>
        RestService.ForGenerated<T>(client, new RefitSettings(new SystemTextJsonContentSerializer(context.Options)));
}
