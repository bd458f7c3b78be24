using System.Collections;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace TraceClient.Tests.Leaks;

/// <summary>Keeps every line at every level with its state and its scopes.</summary>
internal sealed class EvidenceLog(Evidence evidence) : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private void Add(string category, string line, object? state)
    {
        evidence.Add($"log of {category}", line);
        AddState(category, state);
        _scopes.ForEachScope((scope, name) => AddState(name, scope), category);
    }

    private void AddState(string category, object? state)
    {
        evidence.Add($"log state of {category}", Convert.ToString(state, CultureInfo.InvariantCulture) ?? "");
        if (state is not IEnumerable values)
            return;
        foreach (var value in values)
            evidence.Add($"log value of {category}", Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
    }

    private sealed class Logger(EvidenceLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            log.Add(category, $"{eventId} {formatter(state, exception)}", state);
            if (exception is not null)
                log.Add(category, exception.ToString(), state);
        }
    }
}
