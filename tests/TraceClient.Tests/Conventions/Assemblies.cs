using System.Reflection;
using System.Runtime.CompilerServices;

namespace TraceClient.Tests.Conventions;

/// <summary>What the conventions hold for.</summary>
internal static class Assemblies
{
    public static System.Reflection.Assembly Library { get; } = typeof(ITraceClient).Assembly;

    public static System.Reflection.Assembly Testing { get; } = System.Reflection.Assembly.Load("TraceClient.Testing");

    public static IEnumerable<Type> PublicTypes => [.. Library.GetExportedTypes(), .. Testing.GetExportedTypes()];

    /// <summary>The methods that a type declares for its users: neither accessors nor what the compiler adds.</summary>
    public static IEnumerable<MethodInfo> PublicMethods(this Type type) => type
        .GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(method => (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly)
            && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
            && !method.IsDefined(typeof(CompilerGeneratedAttribute))
            && method.GetBaseDefinition().DeclaringType != typeof(object));
}
