namespace TraceClient.Galtea;

/// <summary>Splits ids so that an address with one query pair per id stays short: a firewall refuses long ones with an HTML page.</summary>
internal static class GalteaBatches
{
    private const int MaxAddressLength = 1_999;

    /// <summary>The ids in batches, in their order; an id that is too long on its own is a batch of its own.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="parameter">The query parameter that each of them is sent under.</param>
    /// <param name="reserved">The characters of the address without these pairs.</param>
    public static IEnumerable<IReadOnlyList<string>> Split(IEnumerable<string> ids, string parameter, int reserved)
    {
        var batch = new List<string>();
        var length = reserved;
        foreach (var id in ids)
        {
            var pair = "&".Length + parameter.Length + "=".Length + Uri.EscapeDataString(id).Length;
            if (batch.Count > 0 && length + pair > MaxAddressLength)
            {
                yield return batch;
                batch = [];
                length = reserved;
            }

            batch.Add(id);
            length += pair;
        }

        if (batch.Count > 0)
            yield return batch;
    }
}
