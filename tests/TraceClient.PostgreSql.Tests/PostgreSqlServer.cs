using System.Diagnostics;

namespace TraceClient.PostgreSql.Tests;

/// <summary>Represents the server of <c>eng/postgresql</c>.</summary>
internal static class PostgreSqlServer
{
    /// <summary>Stops the server, which breaks all connections, and starts it again.</summary>
    public static async Task RestartAsync(CancellationToken cancellationToken)
    {
        var program = Path.Combine(Variable("TRACECLIENT_TEST_POSTGRESQL_BIN"), "pg_ctl");
        var data = Variable("TRACECLIENT_TEST_POSTGRESQL_DATA");
        string[] restart = [program, "-D", data, "-m", "fast", "-w", "-t", "60", "-l", $"{data}/../log", "restart"];
        string[] command = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--", .. restart] : restart;
        var start = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = "/", RedirectStandardOutput = true };
        using var process = Process.Start(start)!;

        // The server inherits the output and keeps it open, so only the end of pg_ctl counts.
        await process.WaitForExitAsync(cancellationToken);
        Assert.Equal(0, process.ExitCode);

        // The connections of the tests themselves, which do not retry as a store does.
        NpgsqlConnection.ClearAllPools();
    }

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name)
        ?? throw new InvalidOperationException($"{name} is not set. Run eng/postgresql, which starts a server.");
}
