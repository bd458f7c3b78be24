using Microsoft.CodeAnalysis;

namespace TraceClient.Rest.Generator;

/// <summary>What can be wrong with a REST interface, each with what to write instead.</summary>
internal static class Diagnostics
{
    public static readonly DiagnosticDescriptor ReturnType = Rule(
        "TCREST001",
        "Return type is not supported",
        "'{0}' cannot be returned; return Task, Task<T>, Task<ApiResponse<T>> or IAsyncEnumerable<T>");

    public static readonly DiagnosticDescriptor Path = Rule(
        "TCREST002",
        "Path is malformed",
        "The path '{0}' cannot be sent; write one that starts with '/', has each '{{name}}' closed and before any '?', and no '#' or white space");

    public static readonly DiagnosticDescriptor UnboundPlaceholder = Rule(
        "TCREST003",
        "Placeholder has no parameter",
        "No parameter stands for '{{{0}}}'; add a parameter of that name, or put [AliasAs(\"{0}\")] on one");

    public static readonly DiagnosticDescriptor BoundTwice = Rule(
        "TCREST004",
        "Name is bound twice",
        "'{0}' is bound twice; give each placeholder, parameter and alias a name of its own and each parameter one place");

    public static readonly DiagnosticDescriptor TwoBodies = Rule(
        "TCREST005",
        "More than one body",
        "'{0}' is a second body; put [Body] on one parameter that holds all of it");

    public static readonly DiagnosticDescriptor Token = Rule(
        "TCREST006",
        "CancellationToken is missing or misplaced",
        "'{0}' must have exactly one CancellationToken as its last parameter; write 'CancellationToken cancellationToken = default' there");

    public static readonly DiagnosticDescriptor ParameterType = Rule(
        "TCREST007",
        "Parameter type is not supported",
        "'{0}' of type '{1}' cannot be written into an address; use string, bool, a number, a date, Guid, an enum without [Flags], or [Body] for an object");

    public static readonly DiagnosticDescriptor Collection = Rule(
        "TCREST008",
        "Collection has no format",
        "The collection '{0}' has no supported format; write [Query(CollectionFormat.Multi)] and do not use it in the path");

    public static readonly DiagnosticDescriptor MethodShape = Rule(
        "TCREST009",
        "Method shape is not supported",
        "'{0}' cannot be implemented; write a method without type parameters whose parameters have no ref, out, in or params");

    public static readonly DiagnosticDescriptor InterfaceShape = Rule(
        "TCREST010",
        "Interface shape is not supported",
        "'{0}' cannot be implemented; write an accessible interface that has methods only, without type parameters and base interfaces");

    public static readonly DiagnosticDescriptor Verb = Rule(
        "TCREST011",
        "Method needs one HTTP method",
        "'{0}' must have exactly one of [Get], [Post], [Put], [Patch] and [Delete]");

    public static readonly DiagnosticDescriptor Header = Rule(
        "TCREST012",
        "Header is malformed",
        "The header '{0}' cannot be sent; write \"Name: value\", and neither Authorization nor a Content- header, which the client sets itself");

    public static readonly DiagnosticDescriptor BodyOnGet = Rule(
        "TCREST013",
        "GET has a body",
        "'{0}' is the body of a GET; send it as query parameters or use [Post]");

    public static readonly DiagnosticDescriptor Query = Rule(
        "TCREST014",
        "Query attribute does not fit",
        "[Query] does not fit '{0}'; use Format on dates and numbers, CollectionFormat on collections, and neither on a body or a token");

    public static readonly DiagnosticDescriptor BodyType = Rule(
        "TCREST015",
        "Body type is not supported",
        "'{0}' of type '{1}' cannot be the body; use a type of your own that is written as JSON");

    private static DiagnosticDescriptor Rule(string id, string title, string message) =>
        new(id, title, message, "TraceClient.Rest", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
