using System.Net;
using static TraceClient.Tests.Http.StubHandler;

namespace TraceClient.Tests.Http;

public sealed class ResilienceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_success_passes_through()
    {
        using var source = new TestSource(new StubHandler(Answer(HttpStatusCode.OK, """{"a":1}""")));

        using var response = await source.GetAsync(Token);

        Assert.Equal("""{"a":1}""", await response.Content.ReadAsStringAsync(Token));
    }
}
