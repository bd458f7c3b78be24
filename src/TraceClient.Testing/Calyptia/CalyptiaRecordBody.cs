namespace TraceClient.Testing;

/// <summary>Validates the body of POST …/records and completes it to a stored record.</summary>
internal static class CalyptiaRecordBody
{
    public static readonly string[] Members =
        ["type", "trace_id", "start_time", "end_time", "plugin_instance", "plugin_alias", "return_code", "records"];

    /// <summary>Finds the first invalid member.</summary>
    /// <returns>The message; null if the body is valid.</returns>
    public static string? Problem(JsonElement body)
    {
        foreach (var name in new[] { "type", "start_time", "end_time" })
        {
            if (!body.TryGetProperty(name, out var number) || number.ValueKind != JsonValueKind.Number || !number.TryGetInt64(out _))
                return $"\"{name}\" must be an integer";
        }

        foreach (var name in new[] { "trace_id", "plugin_instance" })
        {
            if (!body.TryGetProperty(name, out var text) || text.ValueKind != JsonValueKind.String || text.GetString() is "")
                return $"\"{name}\" must be text";
        }

        if (body.GetProperty("type").GetInt64() is < 1 or > 4)
            return "\"type\" is 1, 2, 3 or 4";
        if (body.TryGetProperty("return_code", out var code) && !(code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out _)))
            return "\"return_code\" must be an integer";
        if (!body.TryGetProperty("records", out var records) || records.ValueKind == JsonValueKind.Null)
            return null;
        return records.ValueKind == JsonValueKind.Array && records.EnumerateArray().All(record => record.ValueKind == JsonValueKind.Object)
            ? null
            : "\"records\" must be an array of objects";
    }

    /// <summary>Completes a record: times in the format that the options select, and defaults for missing members.</summary>
    public static JsonMembers Complete(JsonMembers given, CalyptiaStore store)
    {
        var record = JsonMembers.Parse(
            """
            {
              "type": 0, "trace_id": "", "start_time": 0, "end_time": 0, "plugin_instance": "", "plugin_alias": "", "return_code": 0,
              "records": []
            }
            """u8).With(given);
        foreach (var name in new[] { "start_time", "end_time" })
        {
            if (record.Number(name) is { } seconds)
                record.Set(name, store.Time((long)seconds));
        }

        return record;
    }
}
