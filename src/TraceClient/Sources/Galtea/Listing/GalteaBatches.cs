namespace TraceClient.Galtea;

/// <summary>Splits ids so that an address with one query pair per id stays short: a firewall refuses long ones with an HTML page.</summary>
internal static class GalteaBatches
{
    private const int MaxAddressLength = 1_999;

    /// <summary>The ids in batches, in their order; an id that is too long on its own is a batch of its own.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="parameter">The query parameter that each of them is sent under.</param>
    /// <param name="reserved">The characters of the address without these pairs.</param>
    public static IEnumerable<IReadOnlyList<string>> Split(IReadOnlyList<string> ids, string parameter, int reserved)
    {
        for (var (start, end) = (0, 0); start < ids.Count; start = end)
        {
            for (var length = reserved; end < ids.Count; end++)
            {
                length += $"&{parameter}=".Length + Uri.EscapeDataString(ids[end]).Length;
                if (end > start && length > MaxAddressLength)
                    break;
            }

            yield return [.. ids.Take(start..end)];
        }
    }
}
