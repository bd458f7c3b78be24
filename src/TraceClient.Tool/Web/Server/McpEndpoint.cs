using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace TraceClient.Tool;

/// <summary>Adds the MCP server to the host of <c>tracectl serve</c>, at <c>/mcp/TOKEN</c>.</summary>
internal static class McpEndpoint
{
    /// <summary>The path, which the token follows.</summary>
    public const string Path = "/mcp";

    /// <summary>The maximum number of bytes of a request.</summary>
    public const int MaxRequestBytes = 1024 * 1024;

    /// <summary>Adds the services.</summary>
    public static void AddServices(IServiceCollection services, TraceToolContext tools)
    {
        services.AddMcpServer().WithHttpTransport();
        services.Configure<McpServerOptions>(options => TraceMcpServer.Configure(options, tools));
    }

    /// <summary>Maps the address. <see cref="RequestGuard"/> checks the token.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapMcp($"{Path}/{{token}}");
}
