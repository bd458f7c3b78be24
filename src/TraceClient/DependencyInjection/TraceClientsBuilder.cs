using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace TraceClient;

/// <summary>Adds to a client that <c>AddTraceClients</c> has registered.</summary>
public sealed class TraceClientsBuilder
{
    internal TraceClientsBuilder(IServiceCollection services, string key)
    {
        Services = services;
        Key = key;
    }

    /// <summary>The container.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The client's key; empty for the one without.</summary>
    public string Key { get; }

    /// <summary>Adds a source of your own, which the container makes.</summary>
    public TraceClientsBuilder AddSource<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSource>()
        where TSource : class, ITraceSource
    {
        Services.AddKeyedSingleton<ITraceSource, TSource>(Key);
        return this;
    }

    /// <summary>Adds a source of your own.</summary>
    public TraceClientsBuilder AddSource(Func<IServiceProvider, ITraceSource> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Services.AddKeyedSingleton(Key, (provider, _) => create(provider));
        return this;
    }

    /// <summary>Sets further options.</summary>
    public TraceClientsBuilder Configure(Action<TraceClientsOptions> configure)
    {
        Services.Configure(Key, configure);
        return this;
    }
}
