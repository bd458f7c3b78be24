using Microsoft.Extensions.Logging;
using TraceClient.Http;

namespace TraceClient.Tests.Http;

/// <summary>The options of a source that exists in tests only.</summary>
public sealed class TestSourceOptions : TraceSourceOptions;

/// <summary>A client of the chain over a stub, on a clock of the test's own.</summary>
internal sealed class TestSource : IDisposable
{
    public const string Token = "gsk_sent-token-0123456789";

    public TestSource(
        StubHandler? stub = null, Action<TestSourceOptions>? with = null, TokenHeader? header = null,
        DeleteRetry deleteRetry = DeleteRetry.Repeat, FakeTimeProvider? time = null)
    {
        Time = time ?? new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        Options = new TestSourceOptions { Token = Token, BaseAddress = new Uri("https://api.example.test/base") };
        if (stub is not null)
            Options.PrimaryHandler = () => stub;
        with?.Invoke(Options);
        Client = Chains.Connect(new SourceHttpSettings
        {
            SourceName = "kubiya",
            Options = Options,
            DefaultBaseAddress = new Uri("https://default.example.test"),
            TokenHeader = header ?? TokenHeaders.Bearer,
            TimeProvider = Time,
            LoggerFactory = Log,
            DeleteRetry = deleteRetry,
            Disposed = Disposal.Token,
        });
    }

    public FakeTimeProvider Time { get; }

    public ListLogger Log { get; } = new();

    /// <summary>Stands for the disposal of the client that the source belongs to.</summary>
    public CancellationTokenSource Disposal { get; } = new();

    public TestSourceOptions Options { get; }

    public HttpClient Client { get; }

    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, CancellationToken cancellationToken, string? operation = "ListTraces", HttpContent? content = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        if (operation is not null)
            request.Options.Set(new HttpRequestOptionsKey<string>(Refit.HttpRequestMessageOptions.MethodName), operation + "Async");
        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    public Task<HttpResponseMessage> GetAsync(CancellationToken cancellationToken, string path = "v1/traces?page_size=5&name=private") =>
        SendAsync(HttpMethod.Get, path, cancellationToken);

    /// <summary>Moves the clock on until the task is done: each step is one second.</summary>
    public async Task<T> RunAsync<T>(Task<T> task, TimeSpan? most = null)
    {
        var end = Time.GetUtcNow() + (most ?? TimeSpan.FromMinutes(10));
        while (!task.IsCompleted && Time.GetUtcNow() < end)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await task;
    }

    public void Dispose()
    {
        Client.Dispose();
        Disposal.Dispose();
    }
}

/// <summary>Keeps what is logged.</summary>
internal sealed class ListLogger : ILoggerFactory, ILogger
{
    private readonly Lock _gate = new();
    private readonly List<(int Id, LogLevel Level, string Text)> _entries = [];

    public IReadOnlyList<(int Id, LogLevel Level, string Text)> Entries
    {
        get
        {
            lock (_gate)
                return [.. _entries];
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_gate)
            _entries.Add((eventId.Id, logLevel, formatter(state, exception)));
    }

    public void Dispose()
    {
    }
}
