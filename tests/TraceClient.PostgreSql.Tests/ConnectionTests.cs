namespace TraceClient.PostgreSql.Tests;

/// <summary>What needs no server.</summary>
public sealed class ConnectionTests
{
    private const string Secret = "s3cret";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData($"Host=db;Port=5433;Database=traces;Username=app;Password={Secret}", "postgres://db:5433/traces/traceclient")]
    [InlineData($"postgres://app:{Secret}@db/my%20traces", "postgres://db:5432/my traces/traceclient")]
    [InlineData($"postgresql://app:{Secret}@db:5433/traces?sslmode=require&application_name=x", "postgres://db:5433/traces/traceclient")]
    [InlineData("Host=db;Username=app", "postgres://db:5432/app/traceclient")]
    public async Task The_target_is_the_address_without_credentials(string connection, string target)
    {
        await using var store = new PostgreSqlTraceStore(connection);
        Assert.Equal(target, store.Target);
    }

    [Theory]
    [InlineData($"postgres://app:{Secret}@db/traces?unknown=1")]
    [InlineData($"postgres://app:{Secret}@")]
    [InlineData($"Host=db;{Secret}")]
    [InlineData($"Host=db;{Secret}=1")]
    [InlineData($"Host=db;Port={Secret}")]
    [InlineData($"Username=app;Password={Secret}")]
    public void An_invalid_connection_string_is_not_in_the_message(string connection)
    {
        var error = Assert.Throws<ArgumentException>(() => new PostgreSqlTraceStore(connection));
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        Assert.Contains("Host=localhost", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_reachable_is_a_transient_error_without_the_password()
    {
        // A port of which nobody knows, and on which nobody listens.
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var store = new PostgreSqlTraceStore(
            $"Host=127.0.0.1;Port={port};Username=app;Password={Secret};Database=traces",
            new PostgreSqlTraceStoreOptions { MaxRetries = 2, RetryDelay = TimeSpan.Zero });
        var error = await Assert.ThrowsAsync<TraceTransportException>(() => store.GetStatisticsAsync(Token));
        Assert.True(error.IsTransient);
        Assert.Contains($"127.0.0.1:{port}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_options_are_argument_exceptions()
    {
        Action<PostgreSqlTraceStoreOptions>[] invalid =
        [
            options => options.Schema = "", options => options.Schema = null!, options => options.Schema = "A",
            options => options.Schema = "x; drop", options => options.Schema = "pg_x", options => options.Schema = new string('x', 64),
            options => options.MaxRetries = -1, options => options.RetryDelay = TimeSpan.FromHours(1),
        ];
        Assert.All(invalid, change =>
        {
            var options = new PostgreSqlTraceStoreOptions();
            change(options);
            var error = Assert.Throws<ArgumentException>(() => new PostgreSqlTraceStore("Host=db", options));
            Assert.Contains("PostgreSqlTraceStoreOptions:", error.Message, StringComparison.Ordinal);
        });
    }
}
