using System.Globalization;

namespace TraceClient.Tool.Tests.Scale;

/// <summary>Bounds the heap of a .NET process: what does not fit ends it with an <see cref="OutOfMemoryException"/>.</summary>
internal static class HeapLimit
{
    public const string Variable = "DOTNET_GCHeapHardLimit";

    /// <summary>The variable's value, which is hexadecimal.</summary>
    public static string OfMegabytes(int megabytes) => string.Create(CultureInfo.InvariantCulture, $"0x{megabytes * 1024L * 1024:X}");
}
