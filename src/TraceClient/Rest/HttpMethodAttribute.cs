namespace TraceClient.Rest;

/// <summary>Marks a method of a REST interface with its HTTP method and path, in the dialect of Refit.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal abstract class HttpMethodAttribute(string path) : Attribute
{
    public string Path { get; } = path;
}

internal sealed class GetAttribute(string path) : HttpMethodAttribute(path);

internal sealed class PostAttribute(string path) : HttpMethodAttribute(path);

internal sealed class PutAttribute(string path) : HttpMethodAttribute(path);

internal sealed class PatchAttribute(string path) : HttpMethodAttribute(path);

internal sealed class DeleteAttribute(string path) : HttpMethodAttribute(path);
