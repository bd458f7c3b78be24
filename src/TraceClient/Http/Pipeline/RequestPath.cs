namespace TraceClient.Http;

/// <summary>Compares a request's path with its template.</summary>
internal static class RequestPath
{
    private static readonly HttpRequestOptionsKey<string> Template = new(Refit.HttpRequestMessageOptions.RelativePathTemplate);

    /// <summary>Refuses an argument that changes the path: an empty one, <c>.</c> or
    /// <c>..</c> leads to another resource, since addresses fold such segments.</summary>
    /// <exception cref="ArgumentException">An argument of the path is not one segment.</exception>
    public static void ThrowIfChanged(HttpRequestMessage request, Uri baseAddress)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true } address || !request.Options.TryGetValue(Template, out var template)
            || !template.Contains('{', StringComparison.Ordinal))
            return;

        // The template starts with a slash and stands behind the path of the base address.
        var wanted = (baseAddress.AbsolutePath.TrimEnd('/') + template.Split('?')[0]).Split('/');
        var actual = address.AbsolutePath.Split('/');
        if (wanted.Length != actual.Length
            || wanted.Zip(actual).Any(pair => IsArgument(pair.First) ? pair.Second.Length == 0 : pair.First != pair.Second))
            throw new ArgumentException(
                "An argument of the path must not be empty and must not be '.' or '..'.", wanted.LastOrDefault(IsArgument)?[1..^1]);
    }

    private static bool IsArgument(string segment) => segment is ['{', .., '}'];
}
