using System.Data.Common;
using TraceClient.Replication.Tests;
using TraceClient.Sqlite;

namespace TraceClient.Stores.Tests;

public sealed class SqliteContractTests : StoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ITraceStore Open() =>
        new SqliteTraceStore(_folder.File("traces.db"), timeProvider: new FakeTimeProvider(Replications.Now));

    protected override async Task<DbConnection> ConnectAsync(ITraceStore store) =>
        await ((SqliteTraceStore)store).OpenConnectionAsync(Token);
}
