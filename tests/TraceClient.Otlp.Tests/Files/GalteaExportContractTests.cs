using TraceClient.Tests.Contract;

namespace TraceClient.Otlp.Tests.Files;

public sealed class GalteaExportContractTests : ExportContract
{
    private protected override ContractSubject Subject { get; } = new GalteaSubject();

    private protected override OtlpFormat Format => OtlpFormat.Protobuf;
}
