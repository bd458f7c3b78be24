using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace TraceClient.Rest.Generator;

/// <summary>A location that holds no syntax tree, so that it can be kept and compared.</summary>
internal sealed record SourcePlace(string FilePath, TextSpan Span, LinePositionSpan Lines)
{
    public static SourcePlace? Of(Location? location) => location is { SourceTree: { } tree }
        ? new SourcePlace(tree.FilePath, location.SourceSpan, location.GetLineSpan().Span)
        : null;

    public Location ToLocation() => Location.Create(FilePath, Span, Lines);
}
