using System.Reflection;
using static TraceClient.Tests.Conventions.Assemblies;

namespace TraceClient.Tests.Conventions;

public sealed class AsyncConventionTests
{
    /// <summary>Names and shapes that .NET's own interfaces prescribe.</summary>
    private static readonly string[] Prescribed = [nameof(IAsyncDisposable.DisposeAsync)];

    public static TheoryData<string> Methods => [.. AsyncMethods().Select(Describe).Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_method_that_runs_asynchronously_says_so_in_its_name(string method) =>
        Assert.All(Of(method), found => Assert.EndsWith("Async", found.Name, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_method_that_runs_asynchronously_takes_a_token_last(string method) => Assert.All(
        Of(method).Where(found => !Prescribed.Contains(found.Name)),
        found => Assert.Equal(typeof(CancellationToken), found.GetParameters().LastOrDefault()?.ParameterType));

    [Fact]
    public void A_method_that_runs_at_once_does_not_claim_otherwise() => Assert.Empty(
        PublicTypes.SelectMany(type => type.PublicMethods())
            .Where(method => method.Name.EndsWith("Async", StringComparison.Ordinal) && !IsAsync(method.ReturnType))
            .Select(Describe));

    [Fact]
    public void The_facades_methods_are_among_those_looked_at()
    {
        Assert.Contains("ITraceClient.ListTracesAsync", Methods.Select(row => row.Data));
        Assert.Contains("ITraceSource.PingAsync", Methods.Select(row => row.Data));
        Assert.Contains("IGalteaApi.ListTracesAsync", Methods.Select(row => row.Data));
        Assert.Contains("IBearerTokenProvider.GetTokenAsync", Methods.Select(row => row.Data));
    }

    private static IEnumerable<MethodInfo> AsyncMethods() =>
        PublicTypes.SelectMany(type => type.PublicMethods())
            .Where(method => IsAsync(method.ReturnType) && !method.Name.StartsWith("op_", StringComparison.Ordinal));

    private static IEnumerable<MethodInfo> Of(string description) => AsyncMethods().Where(method => Describe(method) == description);

    private static string Describe(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    // A TraceList is one, but an enumerator is only asked for by the name that the compiler knows.
    private static bool IsAsync(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask)
        || (type.IsGenericType
            && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>)))
        || IsAsyncEnumerable(type) || type.GetInterfaces().Any(IsAsyncEnumerable);

    private static bool IsAsyncEnumerable(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>);
}
