using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;

namespace TraceClient.Tests.Leaks;

/// <summary>Every text that comes out of the library other than as data: each is looked through once.</summary>
internal sealed class Evidence(Planted planted)
{
    private readonly ConcurrentDictionary<string, byte> _texts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _leaks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _places = new(StringComparer.Ordinal);

    /// <summary>What was found where, without the secret itself.</summary>
    public IEnumerable<string> Leaks => _leaks.Keys.Order(StringComparer.Ordinal);

    /// <summary>Where texts came from, and how many different ones.</summary>
    public IReadOnlyDictionary<string, int> Places => _places;

    /// <summary>What is being done, for the message.</summary>
    public string Doing { get; set; } = "";

    public void Add(string place, string text, bool isBody = false)
    {
        if (!_texts.TryAdd($"{place}\n{text}", 0))
            return;
        _places.AddOrUpdate(place, 1, static (_, count) => count + 1);
        if (planted.FoundIn(text, isBody) is { } secret)
            _leaks.TryAdd($"{secret} in {place}, {Doing}: {text}", 0);
    }

    /// <summary>An exception with all that its members and those behind it say.</summary>
    public void AddException(Exception exception)
    {
        var type = exception.GetType();
        Add($"{type.Name}.ToString()", exception.ToString());
        Add($"{type.Name}.Message", exception.Message);
        foreach (DictionaryEntry entry in exception.Data)
            Add($"{type.Name}.Data", $"{entry.Key}={entry.Value}");
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0))
            AddMember($"{type.Name}.{property.Name}", property.GetValue(exception),
                property.Name is nameof(TraceApiException.ResponseBody));
        if (exception is TraceValidationException validation)
            Add("TraceValidationException.Errors", string.Join(' ', validation.Errors.SelectMany(field => field.Value.Prepend(field.Key))));
        if (exception.InnerException is { } inner)
            AddException(inner);
    }

    /// <summary>The texts of an object of the library and of all that hangs on
    /// it, but for the payloads, which are made to show what they hold.</summary>
    public void AddObject(object? value) => AddObject(value, new HashSet<object>(ReferenceEqualityComparer.Instance));

    private void AddObject(object? value, HashSet<object> seen)
    {
        if (value is null or string or JsonPayload or AttributeValue || value.GetType().IsPrimitive || !seen.Add(value))
            return;
        if (value is Exception exception)
        {
            AddException(exception);
            return;
        }

        var type = value.GetType();
        if (value is IEnumerable items)
        {
            foreach (var item in items)
                AddObject(item, seen);
        }

        if (!IsOurs(type))
            return;
        Add($"{type.Name}.ToString()", Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0))
            AddObject(property.GetValue(value), seen);
    }

    private void AddMember(string place, object? value, bool isBody)
    {
        if (value is string or Uri)
            Add(place, value.ToString()!, isBody);
    }

    private static bool IsOurs(Type type) => type.Assembly == typeof(ITraceClient).Assembly;
}
