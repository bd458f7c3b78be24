using System.Collections;
using System.Reflection;
using System.Text.Json;
using TraceClient.Calyptia;
using TraceClient.Galtea;
using TraceClient.Kubiya;

namespace TraceClient.Tests.Conventions;

public sealed class WireModelConventionTests
{
    private const string Secret = "someone@example.com said a secret";

    /// <summary>Models without a place for members they do not know, each for a reason.</summary>
    private static readonly Dictionary<Type, string> Closed = new()
    {
        [typeof(CalyptiaPipeline)] = "its configuration can hold credentials",
        [typeof(CalyptiaPipelineStatus)] = "part of a pipeline",
        [typeof(CalyptiaPipelinePage)] = "the envelope of pipelines",
        [typeof(CalyptiaCoreInstance)] = "it can hold credentials",
        [typeof(CalyptiaCoreInstancePage)] = "the envelope of core instances",
        [typeof(CalyptiaSearchResult)] = "an id and a name of any resource, those with credentials too",
        [typeof(CalyptiaCreatedTraceSession)] = "says that a write was done",
        [typeof(CalyptiaUpdatedTraceSession)] = "says that a write was done",
        [typeof(CalyptiaTerminatedTraceSession)] = "says that a write was done",
        [typeof(CalyptiaCreatedTraceRecord)] = "says that a write was done",
        [typeof(CalyptiaCreateTraceSession)] = "is sent, not read",
        [typeof(CalyptiaUpdateTraceSession)] = "is sent, not read",
        [typeof(CalyptiaCreateTraceRecord)] = "is sent, not read",
        [typeof(GalteaNewTrace)] = "is sent, not read",
        [typeof(GalteaTraceBatch)] = "is sent, not read",
        [typeof(GalteaTraceDeletion)] = "is sent, not read",
        [typeof(CalyptiaLogRecord)] = "keeps them byte by byte in Extensions",
    };

    /// <summary>What a text for people may show: ids, names of things, times, counts.</summary>
    private static readonly string[] Shown =
        ["Id", "Cursor", "Name", "Alias", "Instance", "Status", "Type", "Kind", "Version", "Resource", "Lifespan", "Text", "Plugins",
            "Value"];

    public static TheoryData<string> Models => [.. WireModels().Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_wire_model_keeps_members_that_it_does_not_know(string model)
    {
        var type = ModelOf(model);
        var extensions = type.GetProperties().Where(property => property.PropertyType == typeof(IDictionary<string, JsonElement>)).ToList();

        if (Closed.ContainsKey(type))
            Assert.Empty(extensions);
        else
        {
            Assert.Equal("Extensions", Assert.Single(extensions).Name);
            Assert.Contains(typeof(TraceClient.Http.IWireObject), type.GetInterfaces());
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_wire_models_text_shows_no_body(string model)
    {
        var type = ModelOf(model);
        var value = Fill(type);

        Assert.DoesNotContain(Secret, value.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_models_of_all_sources_are_looked_at()
    {
        Assert.Contains(nameof(CalyptiaTraceRecord), Models.Select(row => row.Data));
        Assert.Contains(nameof(KubiyaSpan), Models.Select(row => row.Data));
        Assert.Contains(nameof(GalteaInferenceResult), Models.Select(row => row.Data));
        Assert.Empty(Closed.Keys.Except(WireModels()));
    }

    [Fact]
    public void A_records_text_shows_no_body_and_a_spans_and_a_traces_none_of_their_attributes()
    {
        var body = JsonPayload.Parse($"\"{Secret}\"");
        var attributes = AttributeMap.From(JsonPayload.Parse($$"""{"user":"{{Secret}}"}"""));
        var record = (Record)Fill(typeof(Record));
        var span = new Span
        {
            Id = "1",
            Name = "step",
            StatusMessage = Secret,
            Attributes = attributes,
            Resource = attributes,
            Records = [record]
        };
        Assert.Contains(Secret, body.ToString(), StringComparison.Ordinal);

        Assert.DoesNotContain(Secret, record.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, span.ToString(), StringComparison.Ordinal);
    }

    /// <summary>An instance that holds the secret wherever a body, an address or a text of a person's could stand.</summary>
    private static object Fill(Type type)
    {
        var value = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties().Where(property => property.SetMethod is not null))
        {
            if (SecretOf(property) is { } secret)
                property.SetValue(value, secret);
        }

        return value;
    }

    private static object? SecretOf(PropertyInfo property)
    {
        if (property.PropertyType == typeof(JsonPayload))
            return JsonPayload.Parse($"\"{Secret}\"");
        if (property.PropertyType == typeof(AttributeMap))
            return AttributeMap.From(JsonPayload.Parse($$"""{"user":"{{Secret}}"}"""));
        if (property.PropertyType == typeof(IDictionary<string, JsonElement>))
            return new Dictionary<string, JsonElement>(StringComparer.Ordinal)
            {
                ["email"] =
                JsonSerializer.Deserialize($"\"{Secret}\"", SecretContext.Default.JsonElement)
            };
        if (Shown.Any(suffix => property.Name.EndsWith(suffix, StringComparison.Ordinal))
            && !property.Name.Contains("User", StringComparison.Ordinal))
            return null;
        return property.PropertyType == typeof(string) ? Secret : Items(property.PropertyType);
    }

    private static Array? Items(Type type)
    {
        if (!type.IsGenericType || !typeof(IEnumerable).IsAssignableFrom(type) || type.GetGenericArguments() is not [var item])
            return null;
        if (item != typeof(string) && !WireModels().Contains(item))
            return null;
        var items = Array.CreateInstance(item, 1);
        items.SetValue(item == typeof(string) ? Secret : Leaf(item), 0);
        return items;
    }

    // One level down is enough: each model is filled itself as well.
    private static object Leaf(Type type)
    {
        var value = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties()
            .Where(property => property.SetMethod is not null && property.PropertyType == typeof(JsonPayload)))
            property.SetValue(value, JsonPayload.Parse($"\"{Secret}\""));
        return value;
    }

    private static Type ModelOf(string name) => WireModels().Single(type => type.Name == name);

    private static IEnumerable<Type> WireModels() => Assemblies.Library.GetExportedTypes().Where(type =>
        type is { IsClass: true, IsAbstract: false }
        && type.Namespace is "TraceClient.Calyptia" or "TraceClient.Kubiya" or "TraceClient.Galtea"
        && type.GetMethod("<Clone>$") is not null);
}
