using TraceClient.Tests.Contract;

namespace TraceClient.Otlp.Tests.Files;

public sealed class KubiyaExportContractTests : ExportContract
{
    private protected override ContractSubject Subject { get; } = new KubiyaSubject();

    private protected override OtlpFormat Format => OtlpFormat.JsonLines;
}
