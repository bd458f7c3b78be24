namespace TraceClient.Rest.Generator;

/// <summary>Splits a path into its literals and placeholders.</summary>
internal static class PathParser
{
    /// <summary>The parts, a placeholder by the name that stands in the path; null when the path is malformed.</summary>
    public static IReadOnlyList<PathPart>? Parse(string? path)
    {
        if (path is null || path.Length == 0 || path[0] != '/' || path.Any(static c => c == '#' || c == '\\' || char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            return null;
        }

        var parts = new List<PathPart>();
        var position = 0;
        while (position < path.Length)
        {
            var open = path.IndexOf('{', position);
            var literal = path.Substring(position, (open < 0 ? path.Length : open) - position);
            if (literal.IndexOf('}') >= 0)
            {
                return null;
            }

            if (literal.Length > 0)
            {
                parts.Add(new PathPart(literal, IsPlaceholder: false));
            }

            if (open < 0)
            {
                break;
            }

            var close = path.IndexOf('}', open);
            var question = path.IndexOf('?');
            if (close <= open + 1 || (question >= 0 && question < close))
            {
                return null;
            }

            parts.Add(new PathPart(path.Substring(open + 1, close - open - 1), IsPlaceholder: true));
            position = close + 1;
        }

        return parts;
    }
}
