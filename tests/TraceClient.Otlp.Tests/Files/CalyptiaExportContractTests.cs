using TraceClient.Tests.Contract;

namespace TraceClient.Otlp.Tests.Files;

public sealed class CalyptiaExportContractTests : ExportContract
{
    private protected override ContractSubject Subject { get; } = new CalyptiaSubject();

    private protected override OtlpFormat Format => OtlpFormat.Json;
}
