using System.Globalization;

namespace TraceClient.Tool.Tests.Scale;

/// <summary>Limits the heap of a .NET process, which fails with an <see cref="OutOfMemoryException"/> beyond it.</summary>
internal static class HeapLimit
{
    public const string Variable = "DOTNET_GCHeapHardLimit";

    /// <summary>Returns the hexadecimal value of the variable.</summary>
    public static string OfMegabytes(int megabytes) => string.Create(CultureInfo.InvariantCulture, $"0x{megabytes * 1024L * 1024:X}");
}
