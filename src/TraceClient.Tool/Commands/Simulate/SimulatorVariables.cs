using TraceClient.Testing;

namespace TraceClient.Tool;

/// <summary>Provides the vendors' environment variables for a simulator.</summary>
internal static class SimulatorVariables
{
    public static IReadOnlyList<KeyValuePair<string, string>> Of(TraceSimulator simulator) =>
    [
        .. Enum.GetValues<SimulatedService>().SelectMany(service =>
        {
            var variables = EnvironmentSettings.Of(service.ToString());
            return new[]
            {
                KeyValuePair.Create(variables.Address, simulator.AddressOf(service).ToString()),
                KeyValuePair.Create(variables.Token, simulator.Tokens[service]),
            };
        }),
    ];

    /// <summary>Writes the variables as shell commands, or as an object if JSON was specified explicitly.</summary>
    public static void Write(CommandContext context, TraceSimulator simulator)
    {
        var variables = Of(simulator);
        if (context.Format is OutputFormat.Json or OutputFormat.JsonLines)
        {
            JsonOutput.One(context, variables, WriteJson);
            return;
        }

        foreach (var (name, value) in variables)
            context.Streams.Out.WriteLine($"export {name}={value}");
    }

    private static void WriteJson(Utf8JsonWriter writer, IReadOnlyList<KeyValuePair<string, string>> variables)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in variables)
            writer.WriteString(name, value);
        writer.WriteEndObject();
    }
}
