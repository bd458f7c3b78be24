using System.Data.Common;
using TraceClient.Replication.Tests;
using TraceClient.Stores.Tests;

namespace TraceClient.PostgreSql.Tests;

[Trait("Category", "postgresql")]
public sealed class PostgreSqlContractTests : StoreContract, IAsyncDisposable
{
    private readonly TestDatabase _database = new();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    protected override ITraceStore Open() => _database.Open(new FakeTimeProvider(Replications.Now));

    protected override async Task<DbConnection> ConnectAsync(ITraceStore store) =>
        await ((PostgreSqlTraceStore)store).OpenConnectionAsync(Token);
}
