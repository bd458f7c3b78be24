using TraceClient.Http;

namespace TraceClient.Tests.Rest;

public sealed record ProbeItem
{
    public string? Name { get; set; }

    public int? Size { get; set; }

    public string? Note { get; set; }

    public ProbeItem? Child { get; set; }
}

internal static class ProbeWire
{
    public static WireType<ProbeItem> Item { get; } = new(
        ("name", (item, ref json) => item.Name = json.Text()),
        ("size", (item, ref json) => item.Size = json.Int32()),
        ("note", (item, ref json) => item.Note = json.SharedText()),
        ("child", (item, ref json) => item.Child = Item!.Read(ref json)));

    public static WireTypes Types { get; } = new WireTypes().With(Item);
}
